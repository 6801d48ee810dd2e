"""A full export's repeated records are left unread, and nothing comes out differently for it."""

import csv
import io
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_quality.runner import batch_check
from ingest.configuration import FiscalCalendar
from ingest.contracts import TABLES
from ingest.readers import reader_for
from ingest.reading import ReadContext
from ingest.record_book import NOTHING_KNOWN, RecordBook
from ingest.segments import current_state
from tests.ingest.inboxes import Inbox, make_inbox

HEADER = ["Issue key", "Issue id", "Issue Type", "Status", "Summary", "Parent", "Inward issue link (Blocks)"]
Issue = tuple[int, str, str]  # number, status, key that blocks it
TABLE_NAMES = ("work_items", "work_item_links")


def export(*issues: Issue, header: list[str] = HEADER) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for number, status, blocker in issues:
        parent = f"{1000 + number - 1}" if number > 1 else ""
        writer.writerow([f"PAY-{number}", 1000 + number, "Story", status, f"Pay, {number}", parent, blocker])
    return text.getvalue()


def inbox_of(root: Path) -> Inbox:
    return make_inbox(root, "jira_csv")


def landed(inbox: Inbox) -> dict[str, list[tuple]]:
    """Every version of every row, without the place it was read from."""
    places = ["row_number"]
    return {name: sorted(map(str, inbox.versions(name).drop(places).rows())) for name in TABLE_NAMES}


def counts(inbox: Inbox, day: str) -> list[tuple]:
    """What the last load says of itself, where it does not depend on what was left unread."""
    return [
        (load.status, load.row_count_read, load.row_count_accepted, load.row_count_rejected, load.ignored)
        for load in inbox.land(day).new_loads
    ]


def land_nights(root: Path, nights: list[str], *, read_whole: bool) -> tuple[list, dict]:
    """Land one export a night; return the accounts and what was written."""
    inbox = inbox_of(root)
    accounts = []
    for number, content in enumerate(nights, start=1):
        if read_whole:
            shutil.rmtree(root / "input" / "records", ignore_errors=True)
        inbox.drop(f"jira-2026-03-{number:02d}.csv", content)
        accounts += counts(inbox, f"2026-03-{number:02d}")
    return accounts, landed(inbox)


def test_only_what_is_new_or_changed_is_read(tmp_path: Path) -> None:
    inbox = inbox_of(tmp_path)
    inbox.drop("jira-2026-03-01.csv", export((1, "Open", ""), (2, "Open", "PAY-1"), (3, "Open", "")))
    (load,) = inbox.land("2026-03-01").new_loads
    book = RecordBook.open(inbox.workspace, "books", load.stem, load.fingerprint)
    following = inbox.drop(
        "jira-2026-03-02.csv", export((1, "Open", ""), (2, "Open", "PAY-1"), (3, "Done", ""), (4, "Open", ""))
    )
    result = reader_for("jira_csv").read(
        following, inbox.source, ReadContext(FiscalCalendar(), known=book.known)
    )
    read = result.tables["work_items"].select("row_number", "work_item_key", "status_name").rows()
    assert read == [(3, "PAY-3", "Done"), (4, "PAY-4", "Open")]
    assert result.rows_read == 4
    (load,) = inbox.land("2026-03-02").new_loads
    assert (load.row_count_accepted, load.rows_written) == (4, 2)
    state = current_state(inbox.workspace, TABLES["work_items"], "books")
    assert dict(state.select("work_item_key", "status_name").rows()) == {
        "PAY-1": "Open", "PAY-2": "Open", "PAY-3": "Done", "PAY-4": "Open",
    }  # fmt: skip
    assert current_state(inbox.workspace, TABLES["work_item_links"], "books").height == 1


def test_what_an_export_no_longer_holds_is_gone_with_its_links(tmp_path: Path) -> None:
    inbox = inbox_of(tmp_path)
    first = [(number, "Open", "PAY-1" if number > 1 else "") for number in range(1, 6)]
    inbox.drop("jira-2026-03-01.csv", export(*first))
    inbox.land("2026-03-01")
    inbox.drop("jira-2026-03-02.csv", export(*first[:4]))
    inbox.land("2026-03-02")
    gone = pl.col("is_deleted")
    assert inbox.versions("work_items").filter(gone)["work_item_key"].to_list() == ["PAY-5"]
    assert inbox.versions("work_item_links").filter(gone)["work_item_id"].to_list() == ["1005"]
    inbox.drop("jira-2026-03-03.csv", export(*first))
    inbox.land("2026-03-03")
    assert current_state(inbox.workspace, TABLES["work_items"], "books").height == 5
    assert current_state(inbox.workspace, TABLES["work_item_links"], "books").height == 4


ISSUES = st.lists(
    st.tuples(
        st.integers(1, 6), st.sampled_from(["Open", "Done", ""]), st.sampled_from(["", "PAY-1", "PAY-2"])
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(nights=st.lists(ISSUES, min_size=2, max_size=4))
def test_nights_come_out_as_if_every_export_were_read_whole(nights: list[list[Issue]]) -> None:
    """Equal records, one key twice, rows without a status and shuffled rows among them."""
    exports = [export(*issues) for issues in nights]
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        quick = land_nights(Path(one), exports, read_whole=False)
        assert quick == land_nights(Path(other), exports, read_whole=True)


@pytest.mark.parametrize("other", ["Custom field (Team)", "Assignee"])
def test_another_header_makes_every_record_another(tmp_path: Path, other: str) -> None:
    inbox = inbox_of(tmp_path)
    inbox.drop("jira-2026-03-01.csv", export((1, "Open", "")))
    (load,) = inbox.land("2026-03-01").new_loads
    known = RecordBook.open(inbox.workspace, "books", load.stem, load.fingerprint).known
    renamed = inbox.drop("jira-2026-03-02.csv", export((1, "Open", ""), header=[*HEADER[:-1], other]))
    context = ReadContext(FiscalCalendar(), known=known)
    result = reader_for("jira_csv").read(renamed, inbox.source, context)
    assert result.tables["work_items"].height == 1


def test_a_book_of_another_file_or_setting_is_empty(tmp_path: Path) -> None:
    inbox = inbox_of(tmp_path)
    inbox.drop("jira-2026-03-01.csv", export((1, "Open", "")))
    (load,) = inbox.land("2026-03-01").new_loads
    assert len(RecordBook.open(inbox.workspace, "books", load.stem, load.fingerprint).known.hashes) == 1
    for stem, fingerprint in ((load.stem, "other"), ("other", load.fingerprint), (None, load.fingerprint)):
        assert RecordBook.open(inbox.workspace, "books", stem, fingerprint).known is NOTHING_KNOWN
    (tmp_path / "input" / "records" / "books.parquet").write_bytes(b"cut")
    assert RecordBook.open(inbox.workspace, "books", load.stem, load.fingerprint).known is NOTHING_KNOWN


NIGHT = "Issue key,Issue id,Issue Type,Status,Status Category,Created,Updated,Story Points\n"


def night(*records: str) -> str:
    """An export; a record is its number and whatever differs: `7 Created=2026-01-05`."""
    rows = []
    for number, *changes in map(str.split, records):
        row = {"Status": "Open", "Created": "2026-01-02", "Updated": "2026-01-03", "Points": "3"}
        row |= dict(change.split("=") for change in changes)
        cells = (row["Status"], "To Do", row["Created"], row["Updated"], row["Points"])
        rows.append(f"PAY-{number},{number},Story,{','.join(cells)}\n")
    return NIGHT + "".join(rows)


def checked_nights(root: Path, nights: list[str], *, read_whole: bool) -> tuple[list, list, list]:
    """Land one export a night; return the accounts, the rules that found fault, and what was written."""
    inbox = inbox_of(root)
    accounts, faults = [], []
    for number, content in enumerate(nights, start=1):
        if read_whole:
            shutil.rmtree(root / "input" / "records", ignore_errors=True)
        inbox.drop(f"jira-2026-03-{number:02d}.csv", content)
        (load,) = inbox.land(f"2026-03-{number:02d}", batch_check(inbox.configuration)).new_loads
        accounts.append((load.status, load.reason, load.row_count_accepted, load.row_count_rejected))
        results = pl.read_parquet(root / "quarantine" / "results" / "books" / f"{load.stem}.parquet")
        faults.append(results.filter(~pl.col("is_success"))["expectation_name"].to_list())
    return accounts, faults, sorted(map(str, inbox.versions("work_items").drop("row_number").rows()))


THOUSAND = [str(number) for number in range(1, 1001)]
PLAIN = [str(number) for number in range(1, 41)]
CASES = {
    "cut at a thousand": (THOUSAND[:-2], THOUSAND, ["1 Status=Doing", *THOUSAND[1:]]),
    "warned of": (
        ["1 Created=2026-01-05", *PLAIN[1:]],
        ["1 Created=2026-01-05", "2 Status=Doing", *PLAIN[2:]],
    ),
    "order of day and month from a row that is gone": (
        [*PLAIN, "41 Created=3/4/2025", "42 Created=6/21/2025"],
        [*PLAIN, "41 Created=3/4/2025", "43"],
    ),
    "two orders of day and month": (
        [*PLAIN, "41 Created=6/21/2025"],
        [*PLAIN, "41 Created=6/21/2025", "42 Created=21/6/2025", "43 Created=3/4/2025"],
    ),
    "decimal mark from a row that is gone": (
        [*PLAIN, "41 Points=1.234", "42 Points=2.5"],
        [*PLAIN, "41 Points=1.234", "43"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_other_records_decide_comes_out_as_if_every_export_were_read_whole(
    case: str, tmp_path: Path
) -> None:
    exports = [night(*records) for records in CASES[case]]
    quick = checked_nights(tmp_path / "quick", exports, read_whole=False)
    assert quick == checked_nights(tmp_path / "whole", exports, read_whole=True)
    assert quick[0][-1][3] or quick[1][-1]  # something is set aside or warned of


def test_a_file_without_fault_leaves_its_records_unread(tmp_path: Path) -> None:
    inbox = inbox_of(tmp_path)
    inbox.drop("jira-2026-03-01.csv", night(*PLAIN))
    (load,) = inbox.land("2026-03-01", batch_check(inbox.configuration)).new_loads
    assert len(RecordBook.open(inbox.workspace, "books", load.stem, load.fingerprint).known.hashes) == 40
