with

    flow as (
        select *
        from {{ ref("fct_work_item_flow") }}
        where flow_seconds is not null and work_item_level <> 'subtask'
    ),

    -- How old finished items were when they left a state: each leaving counts, and
    -- ages are days as those of open items are.
    left_states as (
        select
            intervals.source_name,
            intervals.status_name,
            flow.work_item_level,
            86400 * (
                {{
                    dbt.datediff(
                        "flow.started_date",
                        looked_up_day("intervals.ended_at"),
                        "day",
                    )
                }} + 1
            ) as age_seconds
        from {{ ref("int_work_item_status_intervals__cut") }} as intervals
        inner join
            flow
            on intervals.source_name = flow.source_name
            and intervals.work_item_id = flow.work_item_id
        left join
            {{ ref("int_days__begun") }} as days
            on cast(intervals.ended_at as date) = days.calendar_date
        where
            intervals.status_category = 'in_progress'
            and intervals.ended_at >= flow.first_started_at
            and intervals.ended_at <= flow.done_at
    )

select
    {{
        surrogate_key(
            [
                "left_states.source_name",
                "left_states.status_name",
                "left_states.work_item_level",
            ]
        )
    }} as workflow_state_age_key,
    {{ surrogate_key(["left_states.source_name", "left_states.status_name"]) }}
    as workflow_state_key,
    left_states.source_name,
    left_states.status_name,
    left_states.work_item_level,
    {{ percentile_reason("count(left_states.age_seconds)") }} as age_reason,
    {{ percentile_days("left_states.age_seconds", 0.5) }} as age_p50_days,
    {{ percentile_days("left_states.age_seconds", 0.85) }} as age_p85_days,
    cast(count(*) as bigint) as leaving_count
from left_states
group by left_states.source_name, left_states.status_name, left_states.work_item_level
