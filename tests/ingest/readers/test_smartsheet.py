"""Smartsheet's Excel export: hierarchy by indents, groups, a level column or blanks; predecessors, shares."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment

from ingest.reading import ReadResult
from tests.ingest.readers.reading import read_file, read_text

HEADER = [
    "Task Name",
    "Status",
    "Health",
    "Assigned To",
    "Duration",
    "Start",
    "Finish",
    "% Complete",
    "Predecessors",
]
ROWS: list[list[Any]] = [
    ["Payments", "In Progress", "Yellow", "Owner 07", "60d", datetime(2026, 1, 5),
     datetime(2026, 3, 27), 0.4, None],
    ["Refunds", "Complete", "Green", "Owner 08", "5d", datetime(2026, 1, 5), datetime(2026, 1, 9), 1, None],
    ["Vouchers", None, "Red", None, "10d", datetime(2026, 1, 14), datetime(2026, 1, 27), 0.25, "2FS +3d"],
    ["By post", None, None, None, "2d", datetime(2026, 1, 14), datetime(2026, 1, 15), 0, "3SS, 2"],
    ["Logistics", "On Hold", None, None, None, None, None, None, None],
]  # fmt: skip
LEVELS = [0, 1, 1, 2, 0]
PARENTS = [None, "1", "1", "3", None]


def write_sheet(path: Path, by: str, title: str | None = None) -> Path:
    """Write the rows as a workbook whose hierarchy is shown in one of four ways."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if title:
        sheet.append([title])
    sheet.append([*HEADER, "Level"] if by == "column" else HEADER)
    for cells, level in zip(ROWS, LEVELS, strict=True):
        name = "   " * level + cells[0] if by == "blanks" else cells[0]
        sheet.append([name, *cells[1:], level] if by == "column" else [name, *cells[1:]])
        if by == "indents":
            sheet.cell(sheet.max_row, 1).alignment = Alignment(indent=2 * level)
        if by == "groups":
            sheet.row_dimensions[sheet.max_row].outlineLevel = level
        sheet.cell(sheet.max_row, 8).number_format = "0%"
    book.save(path)
    return path


def read(folder: Path, by: str, **options: Any) -> ReadResult:
    return read_file("smartsheet", write_sheet(folder / "sheet.xlsx", by), **options)


@pytest.mark.parametrize("by", ["indents", "groups", "column", "blanks"])
def test_the_hierarchy_is_found(tmp_path: Path, by: str) -> None:
    items = read(tmp_path, by).tables["work_items"]
    assert items["title"].to_list() == ["Payments", "Refunds", "Vouchers", "By post", "Logistics"]
    assert items["parent_key"].to_list() == PARENTS
    assert items["type_name"].to_list() == ["Summary", "Task", "Summary", "Task", "Task"]


def test_the_hierarchy_is_found_below_a_title(tmp_path: Path) -> None:
    result = read_file("smartsheet", write_sheet(tmp_path / "sheet.xlsx", "indents", "Plan 2026"))
    assert result.tables["work_items"]["parent_key"].to_list() == PARENTS


def test_an_empty_row_that_is_only_formatted_shifts_no_level(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "sheet.xlsx", "indents")
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    sheet.move_range("A4:J6", rows=1)  # below Refunds
    sheet.row_dimensions[4].height = 30
    book.save(path)
    items = read_file("smartsheet", path).tables["work_items"]
    assert items.select("title", "work_item_key", "parent_key").rows() == [
        ("Payments", "1", None),
        ("Refunds", "2", "1"),
        ("Vouchers", "4", "1"),
        ("By post", "5", "4"),
        ("Logistics", "6", None),
    ]


def test_a_sheet_without_hierarchy_has_no_parents(tmp_path: Path) -> None:
    assert read(tmp_path, "nothing").tables["work_items"]["parent_key"].to_list() == [None] * 5


def test_rows_are_read(tmp_path: Path) -> None:
    result = read(tmp_path, "indents", constants={"initiative_code": "I-1"})
    items = result.tables["work_items"]
    assert items["percent_complete"].to_list() == [0.4, 1.0, 0.25, 0.0, None]
    assert items["status_name"].to_list() == [
        "In Progress",
        "Complete",
        "In Progress",
        "Not Started",
        "On Hold",
    ]
    assert items["status_category"].to_list() == ["in_progress", "done", "in_progress", "todo", None]
    first = items.row(0, named=True)
    assert (first["start_date"], first["due_date"]) == (date(2026, 1, 5), date(2026, 3, 27))
    assert (first["assignee_name"], first["initiative_code"]) == ("Owner 07", "I-1")
    assert json.loads(first["extra"]) == {"Health": "Yellow", "Duration": "60d"}
    assert json.loads(items["extra"][2])["Predecessors"] == "2FS +3d"
    columns = ("work_item_id", "link_type", "direction", "linked_key")
    assert result.tables["work_item_links"].select(columns).rows() == [
        ("3", "Blocks", "inward", "2"),
        ("4", "Blocks", "inward", "2"),
        ("4", "Start to start", "inward", "3"),
    ]  # fmt: skip


def test_a_row_has_the_id_of_its_column_and_predecessors_still_name_places(tmp_path: Path) -> None:
    content = "Row ID,Task Name,Status,Predecessors\nT-7,Design,Complete,\nT-9,Build,In Progress,1\n"
    result = read_text("smartsheet", tmp_path, content)
    assert result.tables["work_items"]["work_item_key"].to_list() == ["T-7", "T-9"]
    links = result.tables["work_item_links"]
    assert links.select("work_item_id", "linked_key").rows() == [("T-9", "T-7")]


def test_indents_of_other_columns_tell_no_hierarchy(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "sheet.xlsx", "indents")
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    for row in range(2, 7):
        sheet.cell(row, 4).alignment = Alignment(indent=3)
    sheet.insert_cols(1)  # an empty one before the table
    book.save(path)
    assert read_file("smartsheet", path).tables["work_items"]["parent_key"].to_list() == PARENTS


def test_a_level_in_words_is_refused(tmp_path: Path) -> None:
    content = "Task Name,Status,Level\nPayments,Complete,Level 0\nRefunds,Complete,1\n"
    result = read_text("smartsheet", tmp_path, content)
    assert result.rejected.select("row_number", "column_name").rows() == [(1, "level")]
