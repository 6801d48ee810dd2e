with

    work_items as (select * from {{ ref("dim_work_item") }}),

    intervals as (select * from {{ ref("int_work_item_status_intervals__cut") }}),

    -- An earlier done that was reopened is void: the last entry counts, and only of
    -- an item that is done now.
    milestones as (
        select
            intervals.source_name,
            intervals.work_item_id,
            min(
                case
                    when intervals.status_category = 'in_progress'
                    then intervals.started_at
                end
            ) as first_started_at,
            max(
                case
                    when intervals.status_category = 'done' then intervals.started_at
                end
            ) as last_done_at,
            sum(
                case
                    when
                        intervals.status_category = 'done'
                        and intervals.ended_at is not null
                    then 1
                    else 0
                end
            ) as left_done_count
        from intervals
        group by intervals.source_name, intervals.work_item_id
    ),

    times as (
        select
            intervals.source_name,
            intervals.work_item_id,
            sum(
                case
                    when intervals.activity = 'active'
                    then
                        {{
                            dbt.datediff(
                                "intervals.started_at", "intervals.ended_at", "second"
                            )
                        }}
                    else 0
                end
            ) as active_seconds,
            max(
                case
                    when
                        intervals.status_category = 'in_progress'
                        and intervals.activity is null
                    then 1
                    else 0
                end
            ) as has_unmapped
        from intervals
        inner join
            milestones
            on intervals.source_name = milestones.source_name
            and intervals.work_item_id = milestones.work_item_id
        where
            intervals.started_at >= milestones.first_started_at
            and intervals.ended_at <= milestones.last_done_at
        group by intervals.source_name, intervals.work_item_id
    ),

    dated as (
        select
            work_items.*,
            milestones.first_started_at,
            case
                when work_items.status_category = 'done'
                then coalesce(milestones.last_done_at, work_items.resolved_at)
            end as done_at,
            milestones.work_item_id is not null as has_transitions,
            coalesce(milestones.left_done_count, 0) as reopened_count,
            times.active_seconds,
            times.has_unmapped
        from work_items
        left join
            milestones
            on work_items.source_name = milestones.source_name
            and work_items.work_item_id = milestones.work_item_id
        left join
            times
            on work_items.source_name = times.source_name
            and work_items.work_item_id = times.work_item_id
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
            end as flow_seconds
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
    coalesce(measured.has_unmapped, 0) = 1 as has_unmapped_status,
    cast(measured.reopened_count as bigint) as reopened_count,
    cast(measured.flow_seconds as bigint) as flow_seconds,
    cast(
        case
            when measured.flow_seconds is not null and measured.has_unmapped = 0
            then measured.active_seconds
        end as bigint
    ) as active_seconds,
    cast(
        {{ dbt.datediff("measured.created_at", "measured.done_at", "second") }}
        as bigint
    ) as lead_seconds,
    cast(measured.done_at as date) as done_date,
    measured.created_at,
    measured.first_started_at,
    measured.done_at
from measured
