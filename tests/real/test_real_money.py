"""Public budgets, landed: every total of their README to the cent, and equal lines kept apart."""

from collections import Counter
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from tests.real.exports import CAPITAL_FILES, CITY_FILES, make_workspace, needs_exports
from tests.workspaces import Landed, assert_nothing_is_lost, land

pytestmark = [pytest.mark.real, needs_exports]

CITY_FACTS = {
    # source: fiscal year, lines, revenue, expense, negative amounts, lines that equal another
    "adopted_2016": (2016, 250, 1_202_960_209, 1_202_960_209, 5, 0),
    "proposed_2018": (2018, 17_099, 1_331_563_727, 1_331_563_727, 702, 1_869),
    "adopted_2021": (2021, 19_233, 1_652_052_100, 1_652_052_100, 984, 2_016),
}
LINE = ["fiscal_year", "line_type", "account_name", "cost_center_code", "cost_object_code", "amount"]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    return land(make_workspace(tmp_path_factory.mktemp("city"), "city_budget", CITY_FILES))


@pytest.mark.parametrize("source", CITY_FACTS)
def test_a_city_budget_keeps_its_totals_to_the_cent(city: Landed, source: str) -> None:
    year, count, revenue, expense, negative, _ = CITY_FACTS[source]
    lines = city.rows("budget_lines", source)
    totals = dict(lines.group_by("line_type").agg(pl.col("amount").sum()).rows())
    assert totals == {"revenue": Decimal(revenue), "expense": Decimal(expense)}
    assert lines.height == city.load(source).row_count_accepted == count
    assert (lines["amount"] < 0).sum() == negative
    assert lines["fiscal_year"].unique().to_list() == [year]


@pytest.mark.parametrize("source", CITY_FACTS)
def test_equal_lines_of_a_budget_stay_as_many_lines(city: Landed, source: str) -> None:
    lines = city.rows("budget_lines", source)
    assert lines["line_id"].n_unique() == lines.height
    assert lines.height - lines.select(LINE).unique().height == CITY_FACTS[source][5]


def test_nothing_of_the_city_budgets_is_lost(city: Landed) -> None:
    assert_nothing_is_lost(city)
    assert all(city.rejected(source).is_empty() for source in CITY_FACTS)


SNAPSHOTS = {date(2013, 9, 1): 45, date(2014, 1, 1): 49, date(2014, 5, 1): 54, date(2015, 2, 1): 59}


@pytest.fixture(scope="module")
def capital(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    return land(make_workspace(tmp_path_factory.mktemp("capital"), "capital_projects", CAPITAL_FILES))


def test_stacked_snapshots_are_told_apart_and_only_the_latest_counts(capital: Landed) -> None:
    load = capital.load("project_budgets")
    latest = capital.rows("budget_lines", "project_budgets")
    assert (load.row_count_read, load.row_count_accepted, latest.height) == (207, 207, 59)
    assert latest["amount"].sum() == Decimal("12402858117.65")


def test_all_snapshots_together_give_the_sum_that_must_not_be_shown(capital: Landed) -> None:
    # What each snapshot newly says, and what it takes back, adds up to what it lists.
    versions = capital.versions("budget_lines", "project_budgets")
    total = Decimal(0)
    for day, count in SNAPSHOTS.items():
        known = versions.filter(pl.col("known_at").dt.date() <= day)
        state = known.sort("known_at").unique("line_id", keep="last").filter(~pl.col("is_deleted"))
        assert state.height == count
        total += state["amount"].sum()
    assert total == Decimal("45332035502.16")


def test_projects_read_as_bets_keep_their_history(capital: Landed) -> None:
    versions = capital.versions("initiatives", "projects")
    assert versions["initiative_code"].n_unique() == 60
    assert capital.rows("initiatives", "projects").height == 59
    stages = (
        versions.filter(~pl.col("is_deleted"))
        .group_by("initiative_code")
        .agg(pl.col("stage_name").n_unique())
    )
    assert (stages["stage_name"] > 1).sum() == 12


def test_rows_with_several_categories_keep_them_as_written(capital: Landed) -> None:
    versions = capital.versions("initiative_themes", "projects")
    several = 0
    for day in SNAPSHOTS:
        known = versions.filter(pl.col("known_at").dt.date() <= day).sort("known_at")
        state = known.unique(["initiative_code", "theme_name"], keep="last").filter(~pl.col("is_deleted"))
        several += state["theme_name"].str.contains(", ").sum()
    assert several == 21


def test_nothing_of_the_capital_projects_is_lost(capital: Landed) -> None:
    assert_nothing_is_lost(capital)
    assert [capital.rejected(source).height for source in ("project_budgets", "projects")] == [0, 0]


SPENDING = {
    "Department of Defense": Decimal(36_000_000_000),
    "Department of Labor": Decimal(819_000_000),
    "National Archives and Records Administration": Decimal(99_900_000),
}


@pytest.fixture(scope="module")
def agencies(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    files = {"agencies/2015-01-01.xlsx": "budget/it_spending/agencies.xlsx"}
    return land(make_workspace(tmp_path_factory.mktemp("agencies"), "it_spending", files))


def test_amounts_written_as_text_become_money(agencies: Landed) -> None:
    lines = agencies.rows("budget_lines", "agencies")
    amounts = dict(lines.select("cost_object_code", "amount").rows())
    assert len(amounts) == lines.height == agencies.load("agencies").row_count_read == 26
    assert {name: amounts[name] for name in SPENDING} == SPENDING
    assert Counter(lines["currency_code"]) == {"USD": 26}
    assert_nothing_is_lost(agencies)
