with

    intervals as (select * from {{ ref("int_work_item_status_intervals__cut") }}),

    transitions as (
        select
            intervals.*,
            lag(intervals.status_name) over (
                partition by intervals.source_name, intervals.work_item_id
                order by intervals.started_at, intervals.transition_number
            ) as from_status_name,
            lag(intervals.status_category) over (
                partition by intervals.source_name, intervals.work_item_id
                order by intervals.started_at, intervals.transition_number
            ) as from_status_category,
            lag(intervals.started_at) over (
                partition by intervals.source_name, intervals.work_item_id
                order by intervals.started_at, intervals.transition_number
            ) as prior_started_at
        from intervals
    )

select
    {{
        surrogate_key(
            [
                "transitions.source_name",
                "transitions.work_item_id",
                "transitions.transition_number",
            ]
        )
    }} as transition_key,
    {{ surrogate_key(["transitions.source_name", "transitions.work_item_id"]) }}
    as work_item_hash,
    transitions.source_name,
    transitions.work_item_id,
    cast(transitions.transition_number as bigint) as transition_number,
    transitions.from_status_name,
    transitions.status_name as to_status_name,
    transitions.status_category as to_status_category,
    cast(
        {{
            dbt.datediff(
                "transitions.prior_started_at", "transitions.started_at", "second"
            )
        }} as bigint
    ) as prior_state_seconds,
    coalesce(
        transitions.from_status_category = 'done'
        and transitions.status_category <> 'done',
        false
    ) as is_reopening,
    transitions.started_at as changed_at
from transitions
where transitions.transition_number > 0
