with

    weighted as (select * from {{ ref("int_work_item_initiatives__weighted") }}),

    hashed as (
        select
            work_items.source_name,
            work_items.work_item_id,
            work_items.work_item_key,
            {{ surrogate_key(["work_items.source_name", "work_items.work_item_id"]) }}
            as work_item_hash
        from {{ ref("stg_work_items") }} as work_items
    )

select
    concat_ws(
        '-', hashed.work_item_hash, weighted.initiative_code
    ) as work_item_initiative_key,
    hashed.work_item_hash,
    {{ surrogate_key(["weighted.initiative_code"]) }} as initiative_key,
    hashed.source_name,
    hashed.work_item_key,
    weighted.initiative_code,
    weighted.depth,
    weighted.path,
    weighted.is_cycle,
    weighted.break_reason,
    weighted.weight,
    weighted.weight_source
from hashed
inner join
    weighted
    on hashed.source_name = weighted.source_name
    and hashed.work_item_id = weighted.work_item_id
