"""Rejected rows go out to be mended and come back: each once, with its file, its number and its mending."""

import csv
import io
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from ingest.archive import archived_path
from ingest.input_views import mended_rows_frame
from ingest.quarantine import quarantined_rows
from ingest.reading import UnreadableFile
from ingest.receipts import DamagedArchiveError
from ingest.replay import Replayed, export_rows, take_back
from tests.ingest.inboxes import LEDGER_HEADER, Inbox, make_inbox

WHEN = datetime(2026, 4, 1, 9, tzinfo=UTC)
BAD = ("C-2 1O0", "C-3 =1")
GOOD = tuple(f"C-{number} {number}" for number in range(10, 40))
LEDGER = "rent-2026-03-31.csv"


@dataclass
class Desk:
    """Where rows are mended."""

    inbox: Inbox

    @property
    def sha256(self) -> str:
        return self.inbox.land().loads[-1].file_sha256

    def export(self, name: str = "out.csv") -> Path:
        """Write out the rejected rows of the newest file."""
        target = self.inbox.root / name
        self.inbox.root.mkdir(exist_ok=True)
        export_rows(self.inbox.workspace, self.inbox.configuration, "books", self.sha256, target)
        return target

    def take_back(self, path: Path) -> Replayed:
        """Give a mended export back."""
        return take_back(self.inbox.workspace, self.inbox.configuration, path, WHEN)

    def mend(self, changes: Mapping[int, Mapping[str, str]], name: str = "out.csv") -> Replayed:
        """Export, change cells of some rows, and give the file back."""
        path = self.export(name)
        changed(path, changes)
        return self.take_back(path)

    def rejected(self) -> list[tuple[int, str]]:
        """Return (row number, reason) of what lies in quarantine."""
        rows = quarantined_rows(self.inbox.workspace, "books")
        return rows.select("row_number", "reason").unique().sort("row_number").rows()


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def changed(path: Path, changes: Mapping[int, Mapping[str, str]]) -> None:
    """Change cells as a spreadsheet would."""
    rows = rows_of(path)
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row | changes.get(int(row["quarantined_row"]), {}) for row in rows)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A ledger of 32 rows, of which the first two cannot be read."""
    inbox = make_inbox(tmp_path, "ledger", delivery="increment", as_of="filename")
    inbox.ledger(LEDGER, *BAD, *GOOD)
    desk = Desk(inbox)
    assert desk.rejected() == []
    inbox.land()
    assert desk.rejected() == [(1, "not_a_number"), (2, "not_a_number")]
    return desk


def test_an_export_shows_the_cells_and_why_they_were_refused(desk: Desk) -> None:
    first, second = rows_of(desk.export())
    assert [first[name] for name in LEDGER_HEADER.split(",")] == ["2026-03-05", "C-2", "rent", "1O0", "EUR"]
    assert (first["quarantined_row"], first["quarantined_reason"]) == ("1", "not_a_number")
    assert first["quarantined_file"] == f"inbox/books/{LEDGER}"
    assert "'1O0' is not a number" in first["quarantined_detail"]
    assert second["Amount"] == "'=1"  # no formula for the spreadsheet that opens it


def test_mended_rows_are_loaded_with_their_lineage_and_nothing_is_doubled(desk: Desk) -> None:
    before = desk.inbox.amounts()
    assert desk.mend({1: {"Amount": "100"}, 2: {"Amount": "-1.50"}}).mended == (1, 2)
    (load,) = desk.inbox.land("2026-04-02").new_loads
    assert desk.inbox.amounts() == sorted([*before, ("C-2", "100"), ("C-3", "-1.5")])
    assert (load.row_count_read, load.row_count_accepted, load.row_count_rejected) == (32, 32, 0)
    assert desk.rejected() == []
    lines = desk.inbox.versions("ledger_lines").filter(pl.col("cost_object_code").is_in(["C-2", "C-3"]))
    assert set(lines.select("file_sha256", "row_number").rows()) == {(desk.sha256, 1), (desk.sha256, 2)}
    mended = mended_rows_frame(desk.inbox.workspace, desk.inbox.configuration)
    assert mended.select("source_name", "file_sha256", "row_number", "mending_file_name").rows() == [
        ("books", desk.sha256, 1, "out.csv"),
        ("books", desk.sha256, 2, "out.csv"),
    ]
    archived = archived_path(desk.inbox.workspace, mended["mending_sha256"][0])
    assert archived.read_bytes() == (desk.inbox.root / "out.csv").read_bytes()


def test_rows_that_are_still_bad_are_in_quarantine_with_the_new_reason(desk: Desk) -> None:
    desk.mend({1: {"Amount": "100"}, 2: {"Amount": "1", "Currency": "QQQ"}})
    (load,) = desk.inbox.land("2026-04-02").new_loads
    assert (load.row_count_read, load.row_count_accepted, load.row_count_rejected) == (32, 31, 1)
    assert desk.rejected() == [(2, "unknown_currency")]
    again = rows_of(desk.export())
    assert [(row["quarantined_row"], row["Amount"], row["Currency"]) for row in again] == [("2", "1", "QQQ")]
    assert desk.mend({2: {"Currency": "EUR"}}, "second.csv").mended == (2,)
    assert desk.inbox.land("2026-04-03").new_loads[0].row_count_rejected == 0
    assert ("C-3", "1") in desk.inbox.amounts()


def test_what_is_given_back_twice_changes_nothing(desk: Desk) -> None:
    desk.mend({1: {"Amount": "100"}})
    desk.inbox.land("2026-04-02")
    before = desk.inbox.hashes("input", "quarantine", "archive")
    assert desk.take_back(desk.inbox.root / "out.csv").mended == ()
    assert desk.inbox.land("2026-04-03").new_loads == []
    assert desk.inbox.hashes("input", "quarantine", "archive") == before


def test_an_export_that_comes_back_as_it_went_mends_nothing(desk: Desk) -> None:
    assert desk.take_back(desk.export()).mended == ()
    assert desk.inbox.land("2026-04-02").new_loads == []


def test_one_export_can_be_mended_row_by_row(desk: Desk) -> None:
    path = desk.export()
    changed(path, {1: {"Amount": "100"}})
    assert desk.take_back(path).mended == (1,)
    changed(path, {2: {"Amount": "7"}})
    assert desk.take_back(path).mended == (2,)  # before any refresh
    desk.inbox.land("2026-04-02")
    assert {("C-2", "100"), ("C-3", "7")} <= set(desk.inbox.amounts())


def test_two_copies_of_one_export_can_be_mended_apart(desk: Desk) -> None:
    """The second copy still holds the bad cells of the row that was mended in the first."""
    copies = [desk.export(name) for name in ("team a.csv", "team b.csv")]
    changed(copies[0], {1: {"Amount": "100"}})
    changed(copies[1], {2: {"Amount": "7"}})
    assert [desk.take_back(copy).mended for copy in copies] == [(1,), (2,)]
    assert desk.inbox.land("2026-04-02").new_loads[0].row_count_rejected == 0
    assert {("C-2", "100"), ("C-3", "7")} <= set(desk.inbox.amounts())


def test_the_archive_alone_gives_the_same(desk: Desk) -> None:
    desk.mend({1: {"Amount": "100"}})
    desk.inbox.ledger("rent-2026-04-30.csv", "C-50 5")
    desk.inbox.land("2026-05-01")
    before = desk.inbox.hashes("input", "quarantine")
    for folder in ("input", "quarantine", "inbox"):
        shutil.rmtree(desk.inbox.root / folder)
    desk.inbox.land("2026-05-02")
    assert desk.inbox.hashes("input", "quarantine") == before


def test_a_row_cut_from_its_text_and_one_of_broken_quotes_can_be_mended(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "ledger", delivery="increment")
    lines = [f"2026-03-05,C-{number},rent,{number},EUR" for number in range(30)]
    lines[3], lines[7] = "2026-03-05,C-3,rent", '2026-03-05,C-7,"rent,7,EUR'
    inbox.drop(LEDGER, "\n".join([LEDGER_HEADER, *lines]) + "\n")
    desk = Desk(inbox)
    inbox.land()
    assert desk.rejected() == [(4, "width"), (8, "quote")]
    short, quoted = rows_of(desk.export())
    assert "2026-03-05,C-3,rent" in short["quarantined_text"]
    assert short["Amount"] == quoted["Amount"] == ""
    mended = {"Posting Date": "2026-03-05", "Text": "rent", "Currency": "EUR", "Amount": "9"}
    desk.mend({4: mended | {"Cost Object": "C-3"}, 8: mended | {"Cost Object": "C-7"}})
    (load,) = inbox.land("2026-04-02").new_loads
    assert (load.row_count_read, load.row_count_accepted) == (30, 30)
    assert {("C-3", "9"), ("C-7", "9")} <= set(inbox.amounts())


def test_an_error_cell_of_a_workbook_can_be_mended(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "ledger", delivery="increment")
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(LEDGER_HEADER.split(","))
    for number in range(1, 30):
        sheet.append(["2026-03-05", f"C-{number}", "rent", number, "EUR"])
    sheet["D5"].value, sheet["D5"].data_type = "#DIV/0!", "e"
    (inbox.folder).mkdir(parents=True)
    workbook.save(inbox.folder / "rent-2026-03-31.xlsx")
    desk = Desk(inbox)
    inbox.land()
    assert desk.rejected() == [(4, "excel_error")]
    (row,) = rows_of(desk.export())
    assert (row["Cost Object"], row["Amount"]) == ("C-4", "#DIV/0!")
    desk.mend({4: {"Amount": "44"}})
    (load,) = inbox.land("2026-04-02").new_loads
    assert (load.row_count_read, load.row_count_accepted) == (29, 29)
    assert ("C-4", "44") in inbox.amounts()


def test_a_held_file_whose_rows_are_mended_loads_without_further_ado(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "ledger", delivery="increment")
    inbox.ledger(LEDGER, *BAD, "C-5 5")
    desk = Desk(inbox)
    assert [load.status for load in inbox.land().loads] == ["held"]
    desk.mend({1: {"Amount": "1"}, 2: {"Amount": "2"}})
    assert [load.status for load in inbox.land("2026-04-02").loads] == ["loaded"]
    assert inbox.amounts() == [("C-2", "1"), ("C-3", "2"), ("C-5", "5")]


def test_what_repeats_in_the_next_export_is_not_taken_for_what_was_mended(tmp_path: Path) -> None:
    """Unread records of the next night are known by their bytes, which are those of the bad row."""
    inbox = make_inbox(tmp_path, "jira_csv")
    header = "Issue key,Issue id,Issue Type,Status,Summary,Created\n"
    lines = [f"P-{n},{n},Story,Open,Item {n},2026-03-01 08:00\n" for n in range(1, 30)]
    lines[4] = "P-5,5,Story,,Item 5,2026-03-01 08:00\n"
    inbox.drop("jira-2026-03-30.csv", header + "".join(lines))
    desk = Desk(inbox)
    inbox.land("2026-03-30")
    assert desk.rejected() == [(5, "missing_required")]
    desk.mend({5: {"Status": "Open"}})
    assert inbox.land("2026-03-31").new_loads[0].row_count_rejected == 0
    inbox.drop("jira-2026-03-31.csv", header + "".join(lines) + "P-30,30,Story,Open,New,2026-03-02 08:00\n")
    assert inbox.land("2026-04-01").new_loads[0].row_count_rejected == 1


def test_a_mending_holds_for_the_same_bytes_of_a_later_day(tmp_path: Path) -> None:
    """Nothing of a mended file is left unread: a mended row is not what its record says."""
    inbox = make_inbox(tmp_path, "jira_csv")
    header = "Issue key,Issue id,Issue Type,Status,Summary,Created\n"
    lines = [f"P-{n},{n},Story,{'Open' if n > 1 else ''},Item {n},2026-03-01 08:00\n" for n in range(1, 30)]
    for day in ("2026-03-30", "2026-03-31"):
        inbox.drop(f"jira-{day}.csv", header + "".join(lines))
    desk = Desk(inbox)
    inbox.land("2026-03-31")
    desk.mend({1: {"Status": "Open"}})
    loads = inbox.land("2026-04-01").loads
    assert [(load.status, load.row_count_rejected) for load in loads] == [("loaded", 0), ("loaded", 0)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"quarantined_row": "5"}, "not in quarantine"),
        ({"quarantined_row": "99"}, "not in quarantine"),
        ({"quarantined_row": "first"}, "no row number"),
        ({"quarantined_row": "2"}, "stands twice"),
        ({"quarantined_sha256": "f" * 64}, "names 2 files"),
    ],
)
def test_what_is_no_mending_is_refused_with_the_place(desk: Desk, change: dict[str, str], words: str) -> None:
    path = desk.export()
    changed(path, {1: change})
    before = desk.inbox.hashes("archive")
    with pytest.raises(UnreadableFile, match=words):
        desk.take_back(path)
    assert desk.inbox.hashes("archive") == before


def test_of_two_sources_with_the_same_bytes_the_mended_one_is_meant(desk: Desk) -> None:
    shelf = desk.inbox.with_source(name="shelf")
    shelf.land()
    both = desk.inbox.configuration.model_copy(update={"sources": (desk.inbox.source, shelf.source)})
    path = desk.export()
    changed(path, {1: {"Amount": "100"}})
    assert take_back(desk.inbox.workspace, both, path, WHEN).receipt.source_name == "books"
    assert shelf.land("2026-04-02").new_loads == []
    assert [load.row_count_rejected for load in desk.inbox.land("2026-04-02").new_loads] == [1]


def test_a_column_that_the_original_lacks_is_refused(desk: Desk) -> None:
    path = desk.export()
    text = path.read_text(encoding="utf-8-sig").replace("Cost Object", "Cost Centre")
    path.write_text(text)
    with pytest.raises(UnreadableFile, match="'Cost Centre' is no column of the original"):
        desk.take_back(path)


def test_an_export_that_lost_a_column_is_refused(desk: Desk) -> None:
    """Its cells were not blanked: whoever returned it left out what needed no mending."""
    path = desk.export()
    changed(path, {1: {"Amount": "100"}})
    kept = [name for name in rows_of(path)[0] if name != "Text"]
    rows = [[row[name] for name in kept] for row in rows_of(path)]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([kept, *rows])
    with pytest.raises(UnreadableFile, match=r"column 'Text' of the original is missing.*not the header"):
        desk.take_back(path)
    assert desk.inbox.land("2026-04-02").new_loads == []


def test_rows_of_a_format_without_rows_are_told_but_cannot_be_mended(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "jira_json")
    fields = {"summary": "Pay", "issuetype": {"name": "Story"}, "created": "2026-03-01T08:00:00.000+0000"}
    issues = [
        {"id": f"{number}", "key": f"P-{number}", "fields": fields | {"status": {"name": "Open"}}}
        for number in range(1, 21)
    ]
    issues[2]["fields"] = fields
    inbox.drop("jira-2026-03-31.json", json.dumps({"issues": issues}))
    desk = Desk(inbox)
    inbox.land()
    path = desk.export()
    assert [(row["quarantined_row"], row["quarantined_reason"]) for row in rows_of(path)] == [
        ("3", "missing_required")
    ]
    assert "P-3" in rows_of(path)[0]["quarantined_text"]
    with pytest.raises(UnreadableFile, match="deliver the mended file again"):
        desk.take_back(path)


def test_mended_cells_are_not_put_where_other_rows_stand_now(desk: Desk) -> None:
    desk.mend({1: {"Amount": "100"}})
    shifted = desk.inbox.with_source(read={"header_row": 2, "columns": dict(COLUMNS)})
    (load,) = shifted.land("2026-04-02").new_loads
    assert load.status == "refused"
    assert "row 1 is not the row that was mended" in str(load.reason)


COLUMNS = {"posting_date": "2026-03-05", "cost_object_code": "C-2", "amount": "1O0", "currency_code": "EUR"}


def test_a_mending_whose_bytes_are_gone_or_changed_stops_the_refresh(desk: Desk) -> None:
    desk.mend({1: {"Amount": "100"}})
    (receipt,) = (desk.inbox.root / "archive" / "mendings").rglob("*.json")
    mended = mended_rows_frame(desk.inbox.workspace, desk.inbox.configuration)
    path = archived_path(desk.inbox.workspace, mended["mending_sha256"][0])
    path.chmod(0o644)
    path.write_text("quarantined_sha256,quarantined_row\n")
    with pytest.raises(DamagedArchiveError, match=r"out\.csv"):
        desk.inbox.land("2026-04-02")
    receipt.write_text("{")
    with pytest.raises(DamagedArchiveError, match="this receipt cannot be read"):
        desk.inbox.land("2026-04-02")
