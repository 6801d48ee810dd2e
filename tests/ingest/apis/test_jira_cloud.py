"""Jira Cloud end to end: pulled, landed, and pulled again after one night of changes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from ingest.segments import segment_files
from tests.ingest.apis.jira import Jira, change, issue
from tests.ingest.apis.pulling import STARTED, tracker_for
from tests.ingest.apis.service import lines_of, running

NEXT_NIGHT = STARTED + timedelta(days=1)


def test_a_night_of_changes_is_pulled_landed_and_nothing_else(tmp_path: Path) -> None:
    link = {"type": {"name": "Blocks"}, "outwardIssue": {"key": "SHOP-2"}}
    linked = issue(1, "SHOP-1")
    linked["fields"]["issuelinks"] = [link]
    site = Jira(
        [linked, issue(2, "SHOP-2"), issue(3, "SHOP-3"), issue(4, "SHOP-4", "In Progress")],
        {"4": [change(40, "To Do", "In Progress")]},
    )
    with running(site) as service:
        tracker = tracker_for(tmp_path, service, "jira_cloud", "project = SHOP", "jira_json")
        tracker.pull()
        load = tracker.land()
        assert [file.status for file in load.loads] == ["loaded"]
        assert tracker.rows("work_item_transitions", "work_item_id", "to_status_name") == [
            ("4", "In Progress")
        ]

        moved = issue(4, "PAY-1", "Done")
        unlinked = issue(1, "SHOP-1", "Done")
        site.issues = [unlinked, issue(2, "SHOP-2"), moved]  # 3 was deleted
        site.changes["4"].append(change(41, "In Progress", "Done"))
        site.changes["1"] = [change(10, "To Do", "Done")]
        just_before = int((STARTED - timedelta(minutes=59)).timestamp() * 1000)
        site.updated_ms = {"1": just_before, "4": just_before + 60_000, "2": just_before - 3_600_000}
        service.log.clear()
        pulled = tracker.pull(NEXT_NIGHT)
        tracker.land(NEXT_NIGHT)

    # 2026-11-21 00:30 UTC, an hour before the first pull
    assert service.log[0].body["jql"] == "(project = SHOP) AND updated >= 1795221000000 ORDER BY key ASC"
    assert [line["request"].get("items") for line in lines_of(pulled.path)][1] == ["1", "4"]
    assert tracker.rows("work_items", "work_item_id", "work_item_key", "status_name") == [
        ("1", "SHOP-1", "Done"),
        ("2", "SHOP-2", "To Do"),
        ("4", "PAY-1", "Done"),
    ]
    assert tracker.rows("work_item_links", "work_item_id") == []
    assert tracker.rows("work_item_transitions", "work_item_id", "transition_id") == [
        ("1", "10:0"),
        ("4", "40:0"),
        ("4", "41:0"),
    ]
    files = segment_files(tracker.workspace, "work_items", "tracker")
    versions = pl.concat(map(pl.read_parquet, files)).filter(pl.col("known_at") >= datetime(2026, 11, 22))
    told = versions.select("work_item_id", "is_deleted").sort("work_item_id").rows()
    assert told == [("1", False), ("3", True), ("4", False)]


def test_a_pull_that_was_not_landed_is_pulled_again(tmp_path: Path) -> None:
    with running(Jira([issue(1, "SHOP-1")])) as service:
        tracker = tracker_for(tmp_path, service, "jira_cloud", "project = SHOP", "jira_json")
        tracker.pull()
        assert tracker.pull(NEXT_NIGHT).plan.since is None
        tracker.land(NEXT_NIGHT)
        third = tracker.pull(NEXT_NIGHT + timedelta(days=1))
    assert third.plan.since == datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
    assert len(tracker.inbox) == 3


@pytest.mark.parametrize("count", [0, 1])
def test_a_quiet_night_leaves_a_file_that_lands(tmp_path: Path, count: int) -> None:
    site = Jira([issue(number, f"SHOP-{number}") for number in range(1, count + 1)])
    with running(site) as service:
        tracker = tracker_for(tmp_path, service, "jira_cloud", "project = SHOP", "jira_json")
        for night in (STARTED, NEXT_NIGHT):
            tracker.pull(night)
            load = tracker.land(night)
    assert [file.status for file in load.loads] == ["loaded", "loaded"]
    assert load.new_loads[0].rows_written == 0
