"""Asana's CSV export: notes above the header, parents and dependencies by name, custom fields."""

import json
from datetime import date, datetime
from pathlib import Path

from tests.ingest.readers.reading import FIXTURES, read_text

# Real files have header names with trailing blanks, and the live Google sheet puts three rows above.
EXPORT = (FIXTURES / "asana_csv/project.csv").read_bytes().decode()


def test_tasks(tmp_path: Path) -> None:
    result = read_text("asana_csv", tmp_path, EXPORT)
    assert result.rejected.rows() == []
    assert result.ignored == {"above_header": 3}
    items = result.tables["work_items"]
    columns = ("work_item_key", "status_name", "status_category", "parent_key", "is_subtask")
    assert items.select(columns).rows() == [
        ("101", "Doing", None, None, None),
        ("102", "Completed", "done", "101", True),
        ("103", "To do", None, "104", True),
        ("104", "Incomplete", None, None, None),
        ("105", "To do", None, None, True),  # two tasks are called Design
    ]  # fmt: skip
    refunds = items.row(0, named=True)
    assert (refunds["labels"], refunds["project_key"], refunds["type_name"]) == (
        '["pay","risk"]',
        "Shop",
        "Task",
    )
    assert (refunds["start_date"], refunds["due_date"]) == (date(2026, 1, 10), date(2026, 3, 31))
    assert (items["resolved_at"][1], items["created_at"][0]) == (datetime(2026, 1, 20), datetime(2026, 1, 5))
    assert json.loads(refunds["extra"]) == {
        "Assignee Email": "owner.07@example.org", "Section/Column": "Doing",
        "Blocking (Dependencies)": "Launch, at last", "Price": "12.50", "Brand Name": "Acme",
    }  # fmt: skip
    assert json.loads(items["extra"][4])["Parent task"] == "Design"


def test_dependencies_are_taken_where_a_name_means_one_task(tmp_path: Path) -> None:
    links = read_text("asana_csv", tmp_path, EXPORT).tables["work_item_links"]
    assert links.select("work_item_id", "link_type", "direction", "linked_key").rows() == [
        ("103", "Blocks", "inward", "101"),
        ("105", "Blocks", "inward", "101"),
        ("101", "Blocks", "outward", "105"),
    ]


def test_custom_fields_are_mapped_by_their_header(tmp_path: Path) -> None:
    items = read_text("asana_csv", tmp_path, EXPORT, columns={"story_points": "Price"}).tables["work_items"]
    assert items["story_points"].to_list() == [12.5, None, None, None, None]


def test_a_name_with_a_comma_that_several_tasks_have_links_to_no_part_of_it(tmp_path: Path) -> None:
    rows = '1,Pay,\n2,"Pay, later",\n3,"Pay, later",\n4,Ship,"Pay, later"\n5,Bill,"Pay, Ship"\n'
    result = read_text("asana_csv", tmp_path, f"Task ID,Name,Blocked By (Dependencies)\n{rows}")
    links = result.tables["work_item_links"]
    assert links.select("work_item_id", "linked_key").rows() == [("5", "1"), ("5", "4")]
