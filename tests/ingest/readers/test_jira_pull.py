"""Pulls from Jira: changelogs and listings fetched apart, and what they tell about all that is not there."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.reading import ReadResult, UnreadableFile
from tests.ingest.apis.jira import change, issue
from tests.ingest.readers.reading import read_text


def _line(kind: str, response: Any, **request: Any) -> dict:
    return {"request": {"kind": kind, "path": "rest/api/3/x", **request}, "response": response}


def _items(*issues: dict) -> dict:
    return _line("items", {"issues": list(issues), "isLast": True})


def _read(folder: Path, *lines: dict) -> ReadResult:
    return read_text("jira_json", folder, "\n".join(map(json.dumps, lines)), "pull.jsonl")


def _transitions(result: ReadResult) -> list[tuple]:
    frame = result.tables["work_item_transitions"]
    return frame.select("work_item_id", "transition_id", "from_status_name", "to_status_name").rows()


def _whole(result: ReadResult, table: str = "work_item_transitions") -> set[str]:
    return set(result.whole[table])


def _bulk(*logs: tuple[str, list[dict]], token: str | None = None) -> dict:
    return {
        "issueChangeLogs": [{"issueId": item, "changeHistories": entries} for item, entries in logs],
        "nextPageToken": token,
    }


@pytest.mark.parametrize(
    "created", ["2026-11-02T08:00:00.000+0000", "2026-11-02T09:00:00.000+0100", 1793606400, 1793606400000]
)
def test_changelogs_of_many_issues_are_one_history(tmp_path: Path, created: Any) -> None:
    result = _read(
        tmp_path,
        _items(issue(1, "SHOP-1"), issue(2, "SHOP-2"), issue(3, "SHOP-3")),
        _line(
            "history", _bulk(("1", [change(7, "To Do", "Done", created)]), token="x"), items=["1", "2", "3"]
        ),
        _line("history", _bulk(("1", [change(8, "Done", "To Do", created)])), items=["1", "2", "3"]),
    )
    assert _transitions(result) == [("1", "7:0", "To Do", "Done"), ("1", "8:0", "Done", "To Do")]
    assert result.tables["work_item_transitions"]["changed_at"][0] == datetime(2026, 11, 2, 8)
    assert _whole(result) == {"1", "2", "3"}
    assert _whole(result, "work_item_links") == {"1", "2", "3"}
    assert result.rows_read == 5


def test_pages_of_one_issues_changelog_are_put_together(tmp_path: Path) -> None:
    first = {"startAt": 0, "total": 2, "isLast": False, "values": [change(7, "To Do", "In Progress")]}
    second = {"startAt": 1, "total": 2, "isLast": True, "values": [change(8, "In Progress", "Done")]}
    result = _read(
        tmp_path,
        _items(issue(1, "SHOP-1")),
        _line("history", first, item="1"),
        _line("history", second, item="1"),
    )
    assert _transitions(result) == [("1", "7:0", "To Do", "In Progress"), ("1", "8:0", "In Progress", "Done")]
    assert _whole(result) == {"1"}


@pytest.mark.parametrize(
    "history",
    [
        _line("history", {"startAt": 0, "total": 2, "values": [change(7, "To Do", "Done")]}, item="1"),
        _line("history", {"startAt": 0, "isLast": False, "values": [change(7, "To Do", "Done")]}, item="1"),
        _line("history", _bulk(("1", [change(7, "To Do", "Done")]), token="more"), items=["1"]),
    ],
    ids=["total", "is last", "token"],
)
def test_a_history_that_breaks_off_is_refused(tmp_path: Path, history: dict) -> None:
    with pytest.raises(UnreadableFile, match="the history of 1 breaks off"):
        _read(tmp_path, _items(issue(1, "SHOP-1")), history)


def _with_changelog(record: dict, total: int, *entries: dict) -> dict:
    return record | {
        "changelog": {"startAt": 0, "maxResults": 100, "total": total, "histories": list(entries)}
    }


def test_a_changelog_that_was_cut_is_told_and_not_taken_for_whole(tmp_path: Path) -> None:
    cut = _with_changelog(issue(1, "SHOP-1"), 40, change(7, "To Do", "Done"))
    result = _read(tmp_path, _items(cut, _with_changelog(issue(2, "SHOP-2"), 0)))
    assert result.tables["work_items"]["work_item_id"].to_list() == ["1", "2"]
    (row,) = result.rejected.rows(named=True)
    assert (row["row_number"], row["reason"]) == (1, "changelog_cut")
    assert row["detail"].startswith("1 of 40 entries of its changelog came; ")
    assert _whole(result) == {"2"}
    assert _whole(result, "work_item_links") == {"1", "2"}


def test_a_cut_changelog_is_completed_by_the_one_fetched_apart(tmp_path: Path) -> None:
    early, late = change(7, "To Do", "In Progress"), change(8, "In Progress", "Done")
    alone = {"id": "1", "key": "SHOP-1", "changelog": {"total": 2, "histories": [early, late]}}
    result = _read(
        tmp_path,
        _items(_with_changelog(issue(1, "SHOP-1"), 2, late)),
        _line("history", alone, item="1"),
    )
    assert sorted(_transitions(result)) == [
        ("1", "7:0", "To Do", "In Progress"),
        ("1", "8:0", "In Progress", "Done"),
    ]
    assert result.rejected.is_empty()
    assert _whole(result) == {"1"}


def test_an_issue_with_a_refused_change_is_not_whole(tmp_path: Path) -> None:
    bad = change(7, "To Do", "Done", "yesterday")
    result = _read(
        tmp_path,
        _items(issue(1, "SHOP-1"), issue(2, "SHOP-2")),
        _line("history", _bulk(("1", [bad, change(8, "Done", "To Do")])), items=["1", "2"]),
    )
    assert result.rejected["reason"].to_list() == ["not_a_date"]
    assert _whole(result) == {"2"}


def test_a_move_to_another_project_is_one_entry_with_its_status_change(tmp_path: Path) -> None:
    moved = change(9, "In Progress", "To Do")
    moved["items"] = [
        {"field": "Key", "fieldtype": "jira", "fromString": "SHOP-1", "toString": "PAY-7"},
        {"field": "project", "fieldtype": "jira", "fromString": "Shop", "toString": "Pay"},
        *moved["items"],
    ]
    sprint = change(10, "", "") | {
        "items": [{"field": "Sprint", "from": "3, 4", "toString": "Sprint 3, Sprint 4"}]
    }
    gone = change(11, "A status of old", "Done")
    reopened = change(12, "Done", "In Progress")
    entries = [moved, sprint, gone, reopened]
    result = _read(tmp_path, _items(issue(1, "PAY-7")), _line("history", _bulk(("1", entries)), items=["1"]))
    assert _transitions(result) == [
        ("1", "9:2", "In Progress", "To Do"),
        ("1", "11:0", "A status of old", "Done"),
        ("1", "12:0", "Done", "In Progress"),
    ]
    assert result.ignored == {"entry_without_status_change": 1}
    assert result.tables["work_items"]["project_key"].to_list() == ["PAY"]


def test_an_issue_on_two_pages_counts_as_it_was_told_last(tmp_path: Path) -> None:
    result = _read(
        tmp_path,
        _items(issue(1, "SHOP-1", "To Do"), issue(2, "SHOP-2")),
        _items(issue(1, "SHOP-1", "Done")),
    )
    rows = result.tables["work_items"].select("row_number", "work_item_id", "status_name").rows()
    assert rows == [(2, "2", "To Do"), (3, "1", "Done")]
    assert result.ignored == {"repeated_in_pull": 1}
    assert result.rows_read == 3


def _keys(*ids: str, **rest: Any) -> dict:
    return _line("keys", {"issues": [{"id": item, "key": f"SHOP-{item}"} for item in ids], **rest})


def test_a_listing_is_no_row_and_tells_what_there_is(tmp_path: Path) -> None:
    result = _read(
        tmp_path,
        _items(issue(1, "SHOP-1")),
        _keys("1", "2", nextPageToken="1", isLast=False),
        _keys("3", isLast=True),
    )
    assert result.listing is not None
    assert result.listing.to_list() == ["1", "2", "3"]
    assert result.rows_read == 1


def test_without_a_listing_nothing_is_told_to_be_gone(tmp_path: Path) -> None:
    assert _read(tmp_path, _items(issue(1, "SHOP-1"))).listing is None


def test_an_empty_listing_is_one(tmp_path: Path) -> None:
    listing = _read(tmp_path, _items(), _keys(isLast=True)).listing
    assert listing is not None
    assert listing.len() == 0


@pytest.mark.parametrize(
    "rest",
    [{"nextPageToken": "1"}, {"isLast": False}, {"startAt": 0, "total": 3}],
    ids=["token", "last", "total"],
)
def test_a_listing_that_breaks_off_is_refused(tmp_path: Path, rest: dict) -> None:
    with pytest.raises(UnreadableFile, match="the listing of all ids breaks off"):
        _read(tmp_path, _items(issue(1, "SHOP-1")), _keys("1", "2", **rest))


def test_a_page_of_another_shape_among_those_of_all_ids_may_hide_some(tmp_path: Path) -> None:
    more = {"issues": [{"id": "1"}], "nextPageToken": "x", "isLast": False}
    odd = {"errorMessages": ["try again"]}
    last = {"issues": [{"id": "3"}], "isLast": True}
    with pytest.raises(UnreadableFile, match="line 2: it is no page of the listing"):
        _read(tmp_path, *(_line("keys", page) for page in (more, odd, last)))
