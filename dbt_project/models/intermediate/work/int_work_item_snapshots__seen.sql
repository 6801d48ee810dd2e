with

    versions as (
        select
            told.*,
            -- A snapshot speaks of a day, and days are the organisation's.
            {{
                business_day_start(
                    "cast(told.known_at as date)", "run.organisation_time_zone"
                )
            }} as seen_at
        from {{ ref("stg_work_items__versions") }} as told
        cross join {{ ref("stg_run_parameters") }} as run
    ),

    sources as (select * from {{ ref("int_work_item_sources__told") }}),

    work_items as (select * from {{ ref("stg_work_items") }}),

    seen as (
        select
            versions.source_name,
            versions.work_item_id,
            versions.status_name,
            versions.seen_at,
            lag(versions.status_name) over (
                partition by versions.source_name, versions.work_item_id
                order by versions.known_at
            ) as prior_status_name,
            row_number() over (
                partition by versions.source_name, versions.work_item_id
                order by versions.known_at
            ) as entry_number,
            lag(versions.seen_at) over (
                partition by versions.source_name, versions.work_item_id
                order by versions.known_at
            ) as prior_seen_at,
            versions.known_at > sources.first_known_at as is_start_known,
            versions.created_at,
            versions.started_at,
            versions.resolved_at
        from versions
        inner join
            sources
            on versions.source_name = sources.source_name
            and not sources.has_transitions
            and sources.snapshot_count > 1
        inner join
            work_items
            on versions.source_name = work_items.source_name
            and versions.work_item_id = work_items.work_item_id
    )

select
    seen.source_name,
    seen.work_item_id,
    seen.entry_number,
    seen.status_name,
    seen.seen_at,
    seen.prior_seen_at,
    seen.is_start_known,
    seen.created_at,
    seen.started_at,
    seen.resolved_at
from seen
where coalesce(seen.prior_status_name <> seen.status_name, true)
