with

    run as (select * from {{ ref("dim_run") }}),

    work_items as (select * from {{ ref("dim_work_item") }}),

    milestones as (select * from {{ ref("int_work_item_milestones__reached") }}),

    -- An earlier done that was reopened is void: the last entry counts, and only of
    -- an item that is done now.
    dated as (
        select
            work_items.*,
            milestones.state_entered_at,
            case
                when milestones.work_item_id is not null
                then milestones.history_source
                when work_items.started_at is not null
                then 'dates'
                else 'none'
            end as history_source,
            coalesce(milestones.is_start_known, true) as is_start_known,
            case
                when milestones.work_item_id is null
                then work_items.started_at
                else milestones.first_started_at
            end as first_started_at,
            case
                when work_items.status_category = 'done'
                then coalesce(milestones.last_done_at, work_items.resolved_at)
            end as done_at,
            case
                when work_items.status_category = 'cancelled'
                then coalesce(milestones.cancelled_at, work_items.resolved_at)
            end as cancelled_at,
            case
                when
                    milestones.is_start_known
                    and work_items.status_category = 'done'
                    and milestones.last_done_at is not null
                    -- Done at once, it was never in a state to be left.
                    and milestones.cycle_started_at < milestones.state_entered_at
                then
                    {{
                        seconds_until(
                            "milestones.cycle_started_at",
                            "milestones.state_entered_at",
                        )
                    }}
            end as cycle_seconds,
            coalesce(milestones.reopened_count, 0) as reopened_count,
            milestones.active_seconds,
            milestones.last_done_at,
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
                when dated.is_start_known
                then {{ seconds_until("dated.first_started_at", "dated.done_at") }}
            end as flow_seconds,
            {{ seconds_until("dated.created_at", "dated.done_at") }} as lead_seconds,
            {{ business_date("dated.first_started_at", "run.organisation_time_zone") }}
            as started_date,
            {{ business_date("dated.state_entered_at", "run.organisation_time_zone") }}
            as state_entered_date,
            {{ business_date("dated.done_at", "run.organisation_time_zone") }}
            as done_date,
            {{ business_date("dated.cancelled_at", "run.organisation_time_zone") }}
            as cancelled_date
        from dated
        cross join run
    )

select
    measured.work_item_hash,
    measured.source_name,
    measured.work_item_id,
    measured.work_item_key,
    measured.initiative_code,
    measured.value_stream_name,
    measured.type_name,
    measured.work_item_level,
    measured.status_category,
    measured.history_source,
    {{ flow_time_reason() }} as flow_time_reason,
    measured.is_subtask,
    measured.is_start_known,
    measured.has_unmapped_status,
    cast(measured.reopened_count as bigint) as reopened_count,
    measured.flow_seconds,
    cast(
        case
            when
                measured.flow_seconds is not null
                and measured.last_done_at is not null
                and not measured.has_unmapped_status
            then coalesce(measured.active_seconds, 0)
        end as bigint
    ) as active_seconds,
    measured.lead_seconds,
    measured.cycle_seconds,
    measured.started_date,
    measured.state_entered_date,
    measured.done_date,
    measured.cancelled_date,
    measured.created_at,
    measured.first_started_at,
    measured.done_at
from measured
