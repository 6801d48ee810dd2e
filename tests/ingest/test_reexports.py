"""The same rows exported once more, in another shape: nothing has changed, and nothing is written."""

import csv
import io
import json
import random
from pathlib import Path

import pytest

from tests.ingest.inboxes import make_inbox

ISSUES = [
    {
        "Issue key": f"P-{number}",
        "Issue id": f"{100 + number}",
        "Issue Type": "Story",
        "Status": "Open" if number % 2 else "Done",
        "Summary": f'Bet {number}, a "quoted" one',
        "Created": "2026-03-01 10:00",
        "Custom field (Risk)": "high" if number % 3 else "",
        "Custom field (Audience)": f"group {number}",
        "Custom field (Zeal)": "",
        "Labels": "alpha",
        "Outward issue link (Blocks)": f"P-{number + 1}",
    }
    for number in range(12)
]
REGISTER = [
    {"Code": f"I-{number}", "Name": f"Bet {number}", "Stage": "Done", "Mood": "x", "Aim": "y"}
    for number in range(9)
]


def as_csv(records: list[dict[str, str]], columns: list[str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("source_format", "records"), [("jira_csv", ISSUES), ("initiatives", REGISTER)])
def test_p11_r03_other_orders_of_rows_and_columns_write_nothing(
    tmp_path: Path, source_format: str, records: list[dict[str, str]], seed: int
) -> None:
    inbox = make_inbox(tmp_path, source_format)
    dice = random.Random(seed)
    columns = list(records[0])
    inbox.drop("export 2026-03-01.csv", as_csv(records, columns))
    mixed = dice.sample(records, len(records))
    inbox.drop("export 2026-03-02.csv", as_csv(mixed, dice.sample(columns, len(columns))))
    first, second = inbox.land().loads
    assert first.rows_written >= len(records)
    assert (second.status, second.row_count_accepted, second.rows_written) == ("loaded", len(records), 0)


def test_one_changed_cell_writes_one_row(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "jira_csv")
    inbox.drop("export 2026-03-01.csv", as_csv(ISSUES, list(ISSUES[0])))
    changed = [*ISSUES[:5], ISSUES[5] | {"Custom field (Zeal)": "much"}, *ISSUES[6:]]
    inbox.drop("export 2026-03-02.csv", as_csv(changed, list(ISSUES[0])[::-1]))
    first, second = inbox.land().loads
    assert (first.rows_written, second.rows_written) == (24, 1)
    (row,) = inbox.versions("work_items").filter(file_sha256=second.file_sha256).iter_rows(named=True)
    assert (row["work_item_key"], json.loads(row["extra"])["Custom field (Zeal)"]) == ("P-5", "much")


def test_other_orders_of_an_issues_fields_write_nothing(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "jira_json")
    fields = {
        "summary": "Bet",
        "status": {"name": "Open"},
        "issuetype": {"name": "Story"},
        "customfield_2": "two",
        "customfield_10": {"value": "ten"},
    }
    for day, names in ((1, list(fields)), (2, list(fields)[::-1])):
        issue = {"id": "1", "key": "P-1", "fields": {name: fields[name] for name in names}}
        inbox.drop(f"export 2026-03-0{day}.jsonl", json.dumps(issue))
    first, second = inbox.land().loads
    assert (first.status, first.rows_written) == ("loaded", 1)
    assert (second.status, second.rows_written) == ("loaded", 0)
