with

    run_parameters as (select * from {{ ref("stg_run_parameters") }}),

    statuses as (select * from {{ ref("stg_statuses") }}),

    -- What a source says of a status comes before what is said for all.
    blocking as (
        select distinct statuses.source_name, statuses.status_name
        from statuses
        where statuses.is_blocked
    ),

    work_items as (
        select
            claimed.initiative_code,
            {{
                business_date(
                    "intervals.started_at", "run_parameters.organisation_time_zone"
                )
            }} as started_date,
            {{
                business_date(
                    "intervals.ended_at", "run_parameters.organisation_time_zone"
                )
            }} as ended_date
        from {{ ref("int_work_item_status_intervals__cut") }} as intervals
        inner join
            blocking
            on intervals.status_name = blocking.status_name
            and intervals.source_name
            = coalesce(blocking.source_name, intervals.source_name)
        inner join
            {{ ref("int_work_item_initiatives__weighted") }} as claimed
            on intervals.source_name = claimed.source_name
            and intervals.work_item_id = claimed.work_item_id
        left join
            statuses as own
            on intervals.source_name = own.source_name
            and intervals.status_name = own.status_name
        cross join run_parameters
        where claimed.initiative_code <> 'unknown' and coalesce(own.is_blocked, true)
    )

select
    initiatives.initiative_code,
    'initiative' as blocked_entity,
    initiatives.blocked_since_date as started_date,
    cast(null as date) as ended_date
from {{ ref("int_initiatives__current") }} as initiatives
where initiatives.blocked_since_date is not null
union all
select
    work_items.initiative_code,
    'work_item' as blocked_entity,
    work_items.started_date,
    work_items.ended_date
from work_items
