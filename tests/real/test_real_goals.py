"""A government's public goals, landed: every count of their README, and each quarter a check-in."""

from collections import Counter
from datetime import date

import polars as pl
import pytest

from tests.real.exports import GOALS_FILES, make_workspace, needs_exports
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
