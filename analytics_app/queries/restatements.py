"""What closed fiscal periods said then, and say now (M76)."""

from typing import Any

import polars as pl

from analytics_app.queries.conditions import OWNERS, PERIOD, STREAMS, THEMES
from analytics_app.session import Filters, ask, ask_one

_CHOSEN = f"""
        initiatives as (
            select initiative_code, initiative_name, value_stream_name, owner_name from core.dim_initiative
        ),
        chosen as (
            select parts.*, initiatives.initiative_name
            from marts.mart_restatements as parts inner join initiatives using (initiative_code)
            where {PERIOD} and {THEMES} and {STREAMS} and {OWNERS}
        )"""  # noqa: S608 - constant conditions
# One export may change what another has changed: then and now are of the money, not of the change.
_MONEY = (
    "fiscal_period_label, fiscal_period_start_date, theme_name, initiative_code, initiative_name, "
    "cost_object_code, source_name, table_name, version_name, line_kind, currency_code"
)
_CHANGED = f"""
        changed as (
            select {_MONEY}, max(then_reporting_amount) as then_amount,
                max(now_reporting_amount) as now_amount,
                case when count(*) = count(change_reporting_amount)
                    then sum(change_reporting_amount) end as change_amount,
                max(restated_at) as restated_at, count(*) as change_count,
                max(then_basis) as then_basis, max(closing_date) as closing_date,
                max(reporting_amount_reason) as missing_reason
            from chosen group by {_MONEY}
        )"""  # noqa: S608 - constant text


def by_theme_and_period(filters: Filters) -> pl.DataFrame:
    """Return one row per closed period, theme and kind of money that was restated, the newest first."""
    return ask(
        f"""
        with {_CHOSEN}, {_CHANGED}
        select fiscal_period_label, theme_name,
            case when table_name = 'budget_lines' then 'budget ' || version_name else line_kind end
                as money_kind,
            case when count(*) = count(then_amount) then sum(then_amount) end as then_reporting_amount,
            case when count(*) = count(change_amount) then sum(change_amount) end as change_reporting_amount,
            case when count(*) = count(now_amount) then sum(now_amount) end as now_reporting_amount,
            string_agg(distinct source_name, ', ' order by source_name) as source_name,
            cast(sum(change_count) as bigint) as change_count,
            max(then_basis) as then_basis, max(restated_at) as restated_at,
            max(missing_reason) as missing_reason
        from changed
        group by fiscal_period_start_date, fiscal_period_label, theme_name, money_kind
        order by fiscal_period_start_date desc, theme_name, money_kind
        """,  # noqa: S608
        filters,
    )


def parts(filters: Filters) -> pl.DataFrame:
    """Return one row per change: which money of which cost object, then, now, and what the export said."""
    return ask(
        f"""
        with {_CHOSEN}
        select fiscal_period_label, theme_name, initiative_code, initiative_name, cost_object_code,
            case when table_name = 'budget_lines' then 'budget ' || version_name else line_kind end
                as money_kind,
            currency_code, then_amount, change_amount, restated_amount, now_amount,
            change_reporting_amount, then_basis, closing_date, source_name, restated_at
        from chosen
        order by fiscal_period_start_date desc, abs(change_amount) desc, cost_object_code, restated_at
        """,  # noqa: S608
        filters,
    )


def totals(filters: Filters) -> dict[str, Any]:
    """Return how many closed periods changed, by how much, and when the last change was heard."""
    return ask_one(
        f"""
        with {_CHOSEN}
        select count(distinct fiscal_period_label) as period_count, count(*) as change_count,
            case when count(*) = count(change_reporting_amount) then sum(change_reporting_amount) end
                as net_amount,
            case when count(*) = count(change_reporting_amount) then sum(abs(change_reporting_amount)) end
                as gross_amount,
            max(restated_at) as restated_at, max(reporting_amount_reason) as missing_reason,
            (select count(*) from marts.mart_restatements) as all_change_count
        from chosen
        """,  # noqa: S608
        filters,
    )
