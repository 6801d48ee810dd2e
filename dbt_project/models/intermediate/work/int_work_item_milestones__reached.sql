with

    milestones as (
        select
            intervals.source_name,
            intervals.work_item_id,
            max(intervals.history_source) as history_source,
            min(
                case
                    when intervals.status_category = 'in_progress'
                    then intervals.started_at
                end
            ) as first_started_at,
            max(case when intervals.is_cut_off then 1 else 0 end) = 0 as is_start_known,
            min(
                case
                    when intervals.status_category in ('in_progress', 'done')
                    then intervals.started_at
                end
            ) as cycle_started_at,
            -- From Resolved to Closed an item stays done: only the way in and the way
            -- out count. What the first snapshot shows as done was done before.
            max(
                case
                    when
                        intervals.status_category = 'done'
                        and coalesce(intervals.prior_category, '') <> 'done'
                        and intervals.is_start_known
                    then intervals.started_at
                end
            ) as last_done_at,
            max(
                case when intervals.ended_at is null then intervals.started_at end
            ) as state_entered_at,
            max(
                case
                    when
                        intervals.ended_at is null
                        and intervals.status_category = 'cancelled'
                        and intervals.is_start_known
                    then intervals.started_at
                end
            ) as cancelled_at,
            sum(
                case
                    when
                        intervals.status_category = 'done'
                        and intervals.next_category <> 'done'
                    then 1
                    else 0
                end
            ) as reopened_count
        from {{ ref("int_work_item_status_intervals__cut") }} as intervals
        group by intervals.source_name, intervals.work_item_id
    ),

    -- Active time counts between first start and last done only.
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
                        intervals.activity is null
                        and coalesce(intervals.status_category, 'in_progress')
                        = 'in_progress'
                    then 1
                    else 0
                end
            ) as unmapped_count
        from {{ ref("int_work_item_status_intervals__cut") }} as intervals
        inner join
            milestones
            on intervals.source_name = milestones.source_name
            and intervals.work_item_id = milestones.work_item_id
        where
            -- Of others nothing is counted.
            (
                intervals.activity = 'active'
                or (
                    intervals.activity is null
                    and coalesce(intervals.status_category, 'in_progress')
                    = 'in_progress'
                )
            )
            and intervals.started_at >= milestones.first_started_at
            and intervals.ended_at <= milestones.last_done_at
        group by intervals.source_name, intervals.work_item_id
    )

select
    milestones.*,
    times.active_seconds,
    coalesce(times.unmapped_count, 0) > 0 as has_unmapped_status
from milestones
left join
    times
    on milestones.source_name = times.source_name
    and milestones.work_item_id = times.work_item_id
