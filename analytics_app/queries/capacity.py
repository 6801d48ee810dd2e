"""Demand over supply of teams and people by week, and which initiatives want the same hours."""

import polars as pl

from analytics_app.queries.conditions import MEMBERS
from analytics_app.session import Filters, ask

# Of a plan of years, the weeks around the day of the data: four behind and half a year ahead.
_WEEKS = "week_start_date between as_of_date - 28 and as_of_date + 182"


def teams() -> pl.DataFrame:
    """Return one row per team and week, the teams with most hours beyond their supply first."""
    return ask(
        f"""
        select * from marts.mart_capacity where resource_kind = 'team' and {_WEEKS}
        order by coalesce(
                sum(over_allocated_hours) filter (where is_future) over (partition by resource_name), 0
            ) desc, resource_name, week_start_date
        """  # noqa: S608 - constant conditions
    )


def people(team: str) -> pl.DataFrame:
    """Return one row per person of a team and week. People are parts of the team: never sum both."""
    return ask(
        f"""
        select * from marts.mart_capacity
        where resource_kind = 'person' and team_name = $team and {_WEEKS}
        order by coalesce(
                sum(over_allocated_hours) filter (where is_future) over (partition by resource_name), 0
            ) desc, resource_name, week_start_date
        """,  # noqa: S608
        team=team,
    )


def weeks() -> pl.DataFrame:
    """Return one row per week: all teams together that have both supply and demand."""
    return ask(f"select * from marts.mart_portfolio_capacity where {_WEEKS} order by week_start_date")  # noqa: S608


def conflicts(filters: Filters) -> pl.DataFrame:
    """Return one row per team or person and pair of initiatives that both want of weeks beyond supply.

    Theme, value stream and owner are those of either initiative. Hours beyond supply are the same on
    each pair of a week: they are summed over weeks, and never over pairs.
    """
    return ask(
        f"""
        with chosen as (select initiative_code from core.dim_initiative where {MEMBERS})
        select resource_kind, resource_name, team_name, initiative_code, initiative_name,
            other_initiative_code, other_initiative_name, count(*) as week_count,
            count(*) filter (where is_future) as future_week_count,
            min(week_start_date) filter (where is_future) as first_week_date,
            sum(over_allocated_hours) filter (where is_future) as over_allocated_hours,
            sum(allocated_hours) filter (where is_future) as allocated_hours,
            sum(other_allocated_hours) filter (where is_future) as other_allocated_hours
        from marts.mart_capacity_conflicts
        where initiative_code in (select initiative_code from chosen)
            or other_initiative_code in (select initiative_code from chosen)
        group by all
        order by future_week_count desc, over_allocated_hours desc nulls last, resource_kind desc,
            resource_name, initiative_code, other_initiative_code
        """,  # noqa: S608
        filters,
    )
