"""Linear's CSV export: stable ids, categories from its moments, lists and links in cells, bad rows."""

import csv
from datetime import date, datetime
from io import StringIO
from pathlib import Path

from ingest.configuration import FiscalCalendar, Source
from ingest.readers import reader_for
from ingest.reading import ReadContext, ReadResult
from tests.ingest.readers.reading import read_text

# The 34-column form, as far as its columns are read.
HEADER = [
    "ID", "Team", "Title", "Description", "Status", "Estimate", "Priority", "Creator", "Assignee", "Labels",
    "Cycle Name", "Created", "Updated", "Started", "Completed", "Canceled", "Due Date", "Parent issue",
    "SLA Status", "UUID", "Related to", "Blocked by", "Duplicate of",
]  # fmt: skip


def read(folder: Path, *issues: dict[str, str]) -> ReadResult:
    text = StringIO()
    writer = csv.DictWriter(text, HEADER, restval="")
    writer.writeheader()
    writer.writerows({"Status": "Todo", "Created": "2026-03-01T09:00:00.000Z"} | issue for issue in issues)
    path = folder / "linear.csv"
    path.write_text(text.getvalue())
    source = Source(name="linear", format="linear_csv", files="inbox/*")
    return reader_for("linear_csv").read(path, source, ReadContext(FiscalCalendar()))


def test_an_issue_keeps_its_uuid_when_its_key_changes(tmp_path: Path) -> None:
    moved = read(tmp_path, {"ID": "OPS-7", "UUID": "0f2c"}).tables["work_items"]
    assert moved.select("work_item_id", "work_item_key", "project_key", "type_name").rows() == [
        ("0f2c", "OPS-7", "OPS", "Issue")
    ]
    without = read(tmp_path, {"ID": "OPS-7"}).tables["work_items"]
    assert without["work_item_id"].to_list() == ["OPS-7"]


def test_the_category_follows_from_the_moments(tmp_path: Path) -> None:
    moment = "2026-03-02T10:00:00.000Z"
    result = read(
        tmp_path,
        {"ID": "A-1"},
        {"ID": "A-2", "Started": moment},
        {"ID": "A-3", "Started": moment, "Completed": moment},
        {"ID": "A-4", "Canceled": moment},
    )
    columns = ("work_item_key", "status_category", "resolution_name", "resolved_at")
    assert result.tables["work_items"].select(columns).rows() == [
        ("A-1", "todo", None, None),
        ("A-2", "in_progress", None, None),
        ("A-3", "done", None, datetime(2026, 3, 2, 10)),
        ("A-4", "done", "Canceled", datetime(2026, 3, 2, 10)),
    ]
    assert result.tables["work_items"]["started_at"][1] == datetime(2026, 3, 2, 10)


def test_lists_links_numbers_and_both_forms_of_dates_are_read(tmp_path: Path) -> None:
    issue = {
        "ID": "A-1", "Labels": 'Bug, "quoted" one', "Cycle Name": "Cycle 3", "Estimate": "3",
        "Created": "Mon Feb 06 2023 05:00:00 GMT+0000 (GMT)", "Due Date": "2026-04-30", "Parent issue": "A-9",
        "Related to": "B-1, B-2", "Blocked by": "B-3",
    }  # fmt: skip
    result = read(tmp_path, issue)
    (row,) = result.tables["work_items"].rows(named=True)
    assert row["labels"] == '["Bug","\\"quoted\\" one"]'
    assert (row["sprints"], row["story_points"], row["parent_key"]) == ('["Cycle 3"]', 3.0, "A-9")
    assert (row["created_at"], row["due_date"]) == (datetime(2023, 2, 6, 5), date(2026, 4, 30))
    links = result.tables["work_item_links"].select("link_type", "direction", "linked_key").rows()
    assert links == [
        ("Relates", "outward", "B-1"),
        ("Relates", "outward", "B-2"),
        ("Blocks", "inward", "B-3"),
    ]


def test_a_row_that_cannot_be_read_is_set_aside_and_the_others_stay(tmp_path: Path) -> None:
    result = read(
        tmp_path, {"ID": "A-1"}, {"ID": ""}, {"ID": "A-3", "Due Date": "soon"}, {"ID": "A-4", "Estimate": "L"}
    )
    assert result.rejected.select("row_number", "reason", "column_name").sort("row_number").rows() == [
        (2, "missing_required", "work_item_id"),
        (2, "missing_required", "work_item_key"),
        (3, "not_a_date", "due_date"),
        (4, "not_a_number", "story_points"),
    ]
    assert result.tables["work_items"]["work_item_key"].to_list() == ["A-1"]
    assert result.rows_read == 4


def test_without_all_moments_only_what_is_done_has_a_category(tmp_path: Path) -> None:
    rows = "A-1,Blue,Pay,Canceled,2026-03-01,\nA-2,Blue,Ship,Done,2026-03-01,2026-03-02\n"
    content = f"ID,Team,Title,Status,Created,Completed\n{rows}"
    items = read_text("linear_csv", tmp_path, content).tables["work_items"]
    assert items["status_category"].to_list() == [None, "done"]


def test_a_mapped_id_is_taken(tmp_path: Path) -> None:
    content = "ID,Team,Title,Status,Created,Own\nA-1,Blue,Pay,Todo,2026-03-01,77\n"
    items = read_text("linear_csv", tmp_path, content, columns={"work_item_id": "Own"}).tables["work_items"]
    assert items.select("work_item_id", "work_item_key").rows() == [("77", "A-1")]
