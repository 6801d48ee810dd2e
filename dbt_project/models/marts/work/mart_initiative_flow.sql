with

    run as (select * from {{ ref("dim_run") }}),

    ended as (
        select flow.*, coalesce(flow.done_date, flow.cancelled_date) as ended_date
        from {{ ref("fct_work_item_flow") }} as flow
        cross join run
        where
            flow.work_item_level <> 'subtask'
            and flow.initiative_code is not null
            and coalesce(flow.done_date, flow.cancelled_date) <= run.as_of_date
    ),

    counted as (
        select
            ended.initiative_code,
            ended.work_item_level,
            days.fiscal_period_label,
            days.fiscal_period_start_date,
            count(ended.done_date) as throughput_count,
            count(*) - count(ended.done_date) as cancelled_count,
            count(ended.flow_seconds) as flow_time_item_count,
            {{ percentile_days("ended.flow_seconds", 0.5) }} as flow_time_p50_days,
            {{ percentile_days("ended.flow_seconds", 0.85) }} as flow_time_p85_days
        from ended
        inner join
            {{ ref("dim_date") }} as days on ended.ended_date = days.calendar_date
        group by
            ended.initiative_code,
            ended.work_item_level,
            days.fiscal_period_label,
            days.fiscal_period_start_date
    )

select
    {{
        surrogate_key(
            [
                "counted.initiative_code",
                "counted.work_item_level",
                "counted.fiscal_period_label",
            ]
        )
    }} as initiative_flow_key,
    counted.initiative_code,
    counted.work_item_level,
    counted.fiscal_period_label,
    cast(counted.throughput_count as bigint) as throughput_count,
    cast(counted.cancelled_count as bigint) as cancelled_count,
    cast(counted.flow_time_item_count as bigint) as flow_time_item_count,
    {{ percentile_reason("counted.flow_time_item_count") }} as flow_time_reason,
    counted.flow_time_p50_days,
    counted.flow_time_p85_days,
    counted.fiscal_period_start_date
from counted
