with

    flow as (
        select
            fct_work_item_flow.*,
            days.fiscal_year_label,
            days.fiscal_period_label,
            days.fiscal_period_start_date
        from {{ ref("fct_work_item_flow") }} as fct_work_item_flow
        inner join
            {{ ref("dim_date") }} as days
            on fct_work_item_flow.done_date = days.calendar_date
        cross join {{ ref("dim_run") }} as run
        where
            not fct_work_item_flow.is_subtask
            and fct_work_item_flow.done_date <= run.as_of_date
    ),

    counted as (
        select
            value_stream_name,
            type_name,
            fiscal_year_label,
            fiscal_period_label,
            fiscal_period_start_date,
            count(*) as throughput_count,
            count(flow_seconds) as flow_time_item_count,
            {{ quantile("cast(flow_seconds as double) / 86400", 0.5) }}
            as flow_time_p50_days,
            {{ quantile("cast(flow_seconds as double) / 86400", 0.85) }}
            as flow_time_p85_days,
            {{ quantile("cast(flow_seconds as double) / 86400", 0.95) }}
            as flow_time_p95_days,
            {{ quantile("cast(lead_seconds as double) / 86400", 0.5) }}
            as lead_time_p50_days,
            sum(
                case when active_seconds is not null then active_seconds end
            ) as active_seconds,
            sum(
                case when active_seconds is not null then flow_seconds end
            ) as flow_seconds,
            max(case when has_unmapped_status then 1 else 0 end) as has_unmapped
        from flow
        group by
            value_stream_name,
            type_name,
            fiscal_year_label,
            fiscal_period_label,
            fiscal_period_start_date
    )

select
    {{
        surrogate_key(
            [
                "counted.value_stream_name",
                "counted.type_name",
                "counted.fiscal_period_label",
            ]
        )
    }} as flow_key,
    counted.value_stream_name,
    counted.type_name,
    counted.fiscal_year_label,
    counted.fiscal_period_label,
    case
        when counted.flow_seconds > 0
        then cast(null as {{ dbt.type_string() }})
        when counted.has_unmapped = 1
        then 'unmapped_status'
        when counted.flow_time_item_count = 0
        then 'no_status_history'
        else 'no_time_in_progress'
    end as flow_efficiency_reason,
    counted.flow_time_p50_days,
    counted.flow_time_p85_days,
    counted.flow_time_p95_days,
    counted.lead_time_p50_days,
    {{ safe_divide("counted.active_seconds", "counted.flow_seconds") }}
    as flow_efficiency,
    cast(counted.throughput_count as bigint) as throughput_count,
    cast(counted.flow_time_item_count as bigint) as flow_time_item_count,
    cast(counted.active_seconds as bigint) as active_seconds,
    cast(counted.flow_seconds as bigint) as flow_seconds,
    counted.fiscal_period_start_date
from counted
