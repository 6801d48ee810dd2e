with

    transitions as (select * from {{ ref("stg_work_item_transitions") }}),

    work_items as (select * from {{ ref("stg_work_items") }}),

    statuses as (select * from {{ ref("int_statuses__mapped") }}),

    ordered as (
        select
            transitions.source_name,
            transitions.work_item_id,
            transitions.transition_id,
            transitions.from_status_name,
            transitions.to_status_name,
            transitions.changed_at,
            row_number() over (
                partition by transitions.source_name, transitions.work_item_id
                order by
                    transitions.changed_at,
                    -- 9 comes before 10 when both happened at once.
                    length(transitions.transition_id),
                    transitions.transition_id
            ) as transition_number
        from transitions
    ),

    -- What an item was before its first change is known from that change.
    entered as (
        select
            ordered.source_name,
            ordered.work_item_id,
            ordered.to_status_name as status_name,
            ordered.changed_at as started_at,
            ordered.transition_number
        from ordered
        union all
        select
            work_items.source_name,
            work_items.work_item_id,
            ordered.from_status_name as status_name,
            work_items.created_at as started_at,
            0 as transition_number
        from ordered
        inner join
            work_items
            on ordered.source_name = work_items.source_name
            and ordered.work_item_id = work_items.work_item_id
        where ordered.transition_number = 1 and work_items.created_at is not null
    )

select
    entered.source_name,
    entered.work_item_id,
    entered.transition_number,
    entered.status_name,
    statuses.status_category,
    statuses.activity,
    entered.started_at,
    lead(entered.started_at) over (
        partition by entered.source_name, entered.work_item_id
        order by entered.started_at, entered.transition_number
    ) as ended_at
from entered
left join
    statuses
    on entered.source_name = statuses.source_name
    and entered.status_name = statuses.status_name
