"""What `portfolio quarantine` tells of rejected rows: how many, why, and their money by currency."""

import re
from pathlib import Path

import pytest

from ingest.configuration import Privacy
from ingest.published_quarantine import shown_rows
from ingest.quarantine import quarantined_rows
from ingest.workspace import Workspace
from orchestration.commands import quarantine
from orchestration.exit_codes import Exit
from tests.conftest import Portfolio
from tests.faults.bad_files import LINES, csv_text
from tests.faults.test_bad_input import workspace_with
from tests.workspaces import land

ROOT = Path(__file__).parents[2]
ADVICE = r"portfolio quarantine export.*?(?=\s+#|`|\s+gives)"
BAD = {
    3: "2026-02-30,C-100,6400,Line 3,3.25",  # no such day
    4: "31.31.2026,C-100,6400,Line 4,-4.50",
    9: "2026-03-10,C-100,6400,Line 9,9.2S",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    lines = tuple(BAD.get(number, line) for number, line in enumerate(LINES, start=1))
    root = workspace_with(tmp_path, "2026-03-31.csv", csv_text(lines).encode())
    land(root)
    return root


def test_rows_are_listed_with_reason_and_money(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quarantine.list_all(Workspace(root)) is Exit.DONE
    told = [line.split("  ", 1)[1] for line in capsys.readouterr().out.splitlines()]
    file = "suspect: inbox/suspect/2026-03-31.csv"
    assert told == [
        f"{file}: 2 rows: not_a_date; -1.25 EUR",
        f"{file}: 1 row: not_a_number; amount of 1 not read",
    ]


def test_nothing_is_to_be_accepted_of_a_file_that_was_loaded(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sha256,) = quarantined_rows(Workspace(root))["file_sha256"].unique()
    assert quarantine.accept(Workspace(root), sha256, "", None) is Exit.FAILED
    assert "it is not held" in capsys.readouterr().err
    assert not (root / "archive" / "decisions").exists()


def test_each_advice_to_export_rows_works_where_people_are_pseudonyms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], portfolio: Portfolio
) -> None:
    lines = tuple(f"{line}x" if number < 30 else line for number, line in enumerate(LINES))
    root = workspace_with(tmp_path, "2026-03-31.csv", csv_text(lines).encode())
    quarantine.show(Workspace(root), land(root).load("suspect").file_sha256, None, with_names=False)
    pages = [
        (ROOT / page).read_text() for page in ("docs/operations.md", "analytics_app/views/data_health.py")
    ]
    told = [re.findall(ADVICE, text) for text in (capsys.readouterr().out, *pages)]
    assert list(map(len, told)) == [2, 1, 1]
    for number, advice in enumerate({" ".join(each.split()) for found in told for each in found}):
        folder = tmp_path / f"rows{number}"
        words = [str(folder) if word == "FOLDER" else word for word in advice.split()[1:]]
        outcome = portfolio("-w", root, *words)
        assert outcome.returncode == 0, f"{advice}: {outcome.stderr}"
        assert len(list(folder.glob("suspect-*.csv"))) == 1


def test_s12_no_cell_is_published_of_rejected_rows_unless_people_are_named(root: Path) -> None:
    rows = quarantined_rows(Workspace(root))
    assert shown_rows(rows, Privacy(people="names")).equals(rows)
    shown = shown_rows(rows, Privacy()).sort("row_number")
    assert shown["raw"].null_count() == shown.height
    assert shown["detail"].to_list()[0] == "is not a date; set read.date_format when it is one"
    assert not [text for text in BAD.values() for cell in text.split(",") if cell in str(shown["detail"])]
    assert shown.drop("raw", "detail").equals(rows.sort("row_number").drop("raw", "detail"))
