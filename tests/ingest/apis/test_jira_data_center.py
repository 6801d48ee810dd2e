"""Jira Data Center: pages by position, whatever length the server gives them, and changelogs completed."""

from pathlib import Path

import pytest

from ingest.apis.answers import FetchError
from tests.ingest.apis.jira import change, issue
from tests.ingest.apis.pulling import SECRET, tracker_for
from tests.ingest.apis.service import Asked, Reply, running

EARLY, LATE = change(7, "To Do", "In Progress"), change(8, "In Progress", "Done")


def _with(record: dict, total: int, *entries: dict) -> dict:
    return record | {"changelog": {"startAt": 0, "maxResults": 1, "total": total, "histories": list(entries)}}


ISSUES = [_with(issue(number, f"SHOP-{number}"), 0) for number in range(1, 5)]
ISSUES[1] = _with(issue(2, "SHOP-2", "Done"), 2, LATE)


def _answer(asked: Asked) -> Reply:
    if asked.path == "/rest/api/2/issue/2":
        return Reply({"id": "2", "key": "SHOP-2"} | _with({}, 2, EARLY, LATE))
    start = asked.body["startAt"]
    page = ISSUES[start : start + 3]  # the server's own limit, below what was asked for
    if asked.body["fields"] == ["id"]:
        page = [{"id": each["id"], "key": each["key"]} for each in page]
    return Reply({"startAt": start, "maxResults": 3, "total": 4, "issues": page})


def test_a_project_is_pulled_and_landed(tmp_path: Path) -> None:
    with running(_answer) as service:
        tracker = tracker_for(tmp_path, service, "jira_data_center", "project = SHOP", "jira_json")
        tracker.pull()
        (load,) = tracker.land().loads
    assert (load.status, load.row_count_rejected) == ("loaded", 0)
    search = "/rest/api/2/search"
    assert service.paths() == [search, search, "/rest/api/2/issue/2", search, search]
    assert [asked.body["startAt"] for asked in service.log if asked.body] == [0, 3, 0, 3]
    assert service.log[0].headers["Authorization"] == f"Bearer {SECRET}"
    assert len(tracker.rows("work_items", "work_item_id")) == 4
    assert tracker.rows("work_item_transitions", "work_item_id", "transition_id") == [
        ("2", "7:0"),
        ("2", "8:0"),
    ]


def test_issues_that_go_away_while_they_are_listed_end_the_pull(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        start = asked.body["startAt"]
        return Reply({"total": 4 if start == 0 else 3, "issues": ISSUES[:2] if start == 0 else ISSUES[3:]})

    with running(answer) as service:
        tracker = tracker_for(tmp_path, service, "jira_data_center", "project = SHOP", "jira_json")
        with pytest.raises(FetchError, match="issues went away while"):
            tracker.pull()


def test_a_total_that_is_never_reached_ends_the_pull(tmp_path: Path) -> None:
    with running(lambda _: Reply({"total": 4, "issues": []})) as service:
        tracker = tracker_for(tmp_path, service, "jira_data_center", "project = SHOP", "jira_json")
        with pytest.raises(FetchError, match="it counts 4 records and answers 0"):
            tracker.pull()
