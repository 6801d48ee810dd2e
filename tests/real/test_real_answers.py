"""Public answers of trackers' APIs, landed: the counts of their README, and nothing lost on the way."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.ingest.readers.reading import read_file
from tests.real.exports import ANSWER_FILES, DATA, make_workspace, needs_exports
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


def test_trello_cards_keep_their_facts(landed: Landed) -> None:
    items = landed.rows("work_items", "trello")
    assert items["work_item_id"].n_unique() == items["work_item_key"].n_unique() == items.height == 72
    assert sorted(Counter(items["project_key"]).values()) == [10, 14, 23, 25]
    assert (items["due_date"].count(), items["status_name"].n_unique()) == (2, 27)
    assert set(items["due_date"].drop_nulls()) == {date(2020, 7, 31), date(2020, 1, 23)}
    assert Counter(items["type_name"]) == {"Card": 69, "Template": 3}


def test_trello_cards_beside_their_lists_have_the_lists_names(tmp_path: Path) -> None:
    path = tmp_path / "boards.jsonl"
    path.write_bytes(
        b"".join((DATA / f"tracker/trello_api/{part}.jsonl").read_bytes() for part in ("cards", "lists"))
    )
    result = read_file("trello_json", path)
    assert (result.rows_read, result.ignored, result.rejected.height) == (109, {"not_a_card": 37}, 0)
    names = Counter(result.tables["work_items"]["status_name"])
    assert (names["On Hold"], names["Done"], names["Current Sprint"], names["🐞 Bugs"]) == (7, 6, 5, 2)


def test_an_asana_task_of_which_only_ids_were_asked(landed: Landed) -> None:
    (task,) = landed.rows("work_items", "asana").rows(named=True)
    assert (task["work_item_id"], task["title"], task["status_name"]) == ("987654321", "Test Task", "111")
    assert (task["project_key"], task["due_date"]) == ("123456789", date(2025, 2, 15))


def test_nothing_of_the_answers_is_lost_or_refused(landed: Landed) -> None:
    assert_nothing_is_lost(landed)
    assert all(landed.rejected(name).is_empty() for name in landed.sources)
