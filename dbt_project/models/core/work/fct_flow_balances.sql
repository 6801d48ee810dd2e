with

    loads as (
        select
            value_stream_name,
            work_item_level,
            fiscal_period_label,
            fiscal_period_start_date,
            max(calendar_date) as until_date,
            count(*) as day_count,
            sum(wip_count) as wip_day_count,
            sum(started_count) as arrival_count,
            sum(done_count) as done_count,
            sum(cancelled_count) as cancelled_count
        from {{ ref("fct_work_in_progress_days") }}
        group by
            value_stream_name,
            work_item_level,
            fiscal_period_label,
            fiscal_period_start_date
    ),

    times as (
        select
            flow.value_stream_name,
            flow.work_item_level,
            done_days.fiscal_period_label,
            count(flow.flow_seconds) as timed_count,
            sum(flow.flow_seconds) as flow_seconds
        from {{ ref("fct_work_item_flow") }} as flow
        inner join
            {{ ref("dim_date") }} as done_days
            on flow.done_date = done_days.calendar_date
        cross join {{ ref("dim_run") }} as run
        where flow.done_date <= run.as_of_date
        group by
            flow.value_stream_name, flow.work_item_level, done_days.fiscal_period_label
    ),

    averaged as (
        select
            loads.*,
            ends.wip_count as wip_end_count,
            coalesce(times.timed_count, 0) as timed_count,
            {{ safe_divide("loads.wip_day_count", "loads.day_count") }}
            as average_wip_items,
            {{ safe_divide("times.flow_seconds", "times.timed_count") }}
            / 86400 as average_flow_time_days,
            {{ safe_divide("loads.done_count", "loads.day_count") }}
            as throughput_per_day,
            loads.done_count + loads.cancelled_count as departure_count
        from loads
        inner join
            {{ ref("fct_work_in_progress_days") }} as ends
            on loads.value_stream_name = ends.value_stream_name
            and loads.work_item_level = ends.work_item_level
            and loads.until_date = ends.calendar_date
        left join
            times
            on loads.value_stream_name = times.value_stream_name
            and loads.work_item_level = times.work_item_level
            and loads.fiscal_period_label = times.fiscal_period_label
    ),

    checked as (
        select
            averaged.*,
            {{
                safe_divide(
                    "abs(averaged.average_wip_items - averaged.throughput_per_day * averaged.average_flow_time_days)",
                    "averaged.average_wip_items",
                )
            }}
            as littles_law_error,
            {{
                safe_divide(
                    "averaged.arrival_count - averaged.departure_count",
                    "greatest(averaged.arrival_count, averaged.departure_count)",
                )
            }} as arrival_surplus_share
        from averaged
    )

select
    {{
        surrogate_key(
            [
                "checked.value_stream_name",
                "checked.work_item_level",
                "checked.fiscal_period_label",
            ]
        )
    }} as flow_balance_key,
    checked.value_stream_name,
    checked.work_item_level,
    checked.fiscal_period_label,
    case
        when checked.littles_law_error is not null
        then cast(null as {{ dbt.type_string() }})
        when checked.wip_day_count = 0
        then 'no_work_in_progress'
        else 'no_flow_times'
    end as littles_law_reason,
    {{ flow_stability("checked.littles_law_error", "checked.arrival_surplus_share") }}
    as stability,
    checked.littles_law_error,
    checked.arrival_surplus_share,
    checked.average_wip_items,
    checked.average_flow_time_days,
    checked.throughput_per_day,
    cast(checked.day_count as bigint) as day_count,
    cast(checked.wip_day_count as bigint) as wip_day_count,
    cast(checked.wip_end_count as bigint) as wip_end_count,
    cast(checked.arrival_count as bigint) as arrival_count,
    cast(checked.departure_count as bigint) as departure_count,
    cast(checked.timed_count as bigint) as flow_time_item_count,
    checked.fiscal_period_start_date,
    checked.until_date
from checked
