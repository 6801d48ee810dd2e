with

    hashed as (
        select
            parents.source_name,
            parents.work_item_id,
            {{ surrogate_key(["parents.source_name", "parents.work_item_id"]) }}
            as work_item_hash
        from {{ ref("int_work_items__parented") }} as parents
    )

select
    concat_ws(
        '-', items.work_item_hash, cast(walked.depth as {{ dbt.type_string() }})
    ) as work_item_ancestor_key,
    items.work_item_hash,
    ancestors.work_item_hash as ancestor_hash,
    walked.source_name,
    walked.depth,
    walked.path,
    walked.is_cycle,
    walked.is_unfinished
from {{ ref("int_work_item_ancestors__walked") }} as walked
inner join
    hashed as items
    on walked.source_name = items.source_name
    and walked.work_item_id = items.work_item_id
inner join
    hashed as ancestors
    on walked.source_name = ancestors.source_name
    and walked.ancestor_id = ancestors.work_item_id
