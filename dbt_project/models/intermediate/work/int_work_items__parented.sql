with

    work_items as (select * from {{ ref("stg_work_items") }}),

    keys as (select * from {{ ref("int_work_item_keys__resolved") }})

select
    work_items.source_name,
    work_items.work_item_id,
    work_items.work_item_key,
    work_items.initiative_code,
    coalesce(work_items.parent_key, work_items.epic_key) as parent_key,
    coalesce(parents.work_item_id, epics.work_item_id) as parent_id
from work_items
left join
    keys as parents
    on work_items.source_name = parents.source_name
    and work_items.parent_key = parents.work_item_key
left join
    keys as epics
    on work_items.source_name = epics.source_name
    and work_items.epic_key = epics.work_item_key
