"""Capacity (M52, M53), against the marts."""

from tests.oracle import capacity
from tests.oracle.builds import ON_BOTH
from tests.oracle.comparison import assert_same_rows
from tests.oracle.inputs import Inputs, Row
from tests.oracle.work_tree import UNASSIGNED

METRICS = {"M52", "M53"}
pytestmark = ON_BOTH


def test_each_week_of_each_team_and_person(published, inputs) -> None:
    rows = [_row(inputs, week) for week in capacity.weeks(inputs)]
    assert {row["resource_kind"] for row in rows} == {"team", "person"}
    key = ["resource_kind", "resource_name", "week_start_date"]
    assert_same_rows(published("marts.mart_capacity"), rows, key=key)


def _row(inputs: Inputs, week: capacity.Week) -> Row:
    excess, excess_reason = capacity.excess_fte(inputs, week)
    return {
        "resource_kind": week.resource[0],
        "resource_name": capacity.shown(inputs, *week.resource),
        "team_name": week.team or UNASSIGNED,
        "week_start_date": week.monday,
        "is_future": week.monday > inputs.as_of,
        "supply_hours": week.supply,
        "supply_reason": week.supply_reason,
        "supply_source": week.supply_source if week.supply is not None else None,
        "time_off_hours": week.time_off,
        "reserve_hours": week.reserve,
        "demand_hours": week.demand,
        "demand_reason": week.demand_reason,
        "demand_source": week.demand_source,
        **capacity.utilisation(week.supply, week.demand, week.missing),
        "over_allocated_hours": week.over,
        "over_allocated_reason": week.missing if week.over is None else None,
        "is_over_allocated": None if week.over is None else week.over > 0,
        "excess_fte": excess,
        "excess_fte_reason": excess_reason,
    }


def test_all_teams_together(published, inputs) -> None:
    rows = capacity.portfolio_weeks(inputs)
    assert_same_rows(published("marts.mart_portfolio_capacity"), rows, key=["week_start_date"])


def test_each_pair_of_initiatives_in_conflict(published, inputs) -> None:
    names = ["resource_kind", "resource_name", "week_start_date", "initiative_code", "other_initiative_code"]
    assert_same_rows(published("marts.mart_capacity_conflicts"), capacity.conflicts(inputs), key=names)
