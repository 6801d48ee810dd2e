"""Linear: GraphQL by cursors, long histories continued apart, errors under the status of a success."""

from pathlib import Path

import pytest

from ingest.apis.answers import FetchError
from tests.ingest.apis.pulling import tracker_for
from tests.ingest.apis.service import Asked, Reply, running


def _change(identity: str, before: str, after: str) -> dict:
    return {
        "id": identity,
        "createdAt": "2026-11-02T08:00:00.000Z",
        "actor": {"name": "Owner 07"},
        "fromState": {"name": before},
        "toState": {"name": after},
    }


def _part(nodes: list[dict], cursor: str | None = None) -> dict:
    return {"nodes": nodes, "pageInfo": {"hasNextPage": cursor is not None, "endCursor": cursor}}


def _issue(number: int, history: dict) -> dict:
    return {
        "id": f"uuid-{number}",
        "identifier": f"SHOP-{number}",
        "title": f"Work {number}",
        "state": {"name": "Done", "type": "completed"},
        "team": {"key": "SHOP", "name": "Shop"},
        "createdAt": "2026-10-01T08:00:00.000Z",
        "updatedAt": "2026-11-02T08:00:00.000Z",
        "labels": {"nodes": []},
        "relations": _part([{"type": "blocks", "relatedIssue": {"identifier": "SHOP-9"}}]),
        "inverseRelations": _part([]),
        "history": history,
    }


FIRST = _issue(1, _part([_change("h1", "Todo", "Doing")], "c1"))
SECOND = _issue(2, _part([]))


def _answer(asked: Asked) -> Reply:
    after = asked.body["variables"]["after"]
    if "query Changes" in asked.body["query"]:
        assert asked.body["variables"] == {"id": "uuid-1", "after": "c1"}
        return Reply({"data": {"issue": {"history": _part([_change("h2", "Doing", "Done")])}}})
    if "query Keys" in asked.body["query"]:
        return Reply({"data": {"issues": _part([{"id": "uuid-1"}, {"id": "uuid-2"}])}})
    return Reply({"data": {"issues": _part([SECOND]) if after else _part([FIRST], "p1")}})


def test_a_team_is_pulled_and_landed(tmp_path: Path) -> None:
    with running(_answer) as service:
        tracker = tracker_for(tmp_path, service, "linear", "SHOP", "linear_json")
        tracker.environment["TRACKER_TOKEN"] = "lin_api_s3cr3t"
        assert tracker.pull().item_count == 2
        assert [file.status for file in tracker.land().loads] == ["loaded"]
    assert service.paths() == ["/graphql"] * 4
    assert service.log[0].headers["Authorization"] == "lin_api_s3cr3t"
    assert [asked.body["variables"]["after"] for asked in service.log] == [None, "p1", "c1", None]
    assert service.log[0].body["variables"]["filter"] == {"team": {"key": {"eq": "SHOP"}}}
    assert tracker.rows("work_items", "work_item_key", "status_category") == [
        ("SHOP-1", "done"),
        ("SHOP-2", "done"),
    ]
    assert tracker.rows("work_item_transitions", "work_item_id", "transition_id", "to_status_name") == [
        ("uuid-1", "h1", "Doing"),
        ("uuid-1", "h2", "Done"),
    ]
    assert tracker.rows("work_item_links", "work_item_id", "linked_key") == [
        ("uuid-1", "SHOP-9"),
        ("uuid-2", "SHOP-9"),
    ]


def test_the_braces_of_every_query_close() -> None:
    from ingest.apis import linear

    for text in (linear.ISSUES, linear.HISTORY, linear.KEYS):
        assert text.count("{") == text.count("}")


def test_errors_of_a_query_end_the_pull(tmp_path: Path) -> None:
    with running(lambda _: Reply({"errors": [{"message": "Cannot query field"}], "data": None})) as service:
        tracker = tracker_for(tmp_path, service, "linear", "SHOP", "linear_json")
        with pytest.raises(FetchError, match="it answers an error: Cannot query field"):
            tracker.pull()


def test_an_unknown_shape_ends_the_pull(tmp_path: Path) -> None:
    with running(lambda _: Reply({"data": {"issues": {"nodes": []}}})) as service:
        tracker = tracker_for(tmp_path, service, "linear", "SHOP", "linear_json")
        with pytest.raises(FetchError, match="graphql answers in an unknown shape"):
            tracker.pull()
