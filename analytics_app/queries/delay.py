"""What waiting costs."""

from typing import Any

import polars as pl

from analytics_app.queries.conditions import MEMBERS
from analytics_app.session import Filters, ask


def totals(filters: Filters) -> dict[str, Any]:
    """Return the cost of delay per week of all live bets (M08), its coverage (M09), and what has accrued."""
    return ask(
        f"""
        select
            sum(cost_of_delay_per_week_amount) as burn_amount,
            sum(cost_of_delay_per_week_amount) filter (where delay_state = 'queue') as queue_amount,
            sum(cost_of_delay_per_week_amount) filter (where delay_state = 'active') as active_amount,
            sum(cost_of_delay_per_week_amount) filter (where delay_state = 'blocked') as blocked_amount,
            sum(accrued_since_needed_amount) as accrued_amount,
            count(*) as live_count,
            count(*) filter (where is_estimate_current) as estimated_count,
            count(*) filter (where is_estimate_current) / nullif(cast(count(*) as double), 0) as coverage
        from marts.mart_cost_of_delay where {MEMBERS}
        """,  # noqa: S608
        **filters.parameters,
    ).row(0, named=True)


def ranking(filters: Filters) -> pl.DataFrame:
    """Return one row per live initiative, the most urgent by CD3 first."""
    return ask(
        f"select * from marts.mart_cost_of_delay where {MEMBERS}"  # noqa: S608
        " order by cd3_rank nulls last, initiative_code",
        **filters.parameters,
    )


def waiting(filters: Filters) -> pl.DataFrame:
    """Return the initiatives in a queue or blocked that cost money, the dearest first."""
    return ask(
        f"""
        select * from marts.mart_cost_of_delay
        where {MEMBERS} and delay_state in ('queue', 'blocked') and cost_of_delay_per_week_amount > 0
        order by cost_of_delay_per_week_amount desc
        """,  # noqa: S608
        **filters.parameters,
    )


def burn_by_theme(filters: Filters) -> pl.DataFrame:
    """Return cost of delay per week by theme and state of delay."""
    return ask(
        f"""
        select theme_name, delay_state, sum(cost_of_delay_per_week_amount) as amount
        from marts.mart_cost_of_delay
        where {MEMBERS} group by all having amount > 0 order by theme_name, delay_state
        """,  # noqa: S608
        **filters.parameters,
    )
