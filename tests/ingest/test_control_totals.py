"""Totals that a file states: one that differs from its lines holds the file, and every comparison is told."""

from datetime import UTC, datetime
from pathlib import Path

from ingest.input_views import quality_results
from ingest.quarantine import decide
from tests.ingest.inboxes import LEDGER_HEADER, Inbox, make_inbox

LINES = "2026-03-05,C-1,rent,10.00,EUR\n2026-03-05,C-2,rent,{second},EUR\n"


def ledger(folder: Path, total: str, second: str = "20.00") -> Inbox:
    inbox = make_inbox(folder, "ledger")
    lines = LINES.format(second=second)
    inbox.drop("ledger-2026-03-31.csv", f"{LEDGER_HEADER}\n{lines}Grand total,,,{total},EUR\n")
    return inbox


def checks(inbox: Inbox) -> list[tuple]:
    found = quality_results(inbox.workspace).filter(expectation_name="control_totals_match")
    return found.select(
        "table_name", "column_name", "is_success", "row_count_checked", "row_count_failed"
    ).rows()


def test_a_total_that_holds_is_recorded(tmp_path: Path) -> None:
    inbox = ledger(tmp_path, "30.00")
    (load,) = inbox.land().loads
    assert (load.status, load.row_count_accepted, load.ignored) == ("loaded", 2, {"subtotal": 1})
    assert checks(inbox) == [("ledger_lines", "amount", True, 1, 0)]


def test_a_total_that_differs_holds_the_file_until_somebody_releases_it(tmp_path: Path) -> None:
    inbox = ledger(tmp_path, "31.00")
    (load,) = inbox.land().loads
    assert load.status == "held"
    assert load.reason == ("row 3: 'Grand total (Amount)' states 31.0000, but its 2 lines add up to 30.0000")
    assert checks(inbox) == [("ledger_lines", "amount", False, 1, 1)]
    assert inbox.amounts() == []
    decide(inbox.workspace, inbox.configuration, load.file_sha256, "accept", datetime(2026, 4, 2, tzinfo=UTC))
    (released,) = inbox.land("2026-04-02").loads
    assert released.status == "loaded"
    assert inbox.amounts() == [("C-1", "10"), ("C-2", "20")]


def test_half_a_cent_a_line_is_rounding(tmp_path: Path) -> None:
    assert [load.status for load in ledger(tmp_path / "a", "30.01", "20.00").land().loads] == ["loaded"]
    assert [load.status for load in ledger(tmp_path / "b", "30.0101", "20.00").land().loads] == ["held"]


def test_a_file_without_totals_has_no_such_check(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "ledger")
    inbox.ledger("ledger-2026-03-31.csv", "C-1 10")
    inbox.land()
    assert checks(inbox) == []
