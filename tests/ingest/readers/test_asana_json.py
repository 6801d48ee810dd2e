"""Asana's tasks: sections as statuses, completion, custom fields, dependencies, stories."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ingest.reading import ReadResult
from tests.ingest.readers.reading import read_text

TASK = {
    "gid": "501",
    "resource_type": "task",
    "resource_subtype": "default_task",
    "name": "Refund by card",
    "notes": "long",
    "completed": False,
    "completed_at": None,
    "created_at": "2026-03-01T08:00:00.000Z",
    "modified_at": "2026-03-05T08:00:00.000Z",
    "start_on": "2026-03-02",
    "due_on": "2026-03-20",
    "assignee": {"gid": "7", "name": "Owner 07"},
    "parent": {"gid": "400", "name": "Payments"},
    "tags": [{"gid": "1", "name": "pay, later"}, {"gid": "2", "name": "risk"}],
    "actual_time_minutes": 90,
    "memberships": [
        {"project": {"gid": "p1", "name": "Shop"}, "section": {"gid": "s2", "name": "Doing"}},
        {"project": {"gid": "p2", "name": "Roadmap"}, "section": {"gid": "s9", "name": "Q1"}},
    ],
    "custom_fields": [
        {"gid": "f1", "name": "Points", "type": "number", "number_value": 3.5, "display_value": "3.50"},
        {"gid": "f2", "name": "Squad", "type": "enum", "enum_value": {"gid": "o1", "name": "Payments"}},
        {
            "gid": "f3",
            "name": "Markets",
            "type": "multi_enum",
            "multi_enum_values": [{"name": "CH"}, {"name": "AT"}],
        },
        {"gid": "f4", "name": "Ship by", "type": "date", "date_value": {"date": "2026-04-01"}},
        {"gid": "f5", "name": "Empty", "type": "text", "text_value": None, "display_value": None},
    ],
    "dependencies": [{"gid": "300", "resource_type": "task"}],
    "dependents": [{"gid": "601"}],
}


def story(gid: str, kind: str, day: int, **fields: Any) -> dict[str, Any]:
    moment = f"2026-03-{day:02}T08:00:00.000Z"
    return {"gid": gid, "resource_type": "story", "resource_subtype": kind, "created_at": moment,
            "created_by": {"name": "Owner 08"}} | fields  # fmt: skip


def section(name: str) -> dict[str, str]:
    return {"gid": f"of {name}", "name": name}


STORIES = [
    story("9", "marked_incomplete", 6),
    story("1", "added_to_project", 1),
    story("2", "section_changed", 2, old_section=section("To do"), new_section=section("Doing")),
    story("3", "comment_added", 3),
    story("4", "marked_complete", 4),
    story("5", "section_changed", 5, old_section=section("Doing"), new_section=section("Later")),
]
CHANGES = [
    ("2", "To do", "Doing", datetime(2026, 3, 2, 8)),
    ("4", "Doing", "Completed", datetime(2026, 3, 4, 8)),
    ("9", "Completed", "Later", datetime(2026, 3, 6, 8)),
]
COLUMNS = ("transition_id", "from_status_name", "to_status_name", "changed_at")


def read(folder: Path, *documents: Any, **options: Any) -> ReadResult:
    return read_text("asana_json", folder, "\n".join(map(json.dumps, documents)), **options)


def test_a_task(tmp_path: Path) -> None:
    result = read(tmp_path, {"data": [TASK], "next_page": None}, columns={"team_name": "Squad"})
    (item,) = result.tables["work_items"].rows(named=True)
    assert (item["work_item_id"], item["work_item_key"], item["project_key"]) == ("501", "501", "Shop")
    assert (item["type_name"], item["status_name"], item["status_category"]) == ("Task", "Doing", None)
    assert (item["assignee_name"], item["team_name"], item["parent_key"]) == ("Owner 07", "Payments", "400")
    assert (item["story_points"], item["time_spent_seconds"], item["is_subtask"]) == (3.5, 5400, True)
    assert item["labels"] == '["pay, later","risk"]'
    assert (item["start_date"], item["due_date"]) == (date(2026, 3, 2), date(2026, 3, 20))
    extra = json.loads(item["extra"])
    assert (extra["Markets"], extra["Ship by"], extra["all projects"]) == (
        "CH\nAT",
        "2026-04-01",
        "Shop\nRoadmap",
    )
    assert "Empty" not in extra


def test_dependencies_block_it_and_dependents_are_blocked(tmp_path: Path) -> None:
    result = read(tmp_path, {"data": TASK})
    assert result.tables["work_item_links"].select("link_type", "direction", "linked_key").rows() == [
        ("Blocks", "inward", "300"),
        ("Blocks", "outward", "601"),
    ]
    assert result.whole["work_item_links"].to_list() == ["501"]


def test_a_completed_task_is_done_wherever_it_stands(tmp_path: Path) -> None:
    done = TASK | {"completed": True, "completed_at": "2026-03-04T08:00:00Z"}
    bare = TASK | {"gid": "502", "memberships": [], "resource_subtype": "milestone", "parent": None}
    items = read(tmp_path, done, bare).tables["work_items"]
    assert items.select("status_name", "status_category", "type_name", "is_subtask").rows() == [
        ("Completed", "done", "Task", True),
        ("Incomplete", None, "Milestone", False),
    ]
    assert items["resolved_at"].to_list() == [datetime(2026, 3, 4, 8), None]


def test_stories_within_a_task_are_told_in_their_order(tmp_path: Path) -> None:
    result = read(tmp_path, TASK | {"stories": STORIES})
    assert result.tables["work_item_transitions"].select(COLUMNS).rows() == CHANGES
    assert set(result.tables["work_item_transitions"]["work_item_id"]) == {"501"}
    assert (result.rows_read, result.whole["work_item_transitions"].to_list()) == (1, ["501"])


def test_stories_apart(tmp_path: Path) -> None:
    history = {"request": {"kind": "history", "item": "501"}, "response": {"data": STORIES[1:] + STORIES[:1]}}
    result = read(tmp_path, history)
    assert result.tables["work_item_transitions"].select(COLUMNS).rows() == CHANGES
    assert (result.rows_read, result.ignored) == (6, {"entry_without_status_change": 3})
    target = {"target": {"gid": "501"}}
    unwrapped = read(tmp_path, {"data": [story | target for story in STORIES[1:]]})
    assert unwrapped.tables["work_item_transitions"]["work_item_id"].to_list() == ["501", "501"]


def test_separators_of_old_boards_are_no_tasks(tmp_path: Path) -> None:
    result = read(tmp_path, TASK, TASK | {"gid": "9", "resource_subtype": "section"})
    assert (result.tables["work_items"].height, result.ignored) == (1, {"section": 1})


def test_an_absurd_number_of_minutes_refuses_its_task_alone(tmp_path: Path) -> None:
    result = read(tmp_path, {"data": [TASK, TASK | {"gid": "502", "actual_time_minutes": 1e30}]})
    assert result.tables["work_items"]["work_item_id"].to_list() == ["501"]
    assert result.rejected.select("row_number", "column_name").rows() == [(2, "time_spent_seconds")]
