"""Azure DevOps' CSV export: flat lists and trees, states of its processes, people, tags, shifted rows."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from ingest.configuration import FiscalCalendar, ReadOptions, Source
from ingest.readers import reader_for
from ingest.reading import ReadContext, ReadResult

FLAT = """"ID","Work Item Type","Title","Assigned To","State","Tags","Iteration Path","Parent","Effort",\
"Target Date","Created Date","Closed Date"
"11","Feature","Refunds","Owner 07 <owner.07@example.org>","Active","pay; risk","Shop\\2026\\S3","","8",\
"9/30/2026 12:00:00 AM","8/12/2025 7:00:00 AM",""
"12","Story","Refund by card","","Closed","","","11","2.5","","8/13/2025 1:30:00 PM","9/1/2025 4:00:00 PM"
"13","Task","Old idea","","Removed","","","","","","8/13/2025 1:30:00 PM",""
"14","Bug","Strange","","In Review","","","","","","8/13/2025 1:30:00 PM",""
"""
TREE = """ID;Work Item Type;Title 1;Title 2;Title 3;State
1;Epic;Payments;;;New
2;Feature;;Refunds;;Active
3;Story;;;By card;Done
4;Story;;;By voucher;To Do
5;Feature;;Invoices;;New
6;Epic;Logistics;;;Proposed
"""


def read(folder: Path, content: str, **options: Any) -> ReadResult:
    path = folder / "query.csv"
    path.write_text(content)
    read_options = ReadOptions.model_validate(options)
    source = Source(name="azure", format="azure_csv", files="inbox/*", read=read_options)
    return reader_for("azure_csv").read(path, source, ReadContext(FiscalCalendar()))


def test_a_flat_list(tmp_path: Path) -> None:
    result = read(tmp_path, FLAT, date_order="mdy", time_zone="Europe/Zurich")
    assert result.rejected.rows() == []
    feature, story, removed, review = result.tables["work_items"].rows(named=True)
    assert (feature["work_item_key"], feature["type_name"], feature["title"]) == ("11", "Feature", "Refunds")
    assert (feature["assignee_name"], feature["labels"]) == ("Owner 07", '["pay","risk"]')
    assert (feature["story_points"], feature["due_date"]) == (8.0, date(2026, 9, 30))
    assert feature["sprints"] == '["Shop\\\\2026\\\\S3"]'
    assert (story["parent_key"], story["resolved_at"]) == ("11", datetime(2025, 9, 1, 14))  # UTC
    categories = [row["status_category"] for row in (feature, story, removed, review)]
    assert categories == ["in_progress", "done", "done", None]
    assert removed["resolution_name"] == "Removed"


def test_an_undecided_order_of_day_and_month_is_refused_not_guessed(tmp_path: Path) -> None:
    rows = [line for line in FLAT.splitlines(keepends=True) if "9/30" not in line and "8/13" not in line]
    ambiguous = "".join(rows) + '"15","Bug","x","","New","","","","","","8/12/2025 7:00:00 AM",""\n'
    result = read(tmp_path, ambiguous)
    assert set(result.rejected["reason"]) == {"ambiguous_date"}


def test_a_tree_gives_each_row_the_nearest_row_one_level_above(tmp_path: Path) -> None:
    items = read(tmp_path, TREE).tables["work_items"]
    assert items.select("work_item_id", "title", "parent_key").rows() == [
        ("1", "Payments", None),
        ("2", "Refunds", "1"),
        ("3", "By card", "2"),
        ("4", "By voucher", "2"),
        ("5", "Invoices", "1"),
        ("6", "Logistics", None),
    ]


def test_a_shifted_row_is_set_aside(tmp_path: Path) -> None:
    result = read(tmp_path, "ID,Work Item Type,Title,Assigned To,State,Tags\n1,Bug,a,,New,x\n2,Bug,b,New,y\n")
    assert result.rejected.select("row_number", "reason").rows() == [(2, "width")]
    assert result.tables["work_items"]["work_item_id"].to_list() == ["1"]


def test_a_row_with_the_state_under_assigned_to_is_refused_not_shifted(tmp_path: Path) -> None:
    # As in the rows of Microsoft's own sample for imports: 6 cells below a header of 7, shifted by one.
    sample = """ID,Work Item Type,Title,Assigned To,State,Priority,Tags
1,Bug,Phone number is not found,New,2,support
2,Task,Write the tests,Owner 07,New,2,support
3,Bug,Sound,New,2,
"""
    result = read(tmp_path, sample)
    assert result.rejected.select("row_number", "reason").rows() == [(1, "width"), (3, "width")]
    (row,) = result.tables["work_items"].rows(named=True)
    assert (row["assignee_name"], row["status_name"], row["priority_name"]) == ("Owner 07", "New", "2")


def test_below_a_row_of_a_tree_that_was_set_aside_no_parent_is_made_up(tmp_path: Path) -> None:
    lines = TREE.splitlines(keepends=True)
    lines[2] = "2;Feature;;Refunds;;Active;one too many\n"
    items = read(tmp_path, "".join(lines)).tables["work_items"]
    assert items.select("work_item_id", "parent_key").rows() == [
        ("1", None), ("3", None), ("4", None), ("5", None), ("6", None),
    ]  # fmt: skip


def test_why_an_item_came_into_its_state_is_a_resolution_of_what_is_done_only(tmp_path: Path) -> None:
    header = "ID,Work Item Type,Title,State,Reason,Kind"
    content = (
        f"{header}\n1,Bug,a,New,New,todo\n2,Bug,b,Closed,Fixed and verified,\n3,Bug,c,In Review,Moved,done\n"
    )
    items = read(tmp_path, content, columns={"status_category": "Kind"}).tables["work_items"]
    assert items.select("status_category", "resolution_name").rows() == [
        ("todo", None),
        ("done", "Fixed and verified"),
        ("done", "Moved"),
    ]
