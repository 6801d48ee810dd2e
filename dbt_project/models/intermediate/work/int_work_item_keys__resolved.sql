with

    work_items as (select * from {{ ref("stg_work_items") }}),

    told as (
        select source_name, work_item_id, work_item_key, last_known_at
        from {{ ref("stg_work_items__keys") }}
        union all
        select source_name, work_item_id, former_key as work_item_key, last_known_at
        from {{ ref("stg_work_item_former_keys") }}
    ),

    keys as (
        select
            source_name,
            work_item_id,
            work_item_key,
            max(last_known_at) as last_known_at
        from told
        group by source_name, work_item_id, work_item_key
    ),

    held as (
        select
            keys.source_name,
            keys.work_item_key,
            keys.work_item_id,
            keys.last_known_at,
            case
                when keys.work_item_key = work_items.work_item_key then 1 else 0
            end as is_current
        from keys
        inner join
            work_items
            on keys.source_name = work_items.source_name
            and keys.work_item_id = work_items.work_item_id
    ),

    -- A key that another item has by now means that one.
    ranked as (
        select
            held.*,
            sum(held.is_current) over (
                partition by held.source_name, held.work_item_key
            ) as holder_count,
            row_number() over (
                partition by held.source_name, held.work_item_key
                order by
                    held.is_current desc, held.last_known_at desc, held.work_item_id
            ) as choice
        from held
    )

select
    ranked.source_name,
    ranked.work_item_key,
    ranked.work_item_id,
    cast(ranked.holder_count as bigint) as holder_count
from ranked
where ranked.choice = 1
