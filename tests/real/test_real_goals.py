"""Public goals, landed: every count of their README; a government's with a check-in each quarter."""

import json
from collections import Counter
from datetime import date

import polars as pl
import pytest

from tests.real.exports import GOALS_FILES, MARKDOWN_FILES, make_workspace, needs_exports
from tests.workspaces import Landed, assert_nothing_is_lost, land

pytestmark = [pytest.mark.real, needs_exports]

QUARTER_ENDS = {
    date(2021, 12, 31): 47, date(2022, 3, 31): 39, date(2022, 6, 30): 39, date(2022, 9, 30): 50,
}  # fmt: skip


@pytest.fixture(scope="module")
def goals(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    return land(make_workspace(tmp_path_factory.mktemp("goals"), "government_goals", GOALS_FILES))


def test_goals_are_objectives_of_their_agency(goals: Landed) -> None:
    objectives = goals.rows("objectives", "goals")
    assert objectives.height == goals.load("goals").row_count_read == 103
    assert Counter(objectives["objective_type"]) == {"SG": 80, "APG": 23}
    assert objectives["theme_name"].n_unique() == 6
    assert Counter(objectives["status_name"]) == {"#N/A": 80, "On Track": 18, "Delayed": 3, "Ahead": 2}


def test_indicators_are_key_results_with_a_check_in_each_quarter(goals: Landed) -> None:
    key_results = goals.rows("key_results", "indicators")
    check_ins = goals.rows("key_result_check_ins", "indicators")
    assert goals.load("indicators").row_count_read == check_ins.height == 175
    assert key_results.height == 50
    assert dict(Counter(check_ins["check_in_date"])) == QUARTER_ENDS


def test_every_indicator_belongs_to_a_goal(goals: Landed) -> None:
    key_results = goals.rows("key_results", "indicators")
    assert key_results["objective_code"].n_unique() == 15
    assert set(key_results["objective_code"]) <= set(goals.rows("objectives", "goals")["objective_code"])


def test_missing_numbers_stay_missing(goals: Landed) -> None:
    rows = goals.rows("key_result_check_ins", "indicators").join(
        goals.rows("key_results", "indicators"), on="key_result_code", validate="m:1"
    )
    numbers = ["value", "baseline_value", "target_value"]
    assert rows.filter(pl.all_horizontal(pl.col(numbers).is_not_null())).height == 137


def test_nothing_of_the_goals_is_lost(goals: Landed) -> None:
    assert_nothing_is_lost(goals)
    assert [goals.rejected(source).height for source in ("goals", "indicators")] == [0, 0]


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    return land(make_workspace(tmp_path_factory.mktemp("markdown"), "okr_markdown", MARKDOWN_FILES))


def test_a_table_in_markdown_holds_objectives_and_key_results(operations: Landed) -> None:
    objectives = operations.rows("objectives", "operations")
    key_results = operations.rows("key_results", "operations")
    assert (objectives.height, key_results.height) == (5, 23)
    priorities = Counter(json.loads(extra)["Priority"] for extra in key_results["extra"])
    assert priorities == {"P0": 7, "P1": 11, "P2": 5}
    assert set(key_results.select("period_start_date", "period_end_date").rows()) == {
        (date(2019, 7, 1), date(2019, 9, 30))
    }
    of_objective = Counter(key_results["objective_code"])
    assert [of_objective[code] for code in objectives.sort("row_number")["objective_code"]] == [8, 4, 7, 3, 1]


def test_values_of_the_middle_of_the_quarter_are_check_ins(operations: Landed) -> None:
    check_ins = operations.rows("key_result_check_ins", "operations")
    assert sorted(check_ins["value"]) == [0.0, 0.0, 0.0, 0.5, 0.5, 0.5, 0.7]
    assert_nothing_is_lost(operations)
    assert operations.load("operations").ignored == {"above_first_objective": 1, "blank_row": 4}
    assert operations.rejected("operations").height == 0
