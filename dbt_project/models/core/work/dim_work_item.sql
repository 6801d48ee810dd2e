with

    work_items as (select * from {{ ref("stg_work_items") }}),

    assigned as (select * from {{ ref("int_work_items__assigned") }}),

    statuses as (select * from {{ ref("int_statuses__mapped") }}),

    types as (select * from {{ ref("int_work_item_types__levelled") }}),

    initiatives as (select * from {{ ref("dim_initiative") }})

select
    {{ surrogate_key(["work_items.source_name", "work_items.work_item_id"]) }}
    as work_item_hash,
    work_items.source_name,
    work_items.work_item_id,
    work_items.work_item_key,
    work_items.project_key,
    work_items.type_name,
    work_items.title,
    work_items.status_name,
    statuses.status_category,
    work_items.priority_name,
    work_items.resolution_name,
    work_items.team_name,
    {{ team_key("work_items.team_name") }} as team_key,
    {{ person_key("work_items.assignee_name") }} as assignee_key,
    coalesce(assigned.initiative_code, 'unknown') as initiative_code,
    coalesce(initiatives.value_stream_name, 'Unassigned') as value_stream_name,
    assigned.break_reason,
    work_items.story_points,
    coalesce(work_items.is_subtask, false) as is_subtask,
    case
        when work_items.is_subtask then 'subtask' else types.type_level
    end as work_item_level,
    work_items.due_date,
    work_items.created_at,
    work_items.updated_at,
    work_items.started_at,
    work_items.resolved_at
from work_items
left join
    assigned
    on work_items.source_name = assigned.source_name
    and work_items.work_item_id = assigned.work_item_id
inner join
    types
    on work_items.source_name = types.source_name
    and work_items.type_name = types.type_name
left join
    statuses
    on work_items.source_name = statuses.source_name
    and work_items.status_name = statuses.status_name
left join initiatives on assigned.initiative_code = initiatives.initiative_code
