with

    run as (select * from {{ ref("dim_run") }}),

    -- Subtasks are parts of what is counted; cancelled work is counted apart.
    ended as (
        select flow.*, coalesce(flow.done_date, flow.cancelled_date) as ended_date
        from {{ ref("fct_work_item_flow") }} as flow
        cross join run
        where
            flow.work_item_level <> 'subtask'
            and coalesce(flow.done_date, flow.cancelled_date) <= run.as_of_date
    ),

    counted as (
        select
            ended.value_stream_name,
            ended.work_item_level,
            ended.type_name,
            days.fiscal_year_label,
            days.fiscal_period_label,
            days.fiscal_period_start_date,
            count(ended.done_date) as throughput_count,
            count(*) - count(ended.done_date) as cancelled_count,
            count(ended.flow_seconds) as flow_time_item_count,
            count(ended.lead_seconds) as lead_time_item_count,
            count(ended.cycle_seconds) as cycle_time_item_count,
            {%- for time in ["flow", "lead", "cycle"] %}
                {%- for share in [50, 85, 95] %}
                    {{ percentile_days("ended." ~ time ~ "_seconds", share / 100) }}
                    as {{ time }}_time_p{{ share }}_days,
                {%- endfor %}
            {%- endfor %}
            sum(ended.active_seconds) as active_seconds,
            sum(
                case when ended.active_seconds is not null then ended.flow_seconds end
            ) as flow_seconds,
            sum(
                case
                    when ended.flow_seconds is not null and ended.has_unmapped_status
                    then 1
                    else 0
                end
            ) as unmapped_item_count
        from ended
        inner join
            {{ ref("dim_date") }} as days on ended.ended_date = days.calendar_date
        group by
            ended.value_stream_name,
            ended.work_item_level,
            ended.type_name,
            days.fiscal_year_label,
            days.fiscal_period_label,
            days.fiscal_period_start_date
    ),

    totalled as (
        select
            counted.*,
            sum(counted.throughput_count) over (
                partition by
                    counted.value_stream_name,
                    counted.work_item_level,
                    counted.fiscal_period_label
            ) as total_count
        from counted
    )

select
    {{
        surrogate_key(
            [
                "totalled.value_stream_name",
                "totalled.work_item_level",
                "totalled.type_name",
                "totalled.fiscal_period_label",
            ]
        )
    }} as flow_key,
    totalled.value_stream_name,
    totalled.work_item_level,
    totalled.type_name,
    totalled.fiscal_year_label,
    totalled.fiscal_period_label,
    {%- for time in ["flow", "lead", "cycle"] %}
        {{ percentile_reason("totalled." ~ time ~ "_time_item_count") }}
        as {{ time }}_time_reason,
        cast(
            totalled.{{ time }}_time_item_count as bigint
        ) as {{ time }}_time_item_count,
        {%- for share in [50, 85, 95] %}
            totalled.{{ time }}_time_p{{ share }}_days,
        {%- endfor %}
    {%- endfor %}
    case
        when totalled.unmapped_item_count > 0
        then 'unmapped_status'
        when totalled.flow_seconds > 0
        then cast(null as {{ dbt.type_string() }})
        when totalled.flow_seconds is null
        then 'no_status_history'
        else 'no_time_in_progress'
    end as flow_efficiency_reason,
    case
        when totalled.unmapped_item_count = 0
        then {{ safe_divide("totalled.active_seconds", "totalled.flow_seconds") }}
    end as flow_efficiency,
    case when totalled.total_count = 0 then 'nothing_done' end as done_share_reason,
    {{ safe_divide("totalled.throughput_count", "totalled.total_count") }}
    as done_share,
    cast(totalled.throughput_count as bigint) as throughput_count,
    cast(totalled.cancelled_count as bigint) as cancelled_count,
    cast(totalled.unmapped_item_count as bigint) as unmapped_item_count,
    cast(totalled.active_seconds as bigint) as active_seconds,
    cast(totalled.flow_seconds as bigint) as flow_seconds,
    totalled.fiscal_period_start_date
from totalled
