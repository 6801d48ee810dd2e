"""What waiting costs: live initiatives that deliver no value yet, as of the day of the data."""

from typing import Any

import polars as pl

from analytics_app.queries.conditions import MEMBERS, THEMES
from analytics_app.session import Filters, ask, ask_one


def totals(filters: Filters) -> dict[str, Any]:
    """Return cost of delay per week (M08) by state, its coverage (M09), and what has accrued (M04, M05)."""
    return ask_one(
        f"""
        select
            sum(cost_of_delay_per_week_amount) as burn_amount,
            sum(cost_of_delay_per_week_amount) filter (where delay_state = 'queue') as queue_amount,
            sum(cost_of_delay_per_week_amount) filter (where delay_state = 'blocked') as blocked_amount,
            count(*) filter (where delay_state = 'queue') as queue_count,
            count(*) filter (where delay_state = 'blocked') as blocked_count,
            sum(accrued_since_needed_amount) as needed_amount,
            count(accrued_since_needed_amount) as needed_count,
            sum(accrued_since_ready_amount) as ready_amount,
            count(accrued_since_ready_amount) as ready_count,
            count(*) as live_count,
            count(*) filter (where is_estimate_current) as estimated_count
        from marts.mart_cost_of_delay where {MEMBERS}
        """,  # noqa: S608 - constant conditions
        filters,
    )


def ranking(filters: Filters) -> pl.DataFrame:
    """Return one row per live initiative: what has nothing left to do, then the most urgent by CD3."""
    return ask(
        f"""
        select *, cd3_rank - wsjf_rank as rank_gap,
            coalesce(cost_of_delay_reason, cd3_reason) as missing_reason
        from marts.mart_cost_of_delay where {MEMBERS}
        order by is_ranked_first desc, cd3_rank nulls last, initiative_code
        """,  # noqa: S608
        filters,
    )


def waiting(filters: Filters) -> pl.DataFrame:
    """Return the initiatives that wait or are blocked at a cost, the dearest first."""
    return ask(
        f"""
        select * from marts.mart_cost_of_delay
        where {MEMBERS} and delay_state in ('queue', 'blocked') and cost_of_delay_per_week_amount > 0
        order by cost_of_delay_per_week_amount desc, initiative_code
        """,  # noqa: S608
        filters,
    )


def burn_by_theme(filters: Filters) -> pl.DataFrame:
    """Return cost of delay per week by theme and state of delay.

    Split by the initiatives' theme weights; with a value stream or owner chosen, by their main theme.
    """
    table, condition = (
        ("mart_cost_of_delay", MEMBERS)
        if filters.streams or filters.owners
        else ("mart_cost_of_delay_burn", THEMES)
    )
    return ask(
        f"""
        select theme_name, delay_state, sum(cost_of_delay_per_week_amount) as amount
        from marts.{table}
        where {condition}
        group by theme_name, delay_state having amount > 0
        order by sum(amount) over (partition by theme_name) desc, theme_name, amount desc
        """,  # noqa: S608
        filters,
    )
