"""Pulls of a tracker's API, landed one after the other: what changed, what went, what nobody lists."""

import gzip
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingest.contracts import TABLES
from ingest.segments import current_state
from tests.ingest.inboxes import Inbox, make_inbox


def issue(number: int, state: str = "opened", links: tuple[int, ...] = ()) -> dict[str, Any]:
    """Return a GitLab issue that is blocked by others."""
    blockers = [{"iid": other, "project_id": 9, "link_type": "is_blocked_by"} for other in links]
    return {"id": number * 10, "iid": number, "project_id": 9, "title": f"Issue {number}", "state": state,
            "created_at": "2026-03-01T08:00:00Z", "links": blockers}  # fmt: skip


def event(number: int, state: str, day: int) -> dict[str, Any]:
    return {
        "id": number,
        "state": state,
        "created_at": f"2026-03-{day:02}T08:00:00Z",
        "resource_type": "Issue",
    }


def pull(tracker: Inbox, day: int, *lines: tuple[str, Any, str | None]) -> None:
    """Drop the file that a pull of a day leaves: lines of kind, answer and, of a history, its item."""
    texts = [
        json.dumps({"request": {"kind": kind, "path": "/issues", "item": item}, "response": response})
        for kind, response, item in lines
    ]
    tracker.drop(f"2026-03-{day:02}.jsonl.gz", gzip.compress("\n".join(texts).encode()))


def stands(tracker: Inbox, table: str, *columns: str) -> list[tuple]:
    """Return the rows of a table as they stand."""
    state = current_state(tracker.workspace, TABLES[table], tracker.source.name)
    return state.select(columns).sort(pl.all()).rows()


@pytest.fixture
def tracker(tmp_path: Path) -> Inbox:
    tracker = make_inbox(tmp_path, "gitlab_json", delivery="increment")
    page = [issue(1, links=(2, 3)), issue(2), issue(3), issue(4)]
    events = [event(1, "closed", 2), event(2, "reopened", 3)]
    pull(tracker, 4, ("items", page, None), ("history", events, "10"), ("keys", page, None))
    return tracker


def test_a_pull_makes_up_for_one_before_it_that_was_held(tracker: Inbox) -> None:
    """It asks for what changed since the last one that was loaded (tests/ingest/apis/test_plan.py)."""
    api = {"kind": "gitlab", "query": "harbour/app", "token": "${TOKEN}"}
    pulled = tracker.with_source(api=api, files="inbox/books/*.jsonl.gz")
    pull(pulled, 5, ("keys", [issue(1)], None))
    assert [load.status for load in pulled.land().held] == ["held"]
    pull(pulled, 6, ("keys", [issue(number) for number in (1, 2, 3, 4)], None))
    load = pulled.land("2026-04-02")
    assert [file.status for file in load.loads] == ["loaded", "held", "loaded"]
    assert (load.held, load.not_superseded) == ([], [])


def test_a_first_pull_brings_items_links_and_changes(tracker: Inbox) -> None:
    (load,) = tracker.land().loads
    assert (load.status, load.row_count_read, load.row_count_accepted) == ("loaded", 6, 6)
    assert stands(tracker, "work_item_links", "work_item_id", "linked_key") == [("10", "9#2"), ("10", "9#3")]
    assert stands(tracker, "work_item_transitions", "work_item_id", "transition_id") == [
        ("10", "1"),
        ("10", "2"),
    ]


def test_the_next_pull_tells_what_went_with_an_item_and_which_items_are_gone(tracker: Inbox) -> None:
    listed = [issue(number) for number in (1, 2, 3)]
    changed, events = [issue(1, "closed", links=(3,))], [event(3, "closed", 5)]
    pull(tracker, 5, ("items", changed, None), ("history", events, "10"), ("keys", listed, None))
    assert [load.status for load in tracker.land().loads] == ["loaded", "loaded"]
    assert stands(tracker, "work_items", "work_item_id", "status_name") == [
        ("10", "closed"), ("20", "opened"), ("30", "opened"),
    ]  # fmt: skip
    assert stands(tracker, "work_item_links", "linked_key") == [("9#3",)]
    assert stands(tracker, "work_item_transitions", "transition_id") == [("3",)]


def test_a_pull_that_brings_nothing_changes_nothing(tracker: Inbox) -> None:
    pull(tracker, 5, ("items", [], None), ("keys", [issue(number) for number in (1, 2, 3, 4)], None))
    second = tracker.land().loads[1]
    assert (second.status, second.row_count_read, second.rows_written) == ("loaded", 0, 0)
    assert len(stands(tracker, "work_items", "work_item_id")) == 4


def test_an_item_whose_row_is_refused_keeps_what_it_had(tracker: Inbox) -> None:
    many = [issue(number) for number in range(20, 40)]  # so that one bad row does not hold the file
    bad = issue(1) | {"created_at": "some day"}
    pull(tracker, 5, ("items", [bad, *many], None))
    second = tracker.land().loads[1]
    assert (second.status, second.row_count_rejected) == ("loaded", 1)
    assert stands(tracker, "work_item_links", "linked_key") == [("9#2",), ("9#3",)]
