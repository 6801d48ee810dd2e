"""Asana: pages by offset tokens, the stories of each task."""

from pathlib import Path

from tests.ingest.apis.pulling import tracker_for
from tests.ingest.apis.service import Asked, Reply, running

STORY = {
    "gid": "91",
    "resource_type": "story",
    "resource_subtype": "section_changed",
    "created_at": "2026-11-02T08:00:00.000Z",
    "created_by": {"gid": "7", "name": "Owner 07"},
    "target": {"gid": "11", "resource_type": "task"},
    "old_section": {"gid": "1", "name": "To do"},
    "new_section": {"gid": "2", "name": "Doing"},
}


def _task(gid: str, section: str) -> dict:
    return {
        "gid": gid,
        "resource_type": "task",
        "resource_subtype": "default_task",
        "name": f"Work {gid}",
        "completed": False,
        "created_at": "2026-10-01T08:00:00.000Z",
        "modified_at": "2026-11-02T08:00:00.000Z",
        "memberships": [{"project": {"gid": "5", "name": "Shop"}, "section": {"gid": "1", "name": section}}],
        "tags": [],
        "dependencies": [],
        "dependents": [],
        "custom_fields": [],
    }


def _answer(asked: Asked) -> Reply:
    if asked.path.endswith("/stories"):
        return Reply({"data": [STORY] if "/11/" in asked.path else [], "next_page": None})
    is_second = asked.query.get("offset") == "more"
    tasks = [_task("12", "To do")] if is_second else [_task("11", "Doing")]
    if asked.query["opt_fields"] == "gid":
        tasks = [{"gid": task["gid"], "resource_type": "task"} for task in tasks]
    return Reply(
        {"data": tasks, "next_page": None if is_second else {"offset": "more", "path": "/x", "uri": "x"}}
    )


def test_a_project_is_pulled_and_landed(tmp_path: Path) -> None:
    with running(_answer) as service:
        tracker = tracker_for(tmp_path, service, "asana", "1204567890123456", "asana_json")
        tracker.pull()
        assert [file.status for file in tracker.land().loads] == ["loaded"]
    assert service.paths() == [
        "/tasks",
        "/tasks",
        "/tasks/11/stories",
        "/tasks/12/stories",
        "/tasks",
        "/tasks",
    ]
    assert service.log[0].query["project"] == "1204567890123456"
    assert tracker.rows("work_items", "work_item_id", "status_name", "project_key") == [
        ("11", "Doing", "Shop"),
        ("12", "To do", "Shop"),
    ]
    columns = ("work_item_id", "transition_id", "from_status_name", "to_status_name")
    assert tracker.rows("work_item_transitions", *columns) == [("11", "91", "To do", "Doing")]
