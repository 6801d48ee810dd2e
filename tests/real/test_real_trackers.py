"""Public tracker exports, landed: every count of their README, and nothing lost on the way."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from tests.real.exports import REST_FILES, make_workspace, needs_exports
from tests.workspaces import Landed, assert_nothing_is_lost, land

pytestmark = [pytest.mark.real, needs_exports]

REST_FACTS = {
    # source: issues, by category, resolved, median days to resolve, with parent, with epic
    "alloy": (1499, {"done": 1284, "todo": 212, "in_progress": 3}, 1283, 20.6422, 71, 23),
    "module": (367, {"done": 276, "todo": 76, "in_progress": 15}, 272, 56.2601, 27, 31),
    "daemon": (317, {"done": 287, "todo": 30}, 287, 4.6232, 0, 65),
}


def median_days_to_resolve(items: pl.DataFrame) -> float:
    microseconds = (pl.col("resolved_at") - pl.col("created_at")).dt.total_microseconds()
    return items.select(microseconds / 86_400_000_000).to_series().median()  # ty: ignore


@pytest.fixture(scope="module")
def rest(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    return land(make_workspace(tmp_path_factory.mktemp("rest"), "jira_rest", REST_FILES))


@pytest.mark.parametrize("source", REST_FACTS)
def test_a_project_keeps_its_facts_and_loses_no_issue(rest: Landed, source: str) -> None:
    count, categories, resolved, days, with_parent, with_epic = REST_FACTS[source]
    items = rest.rows("work_items", source)
    assert items["work_item_key"].n_unique() == items.height == count
    assert Counter(items["status_category"]) == categories
    assert items["resolved_at"].count() == resolved
    assert median_days_to_resolve(items) == pytest.approx(days, abs=0.00005)
    assert (items["parent_key"].count(), items["epic_key"].count()) == (with_parent, with_epic)
    assert rest.load(source).row_count_read == rest.load(source).row_count_accepted == count
    assert rest.rejected(source).is_empty()


def test_the_largest_project_in_detail(rest: Landed) -> None:
    items = rest.rows("work_items", "alloy")
    assert Counter(items["type_name"]) == {
        "Bug": 623, "Improvement": 352, "Story": 233, "New Feature": 213, "Sub-task": 62,
        "Technical task": 9, "Epic": 7,
    }  # fmt: skip
    assert items["created_at"].min() == datetime(2012, 5, 6, 19, 25, 25)
    assert items["created_at"].max() == datetime(2021, 10, 27, 7, 56, 5)
    assert items["priority_name"].null_count() == 62
    assert rest.rows("work_item_links", "alloy").height == 988


def test_nothing_of_the_rest_answers_is_lost_and_no_critical_rule_fails(rest: Landed) -> None:
    assert_nothing_is_lost(rest)
    for source in REST_FACTS:
        failed = rest.results(source).filter(~pl.col("is_success") & (pl.col("severity") == "critical"))
        assert failed.is_empty()


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    files = {
        "issues/2022-08-01.jsonl": "tracker/jira_cloud_api/issues.jsonl",
        "changelogs/2022-08-01.jsonl": "tracker/jira_cloud_api/issue_changelogs.jsonl",
    }
    return land(make_workspace(tmp_path_factory.mktemp("cloud"), "jira_cloud_api", files))


def test_cloud_issues_keep_their_chinese_status(cloud: Landed) -> None:
    items = cloud.rows("work_items", "issues")
    assert Counter(items["status_name"]) == {"已完成": 30, "To Do": 3}
    assert cloud.load("issues").row_count_read == 33


def test_separate_changelog_answers_give_their_status_changes(cloud: Landed) -> None:
    load = cloud.load("changelogs")
    changes = cloud.rows("work_item_transitions", "changelogs").sort("work_item_id", "changed_at")
    assert (load.row_count_read, load.row_count_accepted, changes.height) == (279, 10, 10)
    assert load.ignored == {"entry_without_status_change": 269}
    of_one = changes.filter(pl.col("work_item_id") == "13954")
    assert of_one["to_status_name"].to_list() == [
        "开发中",
        "Code Review",
        "待测试",
        "测试中",
        "发布中",
        "已完成",
    ]
    assert of_one["changed_at"][0] == datetime(2021, 3, 5, 2, 14, 45, 316000)  # 10:14:45.316+0800


def test_nothing_of_the_cloud_answers_is_lost(cloud: Landed) -> None:
    assert_nothing_is_lost(cloud)


@pytest.fixture(scope="module")
def bugs(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    files = {"bugs/2025-03-31.csv": "tracker/jira_csv/bugs.csv"}
    return land(make_workspace(tmp_path_factory.mktemp("bugs"), "jira_csv", files))


def test_a_csv_export_without_a_key_column_keeps_its_facts(bugs: Landed) -> None:
    items = bugs.rows("work_items", "bugs")
    assert items["work_item_id"].n_unique() == items.height == bugs.load("bugs").row_count_read == 2503
    assert Counter(items["status_name"]) == {
        "Resolved": 1733, "Open": 684, "Patch Available": 41, "In Progress": 30, "Reopened": 15,
    }  # fmt: skip
    assert items["created_at"].min() == datetime(2020, 1, 1, 2, 52)
    assert items["created_at"].max() == datetime(2024, 12, 31, 18, 55)
    assert median_days_to_resolve(items) == pytest.approx(12.259028, abs=0.0000005)
    assert bugs.rejected("bugs").is_empty()


def test_cells_of_several_lines_stay_one_cell(bugs: Landed) -> None:
    extra = bugs.rows("work_items", "bugs")["extra"].str.json_path_match("$.Description")
    titles = bugs.rows("work_items", "bugs")["title"]
    assert extra.str.contains("\n").sum() + titles.str.contains("\n").sum() == 1782
    assert_nothing_is_lost(bugs)


def test_a_linear_export_keeps_its_facts(tmp_path: Path) -> None:
    files = {"linear/2023-02-28.csv": "tracker/linear/export.csv"}
    landed = land(make_workspace(tmp_path, "linear", files))
    items = landed.rows("work_items", "linear")
    assert (items.height, items["story_points"].sum(), items["due_date"].count()) == (10, 16, 2)
    assert Counter(items["status_category"]) == {"todo": 6, "in_progress": 1, "done": 3}
    assert items["created_at"].min() == datetime(2022, 8, 23, 13, 54, 1)
    assert landed.rejected("linear").is_empty()
    assert_nothing_is_lost(landed)
