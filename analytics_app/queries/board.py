"""The portfolio kanban: which initiative is in which state, since when, and what its waiting costs."""

from typing import Any

import polars as pl

from analytics_app.queries.conditions import MEMBERS
from analytics_app.session import Filters, ask, ask_one

_ORDER = "['funnel', 'analysing', 'ready', 'implementing', 'released', 'done', 'cancelled']"
_PLACE = f"coalesce(nullif(list_position({_ORDER}, portfolio_state), 0), 99)"
_STATES = f"""
        with places as (
            select states.initiative_code, states.initiative_name, states.portfolio_state, states.lane,
                states.day_count, states.is_start_known, states.valid_from_date,
                initiatives.theme_name, initiatives.value_stream_name, initiatives.owner_name,
                initiatives.reported_status, delays.delay_state, delays.cost_of_delay_per_week_amount,
                delays.accrued_since_ready_amount, delays.cost_of_delay_reason, delays.needed_date
            from marts.mart_initiative_states as states
            left join marts.mart_initiatives as initiatives using (initiative_code)
            left join marts.mart_cost_of_delay as delays using (initiative_code)
            where states.is_current
        ),
        chosen as (select *, {_PLACE} as place from places where {MEMBERS})"""  # noqa: S608 - constants


def places(filters: Filters) -> pl.DataFrame:
    """Return one row per initiative and the state it is in now, in the order of the board."""
    return ask(
        f"""{_STATES}
        select * from chosen
        order by place, cost_of_delay_per_week_amount desc nulls last, day_count desc, initiative_code
        """,  # noqa: S608 - constant conditions
        filters,
    )


def columns(filters: Filters) -> pl.DataFrame:
    """Return one row per state: how many, their cost of delay per week, and ages; as the filters choose."""
    return ask(
        f"""{_STATES}
        select portfolio_state, any_value(place) as place, count(*) as initiative_count,
            sum(cost_of_delay_per_week_amount) as cost_of_delay_per_week_amount,
            count(cost_of_delay_per_week_amount) as estimated_count,
            count(*) filter (where delay_state = 'blocked') as blocked_count
        from chosen group by portfolio_state order by place, portfolio_state
        """,  # noqa: S608 - constant conditions
        filters,
    )


def limits() -> pl.DataFrame:
    """Return today's count and limit of each state of the whole portfolio; the expedite lane has none."""
    return ask(
        f"""
        select portfolio_state, initiative_count as limited_count, wip_limit, excess_count, upstream_state,
            waiting_count, waiting_cost_amount, valid_from_date
        from marts.mart_wip_limits
        where is_current and lane = 'standard' order by {_PLACE}, portfolio_state
        """  # noqa: S608
    )


def breaches() -> dict[str, Any]:
    """Return days and cost of all breaches of a limit (M51), and whether any state has one.

    Of a breach during which something without an estimate waited, the cost is not whole.
    """
    return ask_one(
        """
        select sum(breach_day_count) as breach_day_count, sum(waiting_cost_amount) as waiting_cost_amount,
            count(wip_limit) as limited_count, count(*) filter (where uncosted_count > 0) as uncosted_count
        from marts.mart_wip_limits
        """
    )


def history() -> pl.DataFrame:
    """Return one row per state with a limit and span of days: its count and limit, until the day of data."""
    return ask(
        f"""
        select portfolio_state, initiative_count, wip_limit, excess_count, breach_day_count, upstream_state,
            waiting_count, uncosted_count, waiting_cost_amount, valid_from_date,
            coalesce(valid_to_date, as_of_date + 1) as valid_to_date, as_of_date
        from marts.mart_wip_limits cross join marts.mart_run
        where lane = 'standard' and portfolio_state in (
            select portfolio_state from marts.mart_wip_limits where wip_limit is not null
        )
        order by {_PLACE}, valid_from_date
        """  # noqa: S608
    )
