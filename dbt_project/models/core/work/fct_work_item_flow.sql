with

    run as (select * from {{ ref("dim_run") }}),

    work_items as (select * from {{ ref("dim_work_item") }}),

    milestones as (select * from {{ ref("int_work_item_milestones__reached") }}),

    -- An earlier done that was reopened is void: the last entry counts, and only of
    -- an item that is done now.
    dated as (
        select
            work_items.*,
            milestones.first_started_at,
            case
                when work_items.status_category = 'done'
                then coalesce(milestones.last_done_at, work_items.resolved_at)
            end as done_at,
            milestones.work_item_id is not null as has_transitions,
            coalesce(milestones.reopened_count, 0) as reopened_count,
            milestones.active_seconds,
            coalesce(milestones.has_unmapped_status, false) as has_unmapped_status
        from work_items
        left join
            milestones
            on work_items.source_name = milestones.source_name
            and work_items.work_item_id = milestones.work_item_id
    ),

    measured as (
        select
            dated.*,
            case
                when dated.done_at >= dated.first_started_at
                then
                    {{
                        dbt.datediff(
                            "dated.first_started_at", "dated.done_at", "second"
                        )
                    }}
            end as flow_seconds,
            case
                when dated.done_at >= dated.created_at
                then {{ dbt.datediff("dated.created_at", "dated.done_at", "second") }}
            end as lead_seconds
        from dated
    )

select
    measured.work_item_hash,
    measured.source_name,
    measured.work_item_id,
    measured.work_item_key,
    measured.initiative_code,
    measured.value_stream_name,
    measured.type_name,
    measured.status_category,
    case
        when measured.status_category = 'done' and measured.done_at is null
        then 'done_without_date'
        when measured.done_at is null
        then 'not_done'
        when measured.flow_seconds is not null
        then cast(null as {{ dbt.type_string() }})
        when not measured.has_transitions
        then 'no_status_history'
        when measured.first_started_at is null
        then 'never_in_progress'
        else 'done_before_started'
    end as flow_time_reason,
    measured.is_subtask,
    measured.has_transitions,
    measured.has_unmapped_status,
    cast(measured.reopened_count as bigint) as reopened_count,
    cast(measured.flow_seconds as bigint) as flow_seconds,
    cast(
        case
            when measured.flow_seconds is not null and not measured.has_unmapped_status
            then coalesce(measured.active_seconds, 0)
        end as bigint
    ) as active_seconds,
    cast(measured.lead_seconds as bigint) as lead_seconds,
    {{ business_date("measured.first_started_at", "run.organisation_time_zone") }}
    as started_date,
    {{ business_date("measured.done_at", "run.organisation_time_zone") }} as done_date,
    measured.created_at,
    measured.first_started_at,
    measured.done_at
from measured
cross join run
