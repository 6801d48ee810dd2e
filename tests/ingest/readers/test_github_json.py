"""GitHub's issues and the items of its projects: what is work, what is a pull request, statuses, fields."""

import json
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ingest.reading import ReadResult
from tests.ingest.readers.reading import FIXTURES, read_file, read_text
from tests.workspaces import assert_nothing_is_lost, land


def read(folder: Path, *records: Any, **options: Any) -> ReadResult:
    return read_text("github_json", folder, "\n".join(map(json.dumps, records)), **options)


PORTFOLIO = """organisation: {name: Shop, time_zone: UTC}
reporting: {currency: EUR}
sources:
  - {name: project, format: github_json, files: inbox/*.json}
"""
ISSUE = {
    "id": 1001,
    "number": 4,
    "html_url": "https://github.com/shop/web/issues/4",
    "title": "Refund by card",
    "state": "closed",
    "state_reason": "not_planned",
    "type": {"id": 3, "name": "Bug"},
    "user": {"login": "owner.07", "id": 7},
    "labels": [{"id": 1, "name": "pay, later"}, {"id": 2, "name": "risk"}],
    "assignees": [{"login": "owner.08"}, {"login": "owner.09"}],
    "milestone": {"title": "2026.3", "due_on": "2026-09-30T07:00:00Z", "open_issues": 2},
    "parent_issue_url": "https://api.github.com/repos/shop/plans/issues/2",
    "created_at": "2026-03-01T08:00:00Z",
    "updated_at": "2026-03-05T08:00:00Z",
    "closed_at": "2026-03-04T08:00:00Z",
}


def test_an_issue(tmp_path: Path) -> None:
    result = read(tmp_path, [ISSUE])
    (item,) = result.tables["work_items"].rows(named=True)
    assert (item["work_item_id"], item["work_item_key"], item["project_key"]) == (
        "1001", "shop/web#4", "shop/web",
    )  # fmt: skip
    assert (item["type_name"], item["status_name"], item["status_category"]) == ("Bug", "closed", "done")
    assert (item["resolution_name"], item["parent_key"]) == ("not_planned", "shop/plans#2")
    assert (item["assignee_name"], item["reporter_name"]) == ("owner.08", "owner.07")
    assert (item["labels"], item["fix_versions"]) == ('["pay, later","risk"]', '["2026.3"]')
    assert (item["created_at"], item["resolved_at"]) == (datetime(2026, 3, 1, 8), datetime(2026, 3, 4, 8))
    assert json.loads(item["extra"])["assignees"] == "owner.08\nowner.09"
    assert "milestone.open_issues" not in item["extra"]  # would make a new version of the issue each day


def test_pull_requests_are_no_work_items(tmp_path: Path) -> None:
    pull = ISSUE | {"id": 1002, "pull_request": {"merged_at": None}}
    result = read(tmp_path, pull, ISSUE)
    assert (result.rows_read, result.ignored) == (2, {"pull_request": 1})
    assert result.tables["work_items"]["row_number"].to_list() == [2]


def test_an_issue_of_another_service_has_no_key(tmp_path: Path) -> None:
    other = {
        "id": 5,
        "iid": 4,
        "title": "Refund",
        "state": "opened",
        "web_url": "https://gitlab.com/shop/-/issues/4",
    }
    result = read(tmp_path, other)
    assert result.rejected.select("reason", "column_name").rows() == [("missing_required", "work_item_key")]


def test_events_of_a_repository_name_their_issue(tmp_path: Path) -> None:
    event = {"id": 5, "event": "closed", "created_at": "2026-03-04T08:00:00Z", "actor": None}
    result = read(tmp_path, event | {"issue": {"id": 1001, "number": 4}}, event | {"event": "assigned"})
    assert result.ignored == {"entry_without_status_change": 1}
    (change,) = result.tables["work_item_transitions"].rows(named=True)
    assert (change["work_item_id"], change["from_status_name"], change["to_status_name"]) == (
        "1001", "open", "closed",
    )  # fmt: skip


def test_items_of_a_project_as_the_command_line_lists_them() -> None:
    result = read_file(
        "github_json", FIXTURES / "github_json" / "item_list.json", columns={"team_name": "squad"}
    )
    assert (result.rows_read, result.ignored, result.rejected.height) == (4, {"pull_request": 1}, 0)
    refund, invoice, draft = result.tables["work_items"].rows(named=True)
    assert (refund["work_item_id"], refund["work_item_key"]) == ("PVTI_1", "shop/web#4")
    assert (refund["status_name"], refund["status_category"]) == ("In Progress", "in_progress")
    assert (refund["story_points"], refund["sprints"], refund["team_name"]) == (
        3.0,
        '["Sprint 7"]',
        "Payments",
    )
    assert (refund["start_date"], refund["due_date"]) == (date(2026, 3, 2), date(2026, 3, 20))
    assert (refund["assignee_name"], refund["labels"]) == ("owner.08", '["pay"]')
    assert (invoice["status_name"], invoice["status_category"]) == ("In review", "in_progress")
    assert (draft["type_name"], draft["status_name"], draft["work_item_key"]) == (
        "Draft",
        "No Status",
        "PVTI_3",
    )
    assert draft["title"] == "Think about vouchers"


def test_items_of_a_project_as_graphql_answers_them() -> None:
    result = read_file("github_json", FIXTURES / "github_json" / "project_items.json")
    (item, other) = result.tables["work_items"].rows(named=True)
    assert (item["work_item_key"], item["title"], item["type_name"]) == (
        "shop/web#4",
        "Refund by card",
        "Issue",
    )
    assert (item["status_name"], item["status_category"], item["story_points"]) == ("Done", "done", 5.0)
    assert (item["sprints"], item["due_date"]) == ('["Sprint 7"]', date(2026, 3, 20))
    assert (item["labels"], item["assignee_name"]) == ('["pay"]', "owner.08")
    assert (item["parent_key"], item["resolved_at"]) == ("shop/plans#2", datetime(2026, 3, 4, 8))
    assert (other["status_name"], other["status_category"]) == ("No Status", None)
    assert json.loads(item["extra"])["Squad"] == "Payments"


def test_a_project_is_landed_although_it_tells_no_dates_of_creation(tmp_path: Path) -> None:
    (tmp_path / "portfolio.yml").write_text(PORTFOLIO)
    (tmp_path / "inbox").mkdir()
    shutil.copy(FIXTURES / "github_json" / "item_list.json", tmp_path / "inbox" / "2026-03-09.json")
    landed = land(tmp_path)
    assert (landed.load("project").status, landed.load("project").row_count_accepted) == ("loaded", 3)
    assert_nothing_is_lost(landed)


def test_an_issue_that_was_opened_again_has_no_resolution(tmp_path: Path) -> None:
    result = read(tmp_path, [ISSUE | {"state": "open", "state_reason": "reopened", "closed_at": None}])
    assert result.tables["work_items"]["resolution_name"].to_list() == [None]
