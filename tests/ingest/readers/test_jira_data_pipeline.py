"""Jira Data Center's data pipeline: issues and history files of one source, told apart by their header."""

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.configuration import FiscalCalendar, ReadOptions, Source
from ingest.readers import reader_for
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from tests.ingest.readers.reading import FIXTURES, check_conserved
from tests.workspaces import assert_nothing_is_lost, land

ISSUES = (FIXTURES / "jira_data_pipeline/issues_job7_20260306T0200.csv").read_bytes().decode()
HISTORY = (FIXTURES / "jira_data_pipeline/issue_history_job7_20260306T0200.csv").read_bytes().decode()
PORTFOLIO = """organisation: {name: Acme, time_zone: UTC}
reporting: {currency: EUR}
thresholds: {quarantine_hold_share: 0.7}
sources:
  - {name: jira, format: jira_data_pipeline, files: inbox/jira/issue*.csv, delivery: increment}
"""


def read(folder: Path, content: str, delivery: str = "increment", **options: Any) -> ReadResult:
    path = folder / "file.csv"
    path.write_bytes(content.encode())
    values = {"name": "jira", "format": "jira_data_pipeline", "files": "inbox/*", "delivery": delivery}
    source = Source.model_validate(values | {"read": ReadOptions.model_validate(options)})
    reader = reader_for("jira_data_pipeline")
    return check_conserved(reader.read(path, source, ReadContext(FiscalCalendar())))


def test_issues_fill_work_items(tmp_path: Path) -> None:
    result = read(tmp_path, ISSUES, time_zone="Europe/Zurich", columns={"team_name": "project_name"})
    story, epic = result.tables["work_items"].rows(named=True)
    assert (story["work_item_id"], story["work_item_key"], story["parent_key"]) == ("10002", "PAY-2", "PAY-1")
    assert (story["type_name"], story["status_category"], story["team_name"]) == (
        "Story",
        "in_progress",
        "Pay",
    )
    assert (story["original_estimate_seconds"], story["time_spent_seconds"]) == (28_800, 3_600)
    assert (story["created_at"], story["due_date"]) == (datetime(2026, 3, 1, 9), date(2026, 4, 30))
    assert (epic["resolved_at"], epic["resolution_name"]) == (datetime(2026, 3, 1, 12), "Fixed")
    assert "work_item_transitions" not in result.tables
    assert result.rejected.select("row_number", "reason", "column_name").rows() == [
        (3, "date_range", "created_at")
    ]


def test_the_history_fills_status_changes(tmp_path: Path) -> None:
    result = read(tmp_path, HISTORY, columns={"team_name": "project_name"})
    assert list(result.tables) == ["work_item_transitions"]
    columns = (
        "work_item_id",
        "transition_id",
        "from_status_name",
        "to_status_name",
        "changed_at",
        "author_name",
    )
    assert result.tables["work_item_transitions"].select(columns).rows() == [
        ("10002", "501", "Open", "Doing", datetime(2026, 3, 2, 8, 30), "JIRAUSER10000"),
        ("10001", "503", "Doing", "Done", datetime(2026, 3, 1, 12), "JIRAUSER10000"),
    ]
    assert result.ignored == {"entry_without_status_change": 2}
    assert result.rejected.select("row_number", "reason", "column_name").sort("row_number").rows() == [
        (5, "not_a_date", "changed_at"),
        (6, "missing_required", "to_status_name"),
    ]


def test_a_full_snapshot_of_the_history_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"would delete the issues.*delivery: increment"):
        read(tmp_path, HISTORY, delivery="full_snapshot")


def test_other_files_of_the_pipeline_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="issues_job"):
        read(tmp_path, "issue_id,field_id,field_name,field_value\r\n10002,labels,Labels,a\r\n")


def test_links_are_read_by_the_columns_that_portfolio_yml_names(tmp_path: Path) -> None:
    columns = {"from_issue": "issue_id", "to_issue": "linked_issue_id", "link_type": "type"}
    content = "issue_id,linked_issue_id,type,created\r\n10002,10001,Blocks,x\r\n10002,,Blocks,\r\n"
    result = read(tmp_path, content, columns=columns)
    assert list(result.tables) == ["work_item_links"]
    told = ("work_item_id", "link_type", "direction", "linked_key", "extra")
    assert result.tables["work_item_links"].select(told).rows() == [
        ("10002", "Blocks", "outward", "10001", '{"created":"x"}')
    ]
    assert result.rejected.select("row_number", "reason", "column_name").rows() == [
        (2, "missing_required", "to_issue")
    ]
    with pytest.raises(UnreadableFile, match="would delete the issues"):
        read(tmp_path, content, delivery="full_snapshot", columns=columns)
    with pytest.raises(UnreadableFile, match=r"read\.columns"):
        read(tmp_path, content)
    assert "work_items" in read(tmp_path, ISSUES, columns=columns).tables  # of another file of the source


def test_one_source_takes_both_files_and_the_history_deletes_no_issue(tmp_path: Path) -> None:
    (tmp_path / "portfolio.yml").write_text(PORTFOLIO)
    inbox = tmp_path / "inbox" / "jira"
    inbox.mkdir(parents=True)
    for name in ("issues", "issue_history"):
        shutil.copy(FIXTURES / f"jira_data_pipeline/{name}_job7_20260306T0200.csv", inbox)
    landed = land(tmp_path)
    assert landed.rows("work_items", "jira")["work_item_key"].sort().to_list() == ["PAY-1", "PAY-2"]
    assert landed.rows("work_item_transitions", "jira")["transition_id"].sort().to_list() == ["501", "503"]
    assert_nothing_is_lost(landed)


def test_a_change_that_names_no_field_is_no_status_change(tmp_path: Path) -> None:
    header = "issue_id,changelog_id,created_date,field_type,field,from_string,to_string"
    result = read(tmp_path, f"{header}\n1,10,2026-03-01T10:00:00Z,jira,,Open,Done\n")
    assert (result.tables["work_item_transitions"].height, result.ignored) == (
        0,
        {"entry_without_status_change": 1},
    )
