"""Money by theme, period and initiative."""

from typing import Any

import polars as pl

from analytics_app.queries.conditions import MEMBERS, PERIOD, THEMES
from analytics_app.session import Filters, ask

_UNTIL_NOW = "fiscal_period_start_date <= (select as_of_date from marts.mart_run)"


def totals(filters: Filters) -> dict[str, Any]:
    """Return change, run, aligned and budget amounts of the period to date, and the aligned share (M20)."""
    return ask(
        f"""
        select
            sum(actual_amount) filter (where not is_run) as change_amount,
            sum(actual_amount) filter (where is_run) as run_amount,
            sum(budget_amount) filter (where not is_run) as budget_amount,
            sum(commitment_amount) as commitment_amount,
            sum(aligned_actual_amount) as aligned_amount,
            cast(sum(aligned_actual_amount) as double)
                / nullif(cast(sum(actual_amount) filter (where not is_run) as double), 0) as aligned_share,
            sum(actual_amount) filter (where theme_name = 'Unallocated' and not is_run) as unallocated_amount
        from marts.mart_theme_spend
        where {PERIOD} and {MEMBERS} and {_UNTIL_NOW}
        """,  # noqa: S608 - constant conditions
        **filters.parameters,
    ).row(0, named=True)


def by_theme(filters: Filters) -> pl.DataFrame:
    """Return one row per theme: budget, actual, commitment, share against target (M22)."""
    return ask(
        f"""
        with spend as (
            select theme_name, sum(budget_amount) as budget_amount, sum(actual_amount) as actual_amount,
                sum(commitment_amount) as commitment_amount, sum(aligned_actual_amount) as aligned_amount,
                sum(capex_amount) as capex_amount
            from marts.mart_theme_spend
            where {PERIOD} and {MEMBERS} and {_UNTIL_NOW} and not is_run
            group by theme_name
        ),
        targets as (
            select theme_name, last(target_share order by fiscal_period_start_date) as target_share
            from marts.mart_theme_targets as t
            join (select distinct fiscal_period_label, fiscal_quarter_label from marts.mart_theme_spend) using (fiscal_period_label)
            where {PERIOD} and {THEMES} and {_UNTIL_NOW}
            group by theme_name
        ),
        shares as (
            select coalesce(spend.theme_name, targets.theme_name) as theme_name, spend.* exclude (theme_name), target_share,
                cast(actual_amount as double) / nullif(cast(sum(actual_amount) over () as double), 0) as actual_share
            from spend full join targets on spend.theme_name = targets.theme_name
        )
        select shares.*, actual_share - target_share as gap_share
        from shares left join core.dim_strategic_theme as d on shares.theme_name = d.theme_name
        order by d.sort_order nulls last, shares.theme_name
        """,  # noqa: S608
        **filters.parameters,
    )


def by_period(filters: Filters) -> pl.DataFrame:
    """Return one row per fiscal period of the chosen one's fiscal year: budget and actual change spend."""
    return ask(
        f"""
        select fiscal_period_label, fiscal_period_start_date,
            sum(budget_amount) as budget_amount,
            sum(case when {_UNTIL_NOW} then actual_amount end) as actual_amount
        from marts.mart_theme_spend
        where fiscal_year_label = left($period, 4) and {MEMBERS} and not is_run
        group by fiscal_period_label, fiscal_period_start_date order by fiscal_period_start_date
        """,  # noqa: S608
        **filters.parameters,
    )


def by_initiative(filters: Filters) -> pl.DataFrame:
    """Return one row per initiative and theme, the dearest first."""
    return ask(
        f"""
        select initiative_code, initiative_name, theme_name, value_stream_name, owner_name,
            sum(budget_amount) as budget_amount, sum(actual_amount) as actual_amount,
            sum(actual_amount) - sum(budget_amount) as variance_amount,
            sum(commitment_amount) as commitment_amount, sum(aligned_actual_amount) as aligned_amount
        from marts.mart_theme_spend
        where {PERIOD} and {MEMBERS} and {_UNTIL_NOW} and not is_run
        group by all order by actual_amount desc, initiative_code
        """,  # noqa: S608
        **filters.parameters,
    )


def funding() -> pl.DataFrame:
    """Return the themes of the current fiscal year with their funding status (M22)."""
    return ask(
        """
        select f.* from marts.mart_theme_funding as f
        join marts.mart_run as r on f.fiscal_year_label = r.fiscal_year_label
        order by gap_share nulls last
        """
    )


def strategy() -> dict[str, Any]:
    """Return the whole portfolio's alignment figures of the current fiscal year; empty when there is no money."""
    found = ask("select * from marts.mart_strategy where is_current")
    return found.row(0, named=True) if found.height else {}
