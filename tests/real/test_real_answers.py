"""Public answers of trackers' APIs, landed: the counts of their README, and nothing lost on the way."""

from collections import Counter
from datetime import datetime

import polars as pl
import pytest

from tests.real.exports import ANSWER_FILES, make_workspace, needs_exports
from tests.workspaces import Landed, assert_nothing_is_lost, land

pytestmark = [pytest.mark.real, needs_exports]


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    return land(make_workspace(tmp_path_factory.mktemp("answers"), "answers", ANSWER_FILES))


def test_of_github_issues_the_pull_requests_are_left_out(landed: Landed) -> None:
    load, items = landed.load("github"), landed.rows("work_items", "github")
    assert (load.row_count_read, load.row_count_accepted, load.ignored) == (42, 26, {"pull_request": 16})
    assert items["work_item_id"].n_unique() == items["work_item_key"].n_unique() == 26
    assert Counter(zip(items["status_name"], items["resolution_name"], strict=True)) == {
        ("closed", "completed"): 26
    }
    assert set(items["project_key"]) == {"panjf2000/ants"}
    assert (items["created_at"].min(), items["resolved_at"].max()) == (
        datetime(2018, 8, 2, 3, 9, 57), datetime(2019, 8, 25, 6, 36, 14),
    )  # fmt: skip
    assert items["labels"].count() == 11


def test_gitlab_issues_keep_their_facts(landed: Landed) -> None:
    items = landed.rows("work_items", "gitlab")
    assert landed.load("gitlab").row_count_read == items["work_item_id"].n_unique() == items.height == 16
    assert Counter(items["status_category"]) == {"done": 12, "todo": 4}
    assert (items["resolved_at"].count(), items["story_points"].sum()) == (12, 8)
    assert (items["fix_versions"].count(), items["assignee_name"].count()) == (6, 5)
    moved = items.filter(pl.col("resolution_name") == "Moved")
    assert moved["work_item_key"].to_list() == ["gitlab-data/snowflake_spend#10"]
    assert items["original_estimate_seconds"].count() == 0


def test_nothing_of_the_answers_is_lost_or_refused(landed: Landed) -> None:
    assert_nothing_is_lost(landed)
    assert all(landed.rejected(name).is_empty() for name in landed.sources)
