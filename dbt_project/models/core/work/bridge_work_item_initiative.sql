select
    {{ surrogate_key(["work_items.source_name", "work_items.work_item_id"]) }}
    as work_item_hash,
    {{ surrogate_key(["coalesce(assigned.initiative_code, 'unknown')"]) }}
    as initiative_key,
    work_items.source_name,
    work_items.work_item_key,
    coalesce(assigned.initiative_code, 'unknown') as initiative_code,
    assigned.depth,
    assigned.path,
    assigned.is_cycle,
    assigned.break_reason
from {{ ref("stg_work_items") }} as work_items
inner join
    {{ ref("int_work_items__assigned") }} as assigned
    on work_items.source_name = assigned.source_name
    and work_items.work_item_id = assigned.work_item_id
