"""ServiceNow's list exports: projects and demands, states, dates planned and actual, costs as written."""

import json
from datetime import date, datetime
from pathlib import Path

from tests.ingest.readers.reading import FIXTURES, read_text

PROJECTS = (FIXTURES / "servicenow_csv/pm_project.csv").read_bytes().decode()
DEMANDS = (FIXTURES / "servicenow_csv/dmn_demand.csv").read_bytes().decode()


def test_projects(tmp_path: Path) -> None:
    result = read_text("servicenow_csv", tmp_path, PROJECTS, time_zone="Europe/Zurich")
    assert result.rejected.rows() == []
    refunds, shop, task = result.tables["work_items"].rows(named=True)
    assert (refunds["work_item_key"], refunds["type_name"]) == ("PRJ0010001", "Project")
    assert (refunds["status_category"], refunds["percent_complete"]) == ("in_progress", 0.45)
    assert (refunds["start_date"], refunds["due_date"]) == (date(2026, 1, 5), date(2026, 6, 30))
    assert refunds["started_at"] == datetime(2026, 1, 12, 8, 30)  # UTC
    assert refunds["created_at"] == datetime(2025, 11, 30, 22, 30)
    assert json.loads(refunds["extra"]) == {
        "Phase": "Executing", "Planned cost": "$12,000.00", "Actual cost": "$3,500.50",
        "Portfolio": "Payments", "Program": "Checkout", "Overall health": "Yellow",
    }  # fmt: skip
    assert (shop["status_category"], shop["resolution_name"]) == ("done", "Closed Incomplete")
    assert (shop["resolved_at"], shop["percent_complete"]) == (datetime(2025, 12, 1, 9), 0.455)
    assert (task["type_name"], task["status_category"]) == ("Project Task", "todo")


def test_demands(tmp_path: Path) -> None:
    result = read_text("servicenow_csv", tmp_path, DEMANDS)
    gifts, loyalty = result.tables["work_items"].rows(named=True)
    assert (gifts["type_name"], gifts["status_category"], gifts["title"]) == (
        "Demand",
        "in_progress",
        "Gift cards",
    )
    assert (gifts["assignee_name"], gifts["reporter_name"]) == ("Owner 07", "Owner 09")
    assert loyalty["status_category"] is None
    assert result.rejected.select("row_number", "reason", "column_name").rows() == [
        (3, "missing_required", "type_name")  # a number of an unknown kind, and no class
    ]
