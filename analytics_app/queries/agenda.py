"""Decisions that were taken, and those on the agenda with what waiting for them costs."""

from datetime import date

import polars as pl

from analytics_app.queries.conditions import MEMBERS, OWNERS, STREAMS, THEMES
from analytics_app.session import Filters, ask

# Decisions name no owner: it is their initiative's.
_OF_OWNERS = f"""(len($owners) = 0 or initiative_code in (
            select initiative_code from marts.mart_initiatives where {OWNERS}
        ))"""  # noqa: S608 - constant conditions


def planned(filters: Filters) -> pl.DataFrame:
    """Return the decisions still to be taken, the next first, with the cost of delay of what they are about.

    The cost is NULL, with its reason, where the initiative has no estimate or delivers value already.
    """
    return ask(
        f"""
        select decision_id, decision_date, gate_name, initiative_name, outcome, recommended_outcome,
            moved_reporting_amount, cost_of_delay_per_week_amount,
            coalesce(cost_of_delay_reason, 'no_cost_of_delay') as cost_of_delay_reason
        from marts.mart_decisions as decision
        left join (
            select initiative_code, cost_of_delay_per_week_amount, cost_of_delay_reason
            from marts.mart_cost_of_delay
        ) as delay using (initiative_code)
        where not is_taken and {THEMES} and {STREAMS} and {_OF_OWNERS}
        order by decision_date, decision_id
        """,  # noqa: S608 - constant conditions
        filters,
    )


def taken_since(filters: Filters, since: date) -> pl.DataFrame:
    """Return the decisions taken after a day, the newest first."""
    return ask(
        f"""
        select decision_date, initiative_code, initiative_name, theme_name, outcome, moved_reporting_amount
        from marts.mart_decisions
        where is_taken and decision_date > $since and {THEMES} and {STREAMS}
            and {_OF_OWNERS}
        order by decision_date desc, decision_id
        """,  # noqa: S608
        filters,
        since=since,
    )


def restated_since(filters: Filters, since: date) -> pl.DataFrame:
    """Return how closed fiscal periods changed by what was heard after a day (M76)."""
    return ask(
        f"""
        select fiscal_period_label, theme_name, initiative_code,
            change_reporting_amount, restated_reporting_amount, reporting_amount_reason
        from marts.mart_restatements
        where restated_at >= cast($since as timestamp) + interval 1 day
            and change_reporting_amount is distinct from 0
            and {THEMES} and initiative_code in (
                select initiative_code from marts.mart_theme_spend where {MEMBERS}
            )
        order by fiscal_period_label desc, abs(change_reporting_amount) desc nulls last, initiative_code,
            restated_at
        """,  # noqa: S608
        filters,
        since=since,
    )
