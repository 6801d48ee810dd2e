"""The generic reader: portfolio.yml alone says what the columns of a CSV, Excel or JSON file mean."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ingest.reading import ReadResult, UnreadableFile
from tests.ingest.readers.reading import read_file, read_text

COLUMNS = {
    "work_item_key": "Ref", "status_name": "Stage", "title": "What", "created_at": "Opened",
    "due_date": "Until", "labels": "Tags", "blocked_by": "Waits for", "relates_to": "See",
    "original_estimate_seconds": "Effort", "is_subtask": "Part",
}  # fmt: skip
RECORDS = [
    {
        "Ref": "A-1", "Stage": "Doing", "What": "Refunds", "Opened": "2026-03-01T09:00:00Z",
        "Until": "2026-04-30", "Tags": "pay; a,b;", "Waits for": "A-2;A-3", "See": "", "Effort": "2d 4h",
        "Part": "no", "Colour": "red",
    },
    {
        "Ref": "A-2", "Stage": "Open", "What": "Design", "Opened": "2026-03-02T09:00:00Z", "Until": "",
        "Tags": "", "Waits for": "", "See": "B-9", "Effort": "3600", "Part": "yes", "Colour": "",
    },
]  # fmt: skip


def as_csv(path: Path) -> None:
    lines = ["|".join(RECORDS[0]), *("|".join(record.values()) for record in RECORDS)]
    path.write_text("\n".join(lines) + "\n")


def as_excel(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (list(RECORDS[0]), *(list(record.values()) for record in RECORDS)):
        sheet.append(cells)
    book.save(path)


def as_json_lines(path: Path) -> None:
    lists = {"Tags": ["pay", "a,b"], "Waits for": ["A-2", "A-3"]}
    path.write_text("\n".join(json.dumps(record) for record in (RECORDS[0] | lists, RECORDS[1])))


def read(path: Path, **options: Any) -> ReadResult:
    settings = {"columns": COLUMNS, "constants": {"type_name": "Task"}, "list_separator": ";"}
    return read_file("work_items", path, **settings | options)


@pytest.mark.parametrize("write", [as_csv, as_excel, as_json_lines])
def test_every_kind_of_file_gives_the_same_items(tmp_path: Path, write: Any) -> None:
    path = tmp_path / "items.any"
    write(path)
    result = read(path)
    assert result.rejected.rows() == []
    first, second = result.tables["work_items"].rows(named=True)
    assert {name: value for name, value in first.items() if value is not None} == {
        "row_number": 1, "work_item_id": "A-1", "work_item_key": "A-1", "type_name": "Task",
        "status_name": "Doing", "title": "Refunds", "created_at": datetime(2026, 3, 1, 9),
        "due_date": date(2026, 4, 30), "labels": '["pay","a,b"]', "original_estimate_seconds": 72_000,
        "is_subtask": False, "extra": '{"Colour":"red"}',
    }  # fmt: skip
    assert (second["labels"], second["original_estimate_seconds"], second["is_subtask"]) == (None, 3600, True)
    links = result.tables["work_item_links"]
    assert links.select("work_item_id", "link_type", "direction", "linked_key").rows() == [
        ("A-1", "Blocks", "inward", "A-2"),
        ("A-1", "Blocks", "inward", "A-3"),
        ("A-2", "Relates", "outward", "B-9"),
    ]


def test_brackets_that_are_no_json_are_text(tmp_path: Path) -> None:
    content = 'Ref,Stage,Tags\nA-1,Open,[URGENT]\nA-2,Open,"[1, ""x"", null]"\nA-3,Open,[]\n'
    columns = {"work_item_key": "Ref", "status_name": "Stage", "labels": "Tags"}
    result = read_text("work_items", tmp_path, content, columns=columns, constants={"type_name": "Task"})
    assert result.tables["work_items"]["labels"].to_list() == ['["[URGENT]"]', '["1","x"]', None]


def test_no_header_is_known_by_name(tmp_path: Path) -> None:
    as_csv(tmp_path / "items.csv")
    with pytest.raises(
        UnreadableFile, match=r"read\.columns: no column is mapped to work_item_key, status_name"
    ):
        read_file("work_items", tmp_path / "items.csv", constants={"type_name": "Task"})


def test_p12_a_column_that_is_gone_makes_the_file_unreadable(tmp_path: Path) -> None:
    as_csv(tmp_path / "items.csv")
    with pytest.raises(UnreadableFile, match="no column 'Owner'"):
        read(tmp_path / "items.csv", columns=COLUMNS | {"assignee_name": "Owner"})


def test_bad_rows_are_set_aside_alone(tmp_path: Path) -> None:
    content = (
        "Ref,Stage,Part,Opened\nA-1,Open,no,2026-03-01\n,Open,no,\nA-3,Open,perhaps,\nA-4,Open,,0219-01-01\n"
    )
    columns = {"work_item_key": "Ref", "status_name": "Stage", "is_subtask": "Part", "created_at": "Opened"}
    result = read_text("work_items", tmp_path, content, columns=columns, constants={"type_name": "Task"})
    assert result.tables["work_items"]["work_item_key"].to_list() == ["A-1"]
    assert result.rejected.select("row_number", "reason").sort("row_number", "reason").rows() == [
        (2, "missing_required"),
        (2, "missing_required"),
        (3, "not_yes_or_no"),
        (4, "date_range"),
    ]
