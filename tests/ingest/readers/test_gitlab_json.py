"""GitLab's issues: keys, epics, iterations, time, links and state events, in the issue or apart from it."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.reading import ReadResult
from tests.ingest.readers.reading import read_text

ISSUE = {
    "id": 501,
    "iid": 4,
    "project_id": 9,
    "title": "Refund by card",
    "description": "long",
    "state": "opened",
    "issue_type": "test_case",
    "labels": ["pay, later", "risk"],
    "milestone": {"id": 1, "title": "19.12", "due_date": "2026-07-02", "updated_at": "2026-03-01T08:00:00Z"},
    "epic": {"id": 42, "iid": 5, "title": "Payments", "url": "/groups/shop/web/-/epics/5"},
    "iteration": {"id": 1, "title": None, "start_date": "2026-03-02", "due_date": "2026-03-15"},
    "assignees": [{"username": "owner.08", "name": "Owner 08"}, {"username": "owner.09", "name": "Owner 09"}],
    "author": {"username": "owner.07", "name": "Owner 07"},
    "weight": 3,
    "time_stats": {"time_estimate": 7200, "total_time_spent": 0, "human_time_estimate": "2h"},
    "due_date": "2026-03-20",
    "created_at": "2026-03-01T08:00:00.000Z",
    "updated_at": "2026-03-05T08:00:00.000+01:00",
    "closed_at": None,
    "references": {"short": "#4", "relative": "#4", "full": "shop/web/app#4"},
}


def event(number: int, state: str, day: int) -> dict[str, Any]:
    moment = f"2026-03-{day:02}T08:00:00Z"
    return {"id": number, "user": {"name": "Owner 08"}, "created_at": moment, "resource_type": "Issue",
            "resource_id": 501, "state": state}  # fmt: skip


def read(folder: Path, *records: Any, **options: Any) -> ReadResult:
    return read_text("gitlab_json", folder, "\n".join(map(json.dumps, records)), **options)


def test_an_issue(tmp_path: Path) -> None:
    (item,) = read(tmp_path, [ISSUE]).tables["work_items"].rows(named=True)
    assert (item["work_item_id"], item["work_item_key"], item["project_key"]) == (
        "501", "shop/web/app#4", "shop/web/app",
    )  # fmt: skip
    assert (item["type_name"], item["status_name"], item["status_category"]) == (
        "Test case",
        "opened",
        "todo",
    )
    assert (item["assignee_name"], item["reporter_name"]) == ("Owner 08", "Owner 07")
    assert (item["epic_key"], item["story_points"]) == ("shop/web&5", 3.0)
    assert (item["original_estimate_seconds"], item["time_spent_seconds"]) == (7200, 0)
    assert (item["labels"], item["fix_versions"]) == ('["pay, later","risk"]', '["19.12"]')
    assert item["sprints"] == '["2026-03-02 to 2026-03-15"]'
    assert (item["due_date"], item["updated_at"]) == (date(2026, 3, 20), datetime(2026, 3, 5, 7))


def test_an_estimate_of_zero_is_none(tmp_path: Path) -> None:
    items = read(tmp_path, ISSUE | {"time_stats": {"time_estimate": 0, "total_time_spent": 0}}).tables[
        "work_items"
    ]
    assert items["original_estimate_seconds"].to_list() == [None]


@pytest.mark.parametrize(
    ("fields", "resolution"),
    [
        ({"moved_to_id": 77}, "Moved"),
        ({"_links": {"closed_as_duplicate_of": "https://x"}}, "Duplicate"),
        ({}, None),
    ],
)
def test_what_became_of_a_closed_issue(
    tmp_path: Path, fields: dict[str, Any], resolution: str | None
) -> None:
    items = read(tmp_path, ISSUE | {"state": "closed"} | fields).tables["work_items"]
    assert items.select("status_category", "resolution_name").rows() == [("done", resolution)]


def test_links_seen_from_the_issue(tmp_path: Path) -> None:
    links = [
        {
            "id": 502,
            "iid": 5,
            "project_id": 9,
            "link_type": "blocks",
            "references": {"full": "shop/web/app#5"},
        },
        {"id": 503, "iid": 1, "project_id": 8, "link_type": "is_blocked_by"},
        {"id": 504, "iid": 2, "project_id": 8, "link_type": "relates_to"},
    ]
    result = read(tmp_path, ISSUE | {"links": links}, ISSUE | {"id": 502, "iid": 5})
    assert result.tables["work_item_links"].select(
        "work_item_id", "link_type", "direction", "linked_key"
    ).rows() == [
        ("501", "Blocks", "outward", "shop/web/app#5"),
        ("501", "Blocks", "inward", "8#1"),
        ("501", "Relates", "outward", "8#2"),
    ]
    assert result.whole["work_item_links"].to_list() == ["501"]


EXPECTED = [
    ("501", "1", "opened", "closed", datetime(2026, 3, 2, 8)),
    ("501", "2", "closed", "opened", datetime(2026, 3, 3, 8)),
]
COLUMNS = ("work_item_id", "transition_id", "from_status_name", "to_status_name", "changed_at")


def test_state_events_in_the_issue(tmp_path: Path) -> None:
    events = [event(1, "closed", 2), event(2, "reopened", 3)]
    result = read(tmp_path, ISSUE | {"resource_state_events": events})
    assert (result.rows_read, result.tables["work_item_transitions"].select(COLUMNS).rows()) == (1, EXPECTED)
    assert result.whole["work_item_transitions"].to_list() == ["501"]


def test_state_events_apart_from_the_issue(tmp_path: Path) -> None:
    result = read(tmp_path, ISSUE, [event(1, "closed", 2), event(2, "reopened", 3), event(3, "merged", 4)])
    assert result.tables["work_item_transitions"].select(COLUMNS).rows() == EXPECTED
    assert (result.rows_read, result.ignored) == (4, {"entry_without_status_change": 1})
