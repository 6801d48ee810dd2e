"""How work flows: finished items, times, efficiency, load and balance, by value stream and fiscal period."""

from typing import Any

import polars as pl

from analytics_app.queries.conditions import PERIOD, STREAMS
from analytics_app.session import Filters, ask, ask_one

SHOWN_PERIODS = 12
_CHOSEN = f"{STREAMS} and work_item_level = $level"
_RECENT = f"""
        recent as (
            select distinct fiscal_period_start_date from marts.mart_flow
            where fiscal_period_start_date <= $last_date and work_item_level = $level
            order by fiscal_period_start_date desc limit {SHOWN_PERIODS}
        )"""  # noqa: S608 - constant conditions


def totals(filters: Filters, level: str) -> dict[str, Any]:
    """Return throughput (M46), cancelled items and flow efficiency (M48) of the chosen periods."""
    return ask_one(
        f"""
        select cast(sum(throughput_count) as bigint) as throughput_count,
            cast(sum(cancelled_count) as bigint) as cancelled_count,
            count(distinct fiscal_period_start_date) as period_count,
            coalesce(sum(unmapped_item_count), 0) as unmapped_count,
            case
                when unmapped_count = 0 and sum(flow_seconds) > 0
                then cast(sum(active_seconds) as double) / cast(sum(flow_seconds) as double)
            end as flow_efficiency,
            case when unmapped_count > 0 then 'unmapped_status' else 'no_status_history' end
                as flow_efficiency_reason
        from marts.mart_flow where {PERIOD} and {_CHOSEN}
        """,  # noqa: S608 - constant conditions
        filters,
        level=level,
    )


def by_period(filters: Filters, level: str) -> pl.DataFrame:
    """Return items done by type and fiscal period, the last twelve periods up to the chosen end."""
    return ask(
        f"""
        with {_RECENT}
        select fiscal_period_label, fiscal_period_start_date, type_name,
            cast(sum(throughput_count) as bigint) as throughput_count,
            cast(sum(cancelled_count) as bigint) as cancelled_count
        from marts.mart_flow inner join recent using (fiscal_period_start_date)
        where {_CHOSEN}
        group by fiscal_period_label, fiscal_period_start_date, type_name
        having sum(throughput_count) > 0
        order by fiscal_period_start_date, throughput_count desc, type_name
        """,  # noqa: S608
        filters,
        level=level,
    )


def times(filters: Filters, level: str) -> pl.DataFrame:
    """Return one row per value stream, type and fiscal period: percentiles of the times in days (M47)."""
    return ask(
        f"""
        with {_RECENT}
        select flow.* exclude (flow_key), flow.throughput_count + flow.cancelled_count as finished_count
        from marts.mart_flow as flow inner join recent using (fiscal_period_start_date)
        where {_CHOSEN}
        order by fiscal_period_start_date desc, value_stream_name, throughput_count desc, type_name
        """,  # noqa: S608
        filters,
        level=level,
    )


def balance(filters: Filters, level: str) -> pl.DataFrame:
    """Return Little's law and the load by value stream (M49, M50), of the last chosen period."""
    return ask(
        f"""
        select *, throughput_per_day * average_flow_time_days as expected_wip_items,
            arrival_count - departure_count as surplus_count
        from marts.mart_flow_balance
        where {_CHOSEN} and fiscal_period_start_date = (
            select max(fiscal_period_start_date) from marts.mart_flow_balance
            where {PERIOD} and work_item_level = $level
        )
        order by average_wip_items desc, value_stream_name
        """,  # noqa: S608
        filters,
        level=level,
    )


def cumulative(filters: Filters, level: str) -> pl.DataFrame:
    """Return items by category of status and day, a day a week, over a year up to the chosen end."""
    return ask(
        f"""
        with ending as (
            select least(as_of_date, coalesce((
                select min(fiscal_period_start_date) - 1 from core.dim_date
                where fiscal_period_start_date > $last_date
            ), as_of_date)) as end_date
            from marts.mart_run
        )
        select calendar_date, coalesce(status_category, 'unmapped') as status_category,
            cast(sum(item_count) as bigint) as item_count
        from marts.mart_cumulative_flow cross join ending
        where {_CHOSEN} and calendar_date between end_date - 364 and end_date
            and (end_date - calendar_date) % 7 = 0
        group by all order by calendar_date, status_category
        """,  # noqa: S608
        filters,
        level=level,
    )


def in_progress(filters: Filters, level: str) -> pl.DataFrame:
    """Return what is begun and not done on the day of the data (M49), the oldest first."""
    return ask(
        f"""
        select * from marts.mart_work_in_progress where {_CHOSEN}
        order by age_days desc nulls last, state_age_days desc nulls last, work_item_key
        """,  # noqa: S608
        filters,
        level=level,
    )
