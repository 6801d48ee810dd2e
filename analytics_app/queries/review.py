"""What an earlier review said: the same questions, asked of another published version."""

from datetime import date
from typing import Any

import duckdb
import polars as pl

from analytics_app.queries.conditions import MEMBERS, OWNERS, THEMES
from analytics_app.session import Filters, ask_of, ask_one
from analytics_app.warehouse import Version

# What needs key results is unknown, not 0, to a version that knew none.
_FIGURES = """
        select run.as_of_date, run.fiscal_year_label, run.reporting_currency_code as currency_code,
            case when key_results.known_count > 0 then strategy.aligned_spend_share end
                as aligned_spend_share,
            strategy.strategy_drift, envelope.remaining_amount, envelope.run_out_date,
            delay.burn_amount, delay.waiting_amount,
            case when key_results.known_count > 0 then key_results.on_pace_count end as on_pace_count,
            case when key_results.known_count > 0 then key_results.live_count end as live_count,
            case when key_results.known_count > 0 then lost.lost_count end as lost_count
        from marts.mart_run as run
        left join marts.mart_strategy as strategy on strategy.is_current
        left join marts.mart_envelopes as envelope on envelope.scope_kind = 'portfolio'
        cross join (
            select sum(cost_of_delay_per_week_amount) as burn_amount,
                sum(cost_of_delay_per_week_amount) filter (where delay_state in ('queue', 'blocked'))
                    as waiting_amount
            from marts.mart_cost_of_delay
        ) as delay
        cross join (
            select count(*) as known_count, count(*) filter (where is_live) as live_count,
                count(*) filter (where is_live and derived_status = 'on_track') as on_pace_count
            from marts.mart_key_results
        ) as key_results
        cross join (
            select count(*) as lost_count
            from marts.mart_initiatives where is_green_without_live_key_result
        ) as lost
        """


def period_start() -> date:
    """Return the first day of the fiscal period that the data is in."""
    return ask_one(
        """
        select days.fiscal_period_start_date
        from core.dim_date as days, marts.mart_run as run
        where days.fiscal_period_label = run.fiscal_period_label limit 1
        """
    ).get("fiscal_period_start_date", date.max)


def known_on(version: Version) -> date:
    """Return the last day of which a version knows: of a past review, or else of its data."""
    return date.fromisoformat(version.as_known_on or version.as_of_date or "9999-12-31")


def figures(version: Version) -> dict[str, Any]:
    """Return the figures that leadership reviews, of the whole portfolio, as of that version's day.

    Empty for a version of another release, which has other tables.
    """
    try:
        return ask_of(version, _FIGURES).row(0, named=True)
    except (duckdb.CatalogException, duckdb.BinderException):
        return {}


def states(version: Version, filters: Filters) -> pl.DataFrame:
    """Return one row per initiative, per initiative that is green without a reason, and per key result."""
    return ask_of(
        version,
        f"""
        select 'reason_for_green' as kind, initiative_code as code, initiative_name as item_name, theme_name,
            alignment_reason as state
        from marts.mart_initiatives where is_green_without_live_key_result and {MEMBERS}
        union all
        select 'initiative', initiative_code, initiative_name, theme_name,
            case
                when initiative_code in (
                    select initiative_code from marts.mart_cost_of_delay where delay_state = 'blocked'
                ) then 'blocked'
                else portfolio_state
            end
        from marts.mart_initiatives where not is_run and {MEMBERS}
        union all
        select 'key_result', key_result_code, key_result_name, theme_name,
            coalesce(not_live_reason, derived_status)
        from marts.mart_key_results where {THEMES} and {OWNERS}
        """,  # noqa: S608 - constant conditions
        filters,
    )
