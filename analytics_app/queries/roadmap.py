"""When what is under way or waits was needed first, is needed now, and can be expected."""

import polars as pl

from analytics_app.queries.conditions import MEMBERS
from analytics_app.session import Filters, ask

# What is not there yet cannot have come in the past, whatever was forecast.
_EXPECTED = """
            case
                when dim.released_date <= run.as_of_date then dim.released_date
                when delays.delay_state = 'released' then null
                when dim.forecast_delivery_date is not null
                then greatest(dim.forecast_delivery_date, run.as_of_date)
                else run.as_of_date + cast(ceil(dim.remaining_duration_weeks * 7) as integer)
            end"""


def plan(filters: Filters) -> pl.DataFrame:
    """Return one row per live initiative that delivers no value yet, in the order of the themes.

    Baseline is the needed day as the register told it first. The expected day is the day of release, else
    the register's forecast, else the day of the data and the weeks that remain, as if work began that day.
    """
    return ask(
        f"""
        with first_plans as (
            select initiative_code, arg_min(needed_date, version_number) as baseline_date
            from core.dim_initiative_version where needed_date is not null
            group by initiative_code
        ),
        dated as (
            select delays.initiative_code, delays.initiative_name, delays.theme_name,
                delays.value_stream_name, delays.owner_name, delays.portfolio_state, delays.delay_state,
                initiatives.reported_status, dim.ready_date, dim.started_date, first_plans.baseline_date,
                dim.needed_date, dim.remaining_duration_weeks, delays.cost_of_delay_per_week_amount,
                run.as_of_date,{_EXPECTED} as expected_date,
                case
                    when delays.delay_state = 'released' then 'released'
                    when dim.forecast_delivery_date is not null then 'register'
                    when dim.remaining_duration_weeks is not null then 'weeks_left'
                end as forecast_source,
                themes.sort_order
            from marts.mart_cost_of_delay as delays
            cross join marts.mart_run as run
            inner join core.dim_initiative as dim using (initiative_code)
            left join marts.mart_initiatives as initiatives using (initiative_code)
            left join first_plans using (initiative_code)
            left join core.dim_strategic_theme as themes on delays.theme_name = themes.theme_name
        )
        select * exclude (sort_order), expected_date - needed_date as late_days,
            needed_date - baseline_date as moved_days,
            case
                when expected_date > needed_date then 'late'
                when expected_date <= needed_date then 'in_time'
                when needed_date is null then 'no_needed_date'
                else 'no_forecast_date'
            end as timing
        from dated where {MEMBERS}
        order by sort_order nulls last, theme_name, coalesce(started_date, as_of_date), expected_date,
            initiative_code
        """,  # noqa: S608 - constant conditions
        filters,
    )
