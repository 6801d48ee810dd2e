-- A view: what is new in it is little, beside the change log that it repeats.
{{ config(materialized="view") }}

with

    work_items as (select * from {{ ref("stg_work_items") }}),

    sources as (select * from {{ ref("int_work_item_sources__told") }}),

    -- What an item was before its first change is known from that change; without any
    -- change it is what it was created as.
    created as (
        select
            work_items.source_name,
            work_items.work_item_id,
            coalesce(changed.from_status_name, work_items.status_name) as status_name,
            work_items.created_at,
            changed.entry_number is not null as is_changed
        from work_items
        inner join
            sources
            on work_items.source_name = sources.source_name
            and sources.has_transitions
        left join
            {{ ref("int_work_item_transitions__numbered") }} as changed
            on work_items.source_name = changed.source_name
            and work_items.work_item_id = changed.work_item_id
            and changed.entry_number = 1
        where
            work_items.created_at is not null
            and (changed.entry_number is null or changed.from_status_name is not null)
    )

select
    source_name,
    work_item_id,
    entry_number,
    to_status_name as status_name,
    changed_at as entered_at,
    'transitions' as history_source,
    true as is_changed,
    true as is_start_known,
    cast(null as timestamp) as prior_seen_at,
    cast(null as timestamp) as created_at,
    cast(null as timestamp) as started_at,
    cast(null as timestamp) as resolved_at
from {{ ref("int_work_item_transitions__numbered") }}
union all
select
    source_name,
    work_item_id,
    0 as entry_number,
    status_name,
    created_at as entered_at,
    'transitions' as history_source,
    is_changed,
    true as is_start_known,
    cast(null as timestamp) as prior_seen_at,
    cast(null as timestamp) as created_at,
    cast(null as timestamp) as started_at,
    cast(null as timestamp) as resolved_at
from created
union all
select
    source_name,
    work_item_id,
    entry_number,
    status_name,
    seen_at as entered_at,
    'snapshots' as history_source,
    true as is_changed,
    is_start_known,
    prior_seen_at,
    created_at,
    started_at,
    resolved_at
from {{ ref("int_work_item_snapshots__seen") }}
