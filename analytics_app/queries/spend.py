"""Money by theme, period and initiative: change spend, run-the-business spend left out."""

from typing import Any

import polars as pl

from analytics_app.queries.conditions import MEMBERS, PERIOD, THEMES, known_sum
from analytics_app.session import Filters, ask, ask_one

_ACTUALS = ", ".join(
    f"{known_sum(kind, condition)} as {name}_amount"
    for name, kind, condition in (
        ("change", "actual", "not is_run"),
        ("run", "actual", "is_run"),
        ("aligned", "aligned_actual", "not is_run"),
        ("unallocated", "actual", "theme_name = 'Unallocated' and not is_run"),
    )
)
_COMMITTED = known_sum("commitment", "not is_run")


def totals(filters: Filters) -> dict[str, Any]:
    """Return actual, budget, committed and unallocated amounts; the aligned share (M20), or why not."""
    return ask_one(
        f"""
        select
            {_ACTUALS}, {_COMMITTED} as commitment_amount,
            coalesce(sum(unconverted_budget_line_count) filter (where not is_run), 0) > 0
                as is_budget_unknown,
            case
                when not is_budget_unknown then sum(budget_amount) filter (where not is_run)
            end as budget_amount,
            coalesce(sum(unconverted_line_count) filter (where not is_run), 0) as unconverted_count,
            case
                when change_amount > 0
                then cast(aligned_amount as double) / cast(change_amount as double)
            end as aligned_share,
            case
                when unconverted_count > 0 then 'no_exchange_rate' else 'no_change_spend'
            end as change_reason,
            case
                when unconverted_count > 0 then 'no_exchange_rate'
                when aligned_share is null then 'no_change_spend'
            end as aligned_share_reason
        from marts.mart_theme_spend
        where {PERIOD} and {MEMBERS}
        """,  # noqa: S608 - constant conditions
        filters,
    )


def by_period(filters: Filters) -> pl.DataFrame:
    """Return one row per fiscal period of the years looked at; actuals are NULL after the day of the data."""
    return ask(
        f"""
        with years as (select distinct fiscal_year_label from marts.mart_theme_spend where {PERIOD})
        select fiscal_period_label, fiscal_period_start_date, {known_sum("budget")} as budget_amount,
            case
                when fiscal_period_start_date <= (select as_of_date from marts.mart_run)
                then {known_sum("actual")}
            end as actual_amount
        from marts.mart_theme_spend
        where {MEMBERS} and not is_run and fiscal_year_label in (select fiscal_year_label from years)
        group by fiscal_period_label, fiscal_period_start_date
        order by fiscal_period_start_date
        """,  # noqa: S608
        filters,
    )


def funding(filters: Filters) -> pl.DataFrame:
    """Return this fiscal year's starved and overfed themes (M22), the widest gap first."""
    return ask(
        f"""
        select theme_name, funding_status, actual_share, target_share, gap_share, actual_amount
        from marts.mart_theme_funding
        where fiscal_year_label = (select fiscal_year_label from marts.mart_run) and {THEMES}
            and funding_status in ('starved', 'overfed')
        order by abs(gap_share) desc, theme_name
        """,  # noqa: S608
        filters,
    )


def strategy() -> dict[str, Any]:
    """Return drift and coverage of the current fiscal year; empty when there is no money."""
    return ask_one("select * from marts.mart_strategy where is_current")
