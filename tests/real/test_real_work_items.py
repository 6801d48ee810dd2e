"""A public table of tasks with nothing but dates, through the reader that knows no header by name."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from tests.real.exports import make_workspace, needs_exports
from tests.workspaces import assert_nothing_is_lost, land

pytestmark = [pytest.mark.real, needs_exports]

FILES = {"tasks/2019-08-31.csv": "tracker/cycle_times/tasks.csv"}


def test_tasks_that_end_before_they_begin_are_set_aside(tmp_path: Path) -> None:
    landed = land(make_workspace(tmp_path, "cycle_times", FILES))
    load = landed.load("tasks")
    assert (load.row_count_read, load.row_count_accepted, load.row_count_rejected) == (4123, 2461, 1662)
    rejected = landed.rejected("tasks")
    assert Counter(rejected["reason"]) == {"created_at_not_after_resolved_at": 1662}
    assert_nothing_is_lost(landed)


def test_cycle_times_are_those_of_the_file(tmp_path: Path) -> None:
    items = land(make_workspace(tmp_path, "cycle_times", FILES)).rows("work_items", "tasks")
    days = (items["resolved_at"] - items["created_at"]).dt.total_days()
    stated = items["extra"].str.json_path_match("$.cycle_time_days").cast(pl.Int64)
    assert days.equals(stated, check_names=False)
    assert items["work_item_key"].n_unique() == items.height
    assert items["created_at"].min() == datetime(2013, 4, 22)
    assert (days.sum(), days.max()) == (41563, 1140)
    assert Counter(items["project_key"]) == {"0": 1319, "1": 1142}


def test_without_the_threshold_so_many_broken_rows_hold_the_file(tmp_path: Path) -> None:
    root = make_workspace(tmp_path, "cycle_times", FILES)
    portfolio = root / "portfolio.yml"
    portfolio.write_text(portfolio.read_text().replace("thresholds: {quarantine_hold_share: 0.5}\n", ""))
    landed = land(root)
    load = landed.load("tasks")
    assert load.status == "held"
    assert "1,662 of 4,123 rows fail" in (load.reason or "")
    assert landed.rows("work_items", "tasks").is_empty()
