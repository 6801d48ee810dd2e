"""Microsoft Project's task table: dates with weekdays, predecessors, hierarchy, work and durations."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from ingest.reading import UnreadableFile
from tests.ingest.readers.reading import FIXTURES, read_text
from tests.workspaces import assert_nothing_is_lost, land

PLAN = (FIXTURES / "ms_project_csv/plan.csv").read_bytes().decode()
NUMBERED = (FIXTURES / "ms_project_csv/numbered.csv").read_bytes().decode()
PORTFOLIO = """organisation: {name: Acme, time_zone: UTC}
reporting: {currency: EUR}
sources:
  - {name: plan, format: ms_project_csv, files: inbox/*.csv, read: {date_order: mdy}}
"""


def test_a_plan_without_ids(tmp_path: Path) -> None:
    result = read_text("ms_project_csv", tmp_path, PLAN, date_order="mdy")
    assert result.rejected.rows() == []
    items = result.tables["work_items"]
    shown = ("work_item_key", "title", "type_name", "status_name", "status_category", "parent_key")
    assert items.select(shown).rows() == [
        ("1", "Shop", "Summary", "In progress", "in_progress", None),
        ("2", "Design", "Task", "Complete", "done", "1"),
        ("3", "Build", "Summary", "In progress", "in_progress", "1"),
        ("4", "Test", "Task", "Not started", "todo", "3"),
        ("5", "Launch", "Task", "Not started", "todo", None),
    ]  # fmt: skip
    assert items["start_date"].to_list() == [
        date(2026, 1, 5), date(2026, 1, 5), date(2026, 2, 3), date(2026, 6, 9), None,
    ]  # fmt: skip
    assert items["due_date"][0] == date(2026, 6, 19)
    assert items["percent_complete"].to_list() == [0.25, 1.0, 0.1, 0.0, 0.0]
    assert items["assignee_name"].to_list() == [None, "Owner 07", "Owner 08", None, None]
    assert json.loads(items["extra"][2]) == {
        "Task Mode": "Auto Scheduled", "Duration": "90 days", "Cost": "$8,000.00",
        "Predecessors": "2FS+2 days", "Resource Names": "Owner 08",
    }  # fmt: skip
    columns = ("work_item_id", "link_type", "direction", "linked_key")
    assert result.tables["work_item_links"].select(columns).rows() == [
        ("3", "Blocks", "inward", "2"),
        ("4", "Blocks", "inward", "2"),
        ("4", "Start to start", "inward", "3"),
    ]  # fmt: skip


def test_two_digits_of_a_year_need_their_order(tmp_path: Path) -> None:
    result = read_text("ms_project_csv", tmp_path, PLAN)
    assert set(result.rejected["reason"]) == {"ambiguous_date"}


def test_a_plan_with_ids_and_levels(tmp_path: Path) -> None:
    result = read_text("ms_project_csv", tmp_path, NUMBERED, constants={"status_name": "Planned"})
    assert result.rejected.rows() == []
    shop, design, go = result.tables["work_items"].rows(named=True)
    assert [row["work_item_id"] for row in (shop, design, go)] == ["100", "204", "207"]
    assert [row["parent_key"] for row in (shop, design, go)] == [None, "100", "100"]
    assert [row["type_name"] for row in (shop, design, go)] == ["Summary", "Task", "Milestone"]
    assert (shop["original_estimate_seconds"], shop["time_spent_seconds"]) == (288_000, 5_400)
    assert (design["original_estimate_seconds"], design["started_at"]) == (57_600, datetime(2026, 1, 6, 8))
    assert (shop["started_at"], shop["status_name"]) == (None, "Planned")
    links = result.tables["work_item_links"]
    assert links.select("work_item_id", "link_type", "linked_key").rows() == [("207", "Blocks", "204")]


@pytest.mark.parametrize(("hours", "seconds"), [(8, 57_600), (6, 43_200)])
def test_a_day_of_work_has_the_hours_of_the_site(tmp_path: Path, hours: float, seconds: int) -> None:
    constants = {"status_name": "Planned"}
    result = read_text("ms_project_csv", tmp_path, NUMBERED, constants=constants, hours_per_day=hours)
    assert result.tables["work_items"]["original_estimate_seconds"][1] == seconds


def test_a_plan_is_landed_although_it_tells_no_dates_of_creation(tmp_path: Path) -> None:
    (tmp_path / "portfolio.yml").write_text(PORTFOLIO)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "2026-03-31.csv").write_text(PLAN)
    landed = land(tmp_path)
    assert landed.load("plan").status == "loaded"
    assert landed.rows("work_items", "plan").height == 5
    assert_nothing_is_lost(landed)


def test_below_a_row_that_was_set_aside_no_parent_is_made_up(tmp_path: Path) -> None:
    content = (
        "ID,Task Name,Outline Level,% Complete\n1,A,1,0\n2,B,1,0,x\n3,B1,2,0\n4,B11,3,0\n5,C,1,0\n6,C1,2,0\n"
    )
    result = read_text("ms_project_csv", tmp_path, content)
    assert result.tables["work_items"].select("work_item_id", "parent_key").rows() == [
        ("1", None), ("3", None), ("4", "3"), ("5", None), ("6", "5"),
    ]  # fmt: skip


def test_a_level_that_is_no_number_is_refused(tmp_path: Path) -> None:
    content = "ID,Task Name,Outline Level,% Complete\n1,A,1,0\n2,B,two,0\n3,C,2.0,0\n"
    result = read_text("ms_project_csv", tmp_path, content)
    assert result.rejected.select("row_number", "reason", "column_name").rows() == [
        (2, "not_a_number", "outline_level")
    ]
    assert result.tables["work_items"]["parent_key"].to_list() == [None, None]  # 2 may be the parent of 3


def test_another_key_is_refused_as_parents_are_told_by_ids(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no field work_item_key"):
        read_text("ms_project_csv", tmp_path, "ID,Task Name,Ref\n1,A,K-1\n", columns={"work_item_key": "Ref"})


def test_the_first_resource_is_the_assignee_and_no_work_is_no_estimate(tmp_path: Path) -> None:
    rows = '1,A,0,"Owner 07[50%],Owner 08",0 hrs\n2,B,0,Owner 08;Crane,8 hrs\n3,C,0,,\n'
    result = read_text("ms_project_csv", tmp_path, f"ID,Task Name,% Complete,Resource Names,Work\n{rows}")
    items = result.tables["work_items"]
    assert items.select("assignee_name", "original_estimate_seconds").rows() == [
        ("Owner 07", None), ("Owner 08", 28_800), (None, None),
    ]  # fmt: skip
    assert json.loads(items["extra"][0])["Resource Names"] == "Owner 07[50%],Owner 08"
