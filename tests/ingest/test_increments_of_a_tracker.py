"""Increments of a tracker: what an item no longer has goes, what is not listed goes, all may come back."""

from itertools import permutations
from pathlib import Path

import pytest

from ingest.contracts import TABLES
from ingest.segments import current_state
from tests.ingest.inboxes import Inbox, make_inbox
from tests.ingest.notes import Notes


@pytest.fixture
def tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    monkeypatch.setattr("ingest.loading.reader_for", lambda _: Notes())
    return make_inbox(tmp_path, "jira_json", delivery="increment")


FIRST = ("item 1 Open", "item 2 Open", "item 3 Open", "item 4 Open", "link 1 K-2", "link 1 K-3", "link 2 K-1")
CHANGES = ("change 1 10", "change 1 11", "change 2 20")
ALL = ("listed 1 2 3 4",)


def drop(inbox: Inbox, day: int, *lines: str) -> None:
    inbox.drop(f"pull-2026-03-{day:02d}.jsonl", "\n".join(lines) + "\n")


def stands(inbox: Inbox) -> set[str]:
    """Return the rows as they stand, in the words of `Notes`."""
    found = {}
    for name in Notes.tables:
        found[name] = current_state(inbox.workspace, TABLES[name], "books").iter_rows(named=True)
    return (
        {f"item {row['work_item_id']} {row['status_name']}" for row in found["work_items"]}
        | {f"link {row['work_item_id']} {row['linked_key']}" for row in found["work_item_links"]}
        | {f"change {row['work_item_id']} {row['transition_id']}" for row in found["work_item_transitions"]}
    )


def written(inbox: Inbox) -> list[int]:
    return [load.rows_written for load in inbox.land().loads]


def test_what_a_file_tells_whole_and_does_not_hold_is_gone(tracker: Inbox) -> None:
    drop(tracker, 1, *FIRST, *CHANGES)
    drop(tracker, 2, "item 1 Done", "link 1 K-3", "change 1 11", "whole 1")
    assert written(tracker) == [10, 3]  # the item, the link to K-2, the change 10
    assert stands(tracker) == {*FIRST, *CHANGES, "item 1 Done"} - {"item 1 Open", "link 1 K-2", "change 1 10"}


def test_what_a_file_does_not_tell_whole_stands(tracker: Inbox) -> None:
    drop(tracker, 1, *FIRST, *CHANGES)
    drop(tracker, 2, "item 1 Done", "link 1 K-4", "whole 3")
    assert written(tracker) == [10, 2]
    assert stands(tracker) == {*FIRST, *CHANGES, "item 1 Done", "link 1 K-4"} - {"item 1 Open"}


def test_a_link_that_went_comes_back(tracker: Inbox) -> None:
    drop(tracker, 1, *FIRST)
    drop(tracker, 2, "link 1 K-3", "whole 1")
    drop(tracker, 3, "link 1 K-3", "link 1 K-2", "whole 1")
    assert written(tracker) == [7, 1, 1]
    assert stands(tracker) == set(FIRST)


def test_d03_an_item_that_is_not_listed_is_gone_with_all_that_hangs_on_it(tracker: Inbox) -> None:
    drop(tracker, 1, *FIRST, *CHANGES)
    drop(tracker, 2, "listed 2 3 4")
    assert written(tracker) == [10, 5]
    assert stands(tracker) == {"item 2 Open", "item 3 Open", "item 4 Open", "link 2 K-1", "change 2 20"}


def test_an_item_that_the_file_brings_exists_although_it_is_not_listed(tracker: Inbox) -> None:
    drop(tracker, 1, *FIRST)
    drop(tracker, 2, "item 5 Open", "link 5 K-1", *ALL)
    assert written(tracker) == [7, 2]
    assert stands(tracker) == {*FIRST, "item 5 Open", "link 5 K-1"}


def test_d03_an_item_that_is_listed_again_is_back_as_it_was(tracker: Inbox) -> None:
    drop(tracker, 1, *FIRST, *CHANGES)
    drop(tracker, 2, "link 1 K-3", "whole 1")  # the link to K-2 went before its item did
    drop(tracker, 3, "listed 2 3 4")
    drop(tracker, 4, *ALL)
    drop(tracker, 5, *ALL)
    # The whole of item 1 is one link: its changes are gone on the second day, too.
    assert written(tracker) == [10, 3, 2, 2, 0]
    assert stands(tracker) == {*FIRST, "change 2 20"} - {"link 1 K-2"}


def test_an_item_that_is_back_is_what_the_file_tells_of_it(tracker: Inbox) -> None:
    drop(tracker, 1, *FIRST, *CHANGES)
    drop(tracker, 2, "listed 2 3 4")
    drop(tracker, 3, "item 1 Done", "link 1 K-4", "whole 1", *ALL)
    assert written(tracker) == [10, 5, 2]
    others = {"item 2 Open", "item 3 Open", "item 4 Open", "link 2 K-1", "change 2 20"}
    assert stands(tracker) == {"item 1 Done", "link 1 K-4", *others}


def test_a_listing_of_suspiciously_few_holds_the_file(tracker: Inbox) -> None:
    drop(tracker, 1, *FIRST)
    drop(tracker, 2, "item 1 Done", "listed 1 2")
    first, second = tracker.land().loads
    assert (first.status, second.status) == ("loaded", "held")
    assert second.reason == "a listing lists 2 work_items where the one before listed 4"
    assert stands(tracker) == set(FIRST)


def test_a_file_delivered_again_with_another_listing_counts_as_if_it_were_the_only_one(
    tracker: Inbox,
) -> None:
    drop(tracker, 1, *FIRST, *CHANGES)
    drop(tracker, 2, "listed 1 2 3", "link 2 K-3", "whole 2")
    tracker.land("2026-04-01")
    drop(tracker, 2, "listed 2 3 4")
    tracker.land("2026-04-02")
    gone = {"item 1 Open", "link 1 K-2", "link 1 K-3", "change 1 10", "change 1 11"}
    assert stands(tracker) == {*FIRST, *CHANGES} - gone


def test_a_corrected_file_leaves_back_what_is_listed_again(tracker: Inbox) -> None:
    drop(tracker, 1, *FIRST, *CHANGES)
    drop(tracker, 2, "listed 2 3 4")
    drop(tracker, 3, *ALL)
    tracker.land("2026-04-01")
    drop(tracker, 3, *ALL, "item 2 Done")
    tracker.land("2026-04-02")
    assert stands(tracker) == {*FIRST, *CHANGES, "item 2 Done"} - {"item 2 Open"}


def test_f05_any_order_of_arrival_gives_the_same_segments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.loading.reader_for", lambda _: Notes())
    files = [
        (*FIRST, *CHANGES),
        ("item 1 Done", "link 1 K-3", "change 1 12", "whole 1"),
        ("listed 1 2 3", "link 4 K-1"),
        ("item 5 Open", "listed 1 2 3 4 5", "whole 2", "link 2 K-3"),
    ]
    results = []
    for number, order in enumerate(permutations(range(4))):
        inbox = make_inbox(tmp_path / str(number), "jira_json", delivery="increment")
        for arrival, index in enumerate(order, start=1):
            drop(inbox, index + 1, *files[index])
            inbox.land(f"2026-04-{arrival:02d}")
        results.append(inbox.hashes(*(f"input/{name}" for name in Notes.tables)))
    assert len(results[0]) > 8
    assert all(result == results[0] for result in results)
