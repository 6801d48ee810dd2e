"""Linear's GraphQL answers: types of states, cycles, relations, history within an issue and apart."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.reading import ReadResult
from tests.ingest.readers.reading import read_text

ISSUE = {
    "id": "8a1f",
    "identifier": "PAY-12",
    "title": "Refund by card",
    "description": "long",
    "estimate": 3,
    "priority": 2,
    "priorityLabel": "High",
    "state": {"id": "s2", "name": "In Review", "type": "started"},
    "team": {"key": "PAY", "name": "Payments"},
    "assignee": {"name": "Owner 07", "displayName": "owner.07"},
    "creator": {"name": "Owner 08"},
    "parent": {"id": "77", "identifier": "PAY-3"},
    "cycle": {"id": "c1", "number": 7, "name": None},
    "project": {"id": "p1", "name": "Refunds"},
    "projectMilestone": {"name": "Beta"},
    "labels": {"nodes": [{"name": "pay, later"}, {"name": "risk"}]},
    "createdAt": "2026-03-01T08:00:00.000Z",
    "updatedAt": "2026-03-05T08:00:00.000Z",
    "startedAt": "2026-03-02T08:00:00.000Z",
    "completedAt": None,
    "canceledAt": None,
    "dueDate": "2026-03-20",
}
NODES = [
    {"id": "h1", "createdAt": "2026-03-02T08:00:00Z", "actor": {"name": "Owner 07"},
     "fromState": {"name": "Todo"}, "toState": {"name": "In Progress"}},
    {"id": "h2", "createdAt": "2026-03-02T09:00:00Z", "fromState": None, "toState": None},
    {"id": "h3", "createdAt": "2026-03-03T08:00:00Z", "actor": None,
     "fromState": {"name": "In Progress"}, "toState": {"name": "In Review"}},
]  # fmt: skip
CHANGES = [
    ("8a1f", "h1", "Todo", "In Progress", datetime(2026, 3, 2, 8), "Owner 07"),
    ("8a1f", "h3", "In Progress", "In Review", datetime(2026, 3, 3, 8), None),
]
COLUMNS = ("work_item_id", "transition_id", "from_status_name", "to_status_name", "changed_at", "author_name")


def page(*issues: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"issues": {"nodes": list(issues), "pageInfo": {"hasNextPage": False}}}}


def read(folder: Path, *documents: Any, **options: Any) -> ReadResult:
    return read_text("linear_json", folder, "\n".join(map(json.dumps, documents)), **options)


def test_an_issue(tmp_path: Path) -> None:
    (item,) = read(tmp_path, page(ISSUE)).tables["work_items"].rows(named=True)
    assert (item["work_item_id"], item["work_item_key"], item["project_key"]) == ("8a1f", "PAY-12", "PAY")
    assert (item["status_name"], item["status_category"], item["priority_name"]) == (
        "In Review", "in_progress", "High",
    )  # fmt: skip
    assert (item["assignee_name"], item["reporter_name"], item["parent_key"]) == (
        "owner.07",
        "Owner 08",
        "PAY-3",
    )
    assert (item["labels"], item["sprints"], item["fix_versions"]) == (
        '["pay, later","risk"]', '["Cycle 7"]', '["Beta"]',
    )  # fmt: skip
    assert item["parent_id"] == "77"
    assert (item["story_points"], item["due_date"]) == (3.0, date(2026, 3, 20))
    assert (item["started_at"], item["resolved_at"]) == (datetime(2026, 3, 2, 8), None)
    assert json.loads(item["extra"])["project.name"] == "Refunds"


@pytest.mark.parametrize("owner", ["team", "project", "cycle"])
def test_issues_of_a_team_a_project_or_a_cycle(tmp_path: Path, owner: str) -> None:
    result = read(tmp_path, {"data": {owner: {"id": "x", **page(ISSUE)["data"]}}})
    assert result.tables["work_items"]["work_item_key"].to_list() == ["PAY-12"]


@pytest.mark.parametrize(
    ("state", "category", "resolution"),
    [("triage", "todo", None), ("backlog", "todo", None), ("unstarted", "todo", None),
     ("completed", "done", None), ("canceled", "done", "Canceled"), ("duplicate", "done", "Duplicate")],
)  # fmt: skip
def test_types_of_states(tmp_path: Path, state: str, category: str, resolution: str | None) -> None:
    moment = {"canceledAt": "2026-03-09T08:00:00Z"} if resolution else {}
    issue = ISSUE | {"state": {"name": "Any", "type": state}} | moment
    items = read(tmp_path, page(issue)).tables["work_items"]
    assert items.select("status_category", "resolution_name").rows() == [(category, resolution)]
    assert items["resolved_at"].to_list() == [datetime(2026, 3, 9, 8) if resolution else None]


def test_history_and_relations_within_an_issue(tmp_path: Path) -> None:
    issue = ISSUE | {
        "history": {"nodes": NODES, "pageInfo": {"hasNextPage": False}},
        "relations": {"nodes": [{"type": "blocks", "relatedIssue": {"identifier": "PAY-20"}}]},
        "inverseRelations": {"nodes": [{"type": "blocks", "issue": {"identifier": "PAY-5"}}]},
    }
    result = read(tmp_path, page(issue))
    assert result.tables["work_item_transitions"].select(COLUMNS).rows() == CHANGES
    assert result.tables["work_item_links"].select("link_type", "direction", "linked_key").rows() == [
        ("Blocks", "outward", "PAY-20"),
        ("Blocks", "inward", "PAY-5"),
    ]
    assert {name: ids.to_list() for name, ids in result.whole.items()} == {
        "work_item_transitions": ["8a1f"], "work_item_links": ["8a1f"],
    }  # fmt: skip
    assert result.rows_read == 1


def test_a_history_with_a_further_page_is_not_whole(tmp_path: Path) -> None:
    issue = ISSUE | {"history": {"nodes": NODES, "pageInfo": {"hasNextPage": True}}}
    result = read(tmp_path, page(issue))
    assert (result.tables["work_item_transitions"].height, result.whole) == (2, {})


def test_links_of_one_direction_alone_or_with_a_further_page_are_not_whole(tmp_path: Path) -> None:
    one = {"nodes": [{"type": "blocks", "relatedIssue": {"identifier": "PAY-20"}}]}
    cut = {"nodes": [], "pageInfo": {"hasNextPage": True}}
    for more in ({"relations": one}, {"relations": one, "inverseRelations": cut}):
        result = read(tmp_path, page(ISSUE | more))
        assert (result.tables["work_item_links"].height, result.whole) == (1, {})


def test_history_apart(tmp_path: Path) -> None:
    answer = {"data": {"issue": {"id": "8a1f", "history": {"nodes": NODES}}}}
    result = read(tmp_path, {"request": {"kind": "history", "item": "8a1f"}, "response": answer})
    assert (result.rows_read, result.ignored) == (3, {"entry_without_status_change": 1})
    assert result.tables["work_item_transitions"].select(COLUMNS).rows() == CHANGES
    assert result.whole["work_item_transitions"].to_list() == ["8a1f"]


@pytest.mark.parametrize(
    "inverse",
    [{}, {"inverseRelations": {"nodes": [], "pageInfo": {"hasNextPage": True}}}],
    ids=["none", "cut"],
)
def test_links_are_whole_when_both_directions_are(tmp_path: Path, inverse: dict[str, Any]) -> None:
    result = read(tmp_path, page(ISSUE | {"relations": {"nodes": []}} | inverse))
    assert result.whole == {}
