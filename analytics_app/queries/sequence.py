"""In which order to work off what waits, and what the estimates behind it are worth."""

from typing import Any

import polars as pl

from analytics_app.queries.conditions import MEMBERS
from analytics_app.session import Filters, ask, ask_one


def orders() -> pl.DataFrame:
    """Return one row per sequence and order: what delay costs until all is done; the portfolio first."""
    return ask(
        """
        select sequence_scope, estimation_batch, initiative_count, saving_amount, cost_of_points_share,
            part.order_name, part.amount
        from marts.mart_delay_sequences, lateral (values
            ('by_money', 1, cd3_delay_cost_amount), ('by_points', 2, wsjf_delay_cost_amount),
            ('as_of_today', 3, current_delay_cost_amount)
        ) as part (order_name, place, amount)
        where amount is not null
        order by sequence_scope = 'batch', estimation_batch, part.place
        """
    )


def members(filters: Filters) -> pl.DataFrame:
    """Return one row per initiative of the whole sequence: its place today, by money, and in its batch."""
    return ask(
        f"""
        with batch as (
            select initiative_code, wsjf_position, cd3_position as batch_cd3_position
            from marts.mart_delay_sequence_members where sequence_scope = 'batch'
        )
        select whole.*, current_position - cd3_position as moves_up_count,
            current_delay_cost_amount - cd3_delay_cost_amount as saved_amount,
            batch.batch_cd3_position, batch.wsjf_position as batch_wsjf_position
        from marts.mart_delay_sequence_members as whole left join batch using (initiative_code)
        where sequence_scope = 'portfolio' and {MEMBERS}
        order by cd3_position
        """,  # noqa: S608 - constant conditions
        filters,
    )


def lost(filters: Filters) -> pl.DataFrame:
    """Return one row per initiative that has lost money by waiting, with the band of its estimate."""
    return ask(
        f"""
        select *, coalesce(accrued_since_ready_reason, accrued_since_needed_reason) as missing_reason
        from marts.mart_cost_of_delay
        where {MEMBERS} and (accrued_since_ready_amount > 0 or accrued_since_needed_amount > 0)
        order by accrued_since_ready_amount desc nulls last, initiative_code
        """,  # noqa: S608
        filters,
    )


def lost_by_state(filters: Filters) -> pl.DataFrame:
    """Return what has been lost since initiatives were ready, by the state they were in (M05)."""
    return ask(
        f"""
        select part.delay_state, sum(part.amount) as amount
        from marts.mart_cost_of_delay, lateral (values
            ('queue', accrued_in_queue_amount), ('active', accrued_in_active_amount),
            ('blocked', accrued_in_blocked_amount), ('released', accrued_in_released_amount)
        ) as part (delay_state, amount)
        where {MEMBERS}
        group by part.delay_state having sum(part.amount) > 0
        order by amount desc
        """,  # noqa: S608
        filters,
    )


def coverage() -> dict[str, Any]:
    """Return how much of the portfolio the totals of delay cover (M09), by count and by spend."""
    return ask_one("select * from marts.mart_portfolio_delay")


def findings() -> pl.DataFrame:
    """Return one row per finding about the scores of an estimation batch."""
    return ask(
        """
        select *, score as score_points from marts.mart_estimate_findings
        order by rule_name, estimation_batch, initiative_code, score_name
        """
    )


def unestimated(filters: Filters) -> pl.DataFrame:
    """Return the live initiatives without a figure or with an estimate that is too old, by their spend."""
    return ask(
        f"""
        with spend as (
            select initiative_code, spend_per_week_amount from marts.mart_initiatives
        )
        select *, coalesce(cost_of_delay_reason, 'estimate_too_old') as missing_reason
        from marts.mart_cost_of_delay left join spend using (initiative_code)
        where not is_estimate_current and {MEMBERS}
        order by spend_per_week_amount desc nulls last, initiative_code
        """,  # noqa: S608
        filters,
    )
