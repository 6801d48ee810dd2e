"""GitLab: pages by the header Link, state events of each issue."""

from pathlib import Path

from tests.ingest.apis.pulling import tracker_for
from tests.ingest.apis.service import Asked, Reply, Service, running

EVENT = {
    "id": 81,
    "resource_type": "Issue",
    "resource_id": 502,
    "state": "closed",
    "created_at": "2026-11-02T08:00:00.000Z",
    "user": {"name": "Owner 07"},
}


def _issue(iid: int, state: str) -> dict:
    return {
        "id": 500 + iid,
        "iid": iid,
        "project_id": 9,
        "title": f"Work {iid}",
        "state": state,
        "references": {"full": f"harbour/shop#{iid}"},
        "created_at": "2026-10-01T08:00:00.000Z",
        "updated_at": "2026-11-02T08:00:00.000Z",
        "labels": [],
        "time_stats": {"time_estimate": 0, "total_time_spent": 0},
    }


def test_a_project_is_pulled_and_landed(tmp_path: Path) -> None:
    running_service: list[Service] = []

    def answer(asked: Asked) -> Reply:
        if asked.path.endswith("/resource_state_events"):
            return Reply([EVENT] if "/2/" in asked.path else [])
        if asked.query.get("page") == "2":
            return Reply([_issue(2, "closed")])
        following = f"{running_service[0].url}{asked.path}?page=2&per_page=100"
        return Reply([_issue(1, "opened")], 200, {"Link": f'<{following}>; rel="next"'})

    with running(answer) as service:
        running_service.append(service)
        tracker = tracker_for(tmp_path, service, "gitlab", "harbour/shop", "gitlab_json")
        tracker.pull()
        assert [file.status for file in tracker.land().loads] == ["loaded"]
    issues = "/api/v4/projects/harbour%2Fshop/issues"
    events = [f"{issues}/{iid}/resource_state_events" for iid in (1, 2)]
    assert service.paths() == [*[issues] * 4, *events, *[issues] * 4]  # each listing is asked for twice
    assert service.log[0].query["scope"] == "all"
    assert tracker.rows("work_items", "work_item_id", "work_item_key", "status_name") == [
        ("501", "harbour/shop#1", "opened"),
        ("502", "harbour/shop#2", "closed"),
    ]
    assert tracker.rows("work_item_transitions", "work_item_id", "transition_id", "to_status_name") == [
        ("502", "81", "closed")
    ]
