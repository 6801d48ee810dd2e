"""Money as finance partners slice it: change spend at average rates or at the budget rate.

A slice of which a line has no such rate holds no amount; neither does a sum of which it is a part.
"""

from typing import Any

import polars as pl

from analytics_app.queries.conditions import MEMBERS, PERIOD, THEMES
from analytics_app.session import Filters, ask, ask_one

KINDS = ("budget", "forecast", "actual", "commitment")
_AT_RATE = ", ".join(
    f"case when $at_budget_rate then {kind}_budget_rate_amount else {kind}_amount end as {kind}, "
    f"case when $at_budget_rate then {kind}_budget_rate_amount_reason else {kind}_amount_reason end"
    f" as {kind}_reason"
    for kind in KINDS
)
_SLICES = f"""
        slices as (
            select * exclude ({", ".join(f"{kind}_amount" for kind in KINDS)}),
                actual_amount as average_rate_actual, {_AT_RATE},
                coalesce(actual_amount_reason, actual_budget_rate_amount_reason) as fx_effect_reason
            from marts.mart_spend_slices where {MEMBERS} and not is_run
        )"""  # noqa: S608 - constant conditions

# Of the fiscal year looked at: a closed period counts by what was spent, another by its forecast.
_OUTLOOK = """
        days as (
            select fiscal_year_label, fiscal_period_label,
                max(fiscal_period_end_date) <= (select as_of_date from marts.mart_run) as is_closed
            from core.dim_date
            where fiscal_year_label in (
                select fiscal_year_label from core.dim_date where fiscal_period_start_date = $last_date
            )
            group by all
        ),
        forecast_periods as (
            select distinct fiscal_period_label from marts.mart_spend_slices
            where forecast_amount is null or forecast_amount <> 0
        ),
        coverage as (
            select count(*) filter (where not is_closed and forecast_periods.fiscal_period_label is null)
                as missing_count
            from days left join forecast_periods using (fiscal_period_label)
        ),
        outlooks as (
            select theme_name,
                case when is_closed then slices.actual else slices.forecast end as outlook,
                case when is_closed then actual_reason else forecast_reason end as outlook_reason,
                slices.budget as year_budget
            from slices inner join days using (fiscal_period_label)
        )"""


# A theme that has a target and no money has 0; capex that is not known leaves no actual either.
_OF_THEME = ", ".join(
    f"case when chosen.theme_name is null then 0 else {amount} end as {name}_amount"
    for name, amount in (
        ("budget", "budget_amount"),
        ("actual", "actual_amount"),
        ("variance", "chosen.actual_amount - chosen.budget_amount"),
        ("commitment", "commitment_amount"),
        ("capex", "coalesce(capex, chosen.actual_amount * 0)"),
    )
)
# Of the whole portfolio at average rates, whatever is chosen.
_SHARES = f"""
        whole as (
            select theme_name, cast(sum(actual_amount) as double) as amount
            from marts.mart_theme_spend where {PERIOD} and not is_run
            group by theme_name
        ),
        portfolio as (
            select cast(sum(actual_amount) as double) as total,
                sum(unconverted_line_count) as unconverted_count
            from marts.mart_theme_spend where {PERIOD} and not is_run
        ),
        targets as (
            select theme_name, target_share from marts.mart_theme_targets
            where fiscal_period_start_date
                = (select max(fiscal_period_start_date) from marts.mart_theme_targets where {PERIOD})
        ),
        funding as (
            select theme_name, funding_status from marts.mart_theme_funding
            where fiscal_year_label = (select fiscal_year_label from marts.mart_run)
        )"""  # noqa: S608 - constant conditions


def _whole(column: str, condition: str = "true") -> str:
    """Return the SQL of a sum that is NULL where a part of it is not known."""
    return (
        f"case when count(*) filter (where {condition} and {column} is null) = 0 "
        f"then sum({column}) filter (where {condition}) end"
    )


_AMOUNTS = ", ".join(f"{_whole(kind)} as {kind}_amount" for kind in ("budget", "actual", "commitment"))
_REASON = "max(coalesce(budget_reason, actual_reason, commitment_reason))"


def totals(filters: Filters, *, at_budget_rate: bool) -> dict[str, Any]:
    """Return the sums of the selection, the part without a theme, and the outlook of the fiscal year."""
    return ask_one(
        f"""
        with {_SLICES}, {_OUTLOOK},
        year as (
            select case when max(missing_count) = 0 then {_whole("outlook")} end as outlook_amount,
                {_whole("year_budget")} as year_budget_amount, max(outlook_reason) as year_reason,
                max(missing_count) as missing_count
            from outlooks, coverage
        ),
        chosen as (
            select {_AMOUNTS},
                {_whole("actual", "theme_name = 'Unallocated'")} as unallocated_amount,
                {_whole("average_rate_actual")} - {_whole("actual_budget_rate_amount")} as fx_effect_amount,
                coalesce({_REASON}, 'no_change_spend') as missing_reason,
                coalesce(max(fx_effect_reason), 'no_change_spend') as fx_effect_reason
            from slices where {PERIOD}
        )
        select chosen.*, year.*, actual_amount - budget_amount as variance_amount,
            case when missing_count > 0 then 'forecast_not_whole'
                else coalesce(year_reason, missing_reason) end as outlook_reason
        from chosen, year
        """,  # noqa: S608 - constant conditions
        filters,
        at_budget_rate=at_budget_rate,
    )


def control(filters: Filters) -> dict[str, Any]:
    """Return the same spend as the mart of theme spend tells it, run spend apart (average rates)."""
    return ask_one(
        f"""
        select sum(actual_amount) filter (where not is_run) as change_amount,
            sum(actual_amount) filter (where is_run) as run_amount
        from marts.mart_theme_spend where {PERIOD} and {MEMBERS}
        """,  # noqa: S608
        filters,
    )


def by_theme(filters: Filters, *, at_budget_rate: bool) -> pl.DataFrame:
    """Return one row per theme: money, the year's outlook; share of all change spend against target (M22).

    A share of a filtered part would not compare with a target: shares follow the period alone.
    """
    return ask(
        f"""
        with {_SLICES}, {_OUTLOOK},
        year as (
            select theme_name, case when max(missing_count) = 0 then {_whole("outlook")} end
                as outlook_amount
            from outlooks, coverage group by theme_name
        ),
        chosen as (
            select theme_name, {_AMOUNTS}, {_REASON} as missing_reason,
                {_whole("actual", "expense_type = 'capex'")} as capex
            from slices where {PERIOD} group by theme_name
        ),
        {_SHARES},
        themes as (
            select theme_name from chosen
            union
            select theme_name from targets where {THEMES} and exists (select * from whole)
        )
        select themes.theme_name, {_OF_THEME}, outlook_amount,
            case
                when portfolio.total > 0 and portfolio.unconverted_count = 0
                then coalesce(whole.amount, 0) / portfolio.total
            end as actual_share,
            target_share, actual_share - target_share as gap_share, funding_status, missing_reason
        from themes
        cross join portfolio
        left join chosen using (theme_name)
        left join year using (theme_name)
        left join whole using (theme_name)
        left join targets using (theme_name)
        left join funding using (theme_name)
        left join core.dim_strategic_theme as dim using (theme_name)
        order by dim.sort_order nulls last, themes.theme_name
        """,  # noqa: S608
        filters,
        at_budget_rate=at_budget_rate,
    )


def by_initiative(filters: Filters, *, at_budget_rate: bool) -> pl.DataFrame:
    """Return one row per initiative and theme, the dearest first; its aligned part at average rates (M20)."""
    return ask(
        f"""
        with {_SLICES},
        chosen as (
            select initiative_code, initiative_name, theme_name, value_stream_name, owner_name, {_AMOUNTS},
                {_whole("actual")} - {_whole("budget")} as variance_amount, {_REASON} as missing_reason
            from slices where {PERIOD}
            group by initiative_code, initiative_name, theme_name, value_stream_name, owner_name
        ),
        aligned as (
            select initiative_code, theme_name,
                case when sum(unconverted_aligned_line_count) = 0 then sum(aligned_actual_amount) end
                    as aligned_actual_amount
            from marts.mart_theme_spend where {PERIOD}
            group by initiative_code, theme_name
        )
        select * from chosen left join aligned using (initiative_code, theme_name)
        order by actual_amount desc nulls last, initiative_code, theme_name
        """,  # noqa: S608
        filters,
        at_budget_rate=at_budget_rate,
    )


def by_period(filters: Filters, *, at_budget_rate: bool) -> pl.DataFrame:
    """Return one row per fiscal period of the years looked at; actuals are NULL after the day of the data."""
    return ask(
        f"""
        with {_SLICES},
        years as (select distinct fiscal_year_label from marts.mart_spend_slices where {PERIOD})
        select fiscal_period_label, fiscal_period_start_date, {_whole("budget")} as budget_amount,
            nullif({_whole("forecast")}, 0) as forecast_amount, {_whole("commitment")} as commitment_amount,
            case
                when fiscal_period_start_date <= (select as_of_date from marts.mart_run)
                then {_whole("actual")}
            end as actual_amount
        from slices where fiscal_year_label in (select fiscal_year_label from years)
        group by fiscal_period_label, fiscal_period_start_date
        order by fiscal_period_start_date
        """,  # noqa: S608
        filters,
        at_budget_rate=at_budget_rate,
    )


def by_slice(filters: Filters, slice_kind: str, *, at_budget_rate: bool) -> pl.DataFrame:
    """Return one row per cost centre, account or expense type; what lines do not name is a row as well."""
    return ask(
        f"""
        with {_SLICES}
        select
            case $slice_kind
                when 'cost_center' then cost_center_code
                when 'account' then concat_ws(' ', account_code, account_name)
                else expense_type
            end as slice_name, {_AMOUNTS},
            {_whole("actual")} - {_whole("budget")} as variance_amount,
            {_whole("reclassified_amount")} as reclassified_amount,
            {_whole("posted_in_other_period_amount")} as posted_in_other_period_amount,
            {_REASON} as missing_reason
        from slices where {PERIOD}
        group by slice_name
        order by actual_amount desc nulls last, slice_name
        """,  # noqa: S608
        filters,
        at_budget_rate=at_budget_rate,
        slice_kind=slice_kind,
    )


def by_expense_type(filters: Filters, *, at_budget_rate: bool) -> pl.DataFrame:
    """Return actual spend by theme and expense type; what no line classifies is a type of its own."""
    return ask(
        f"""
        with {_SLICES}
        select theme_name, expense_type, {_whole("actual")} as actual_amount
        from slices left join core.dim_strategic_theme as dim using (theme_name)
        where {PERIOD}
        group by theme_name, expense_type, dim.sort_order
        having actual_amount is null or actual_amount <> 0
        order by dim.sort_order nulls last, theme_name, expense_type
        """,  # noqa: S608
        filters,
        at_budget_rate=at_budget_rate,
    )
