-- A row here is a difference between the items whose history is known and has begun by
-- the as-of date and those that the statuses hold on that day, or between work in
-- progress and its daily count.
{{ config(meta={"metrics": ["M49", "M50"]}) }}
with

    -- Of a day that is over, an export tells of items that came later.
    entries as (
        select source_name, work_item_id, min(started_date) as first_date
        from {{ ref("int_work_item_status_intervals__cut") }}
        group by source_name, work_item_id
    ),

    items as (
        select
            sum(
                case
                    when
                        flow.history_source in ('transitions', 'snapshots')
                        and coalesce(entries.first_date <= run.as_of_date, true)
                    then 1
                    else 0
                end
            ) as item_count,
            sum(
                case
                    when
                        flow.started_date <= run.as_of_date
                        and coalesce(flow.done_date > run.as_of_date, true)
                        and coalesce(flow.cancelled_date > run.as_of_date, true)
                        and (
                            coalesce(flow.status_category, '')
                            not in ('done', 'cancelled')
                            or flow.done_date is not null
                            or flow.cancelled_date is not null
                        )
                    then 1
                    else 0
                end
            ) as wip_count
        from {{ ref("fct_work_item_flow") }} as flow
        cross join {{ ref("dim_run") }} as run
        left join
            entries
            on flow.source_name = entries.source_name
            and flow.work_item_id = entries.work_item_id
        where flow.work_item_level <> 'subtask'
    ),

    held as (
        select coalesce(sum(item_count), 0) as item_count
        from {{ ref("fct_work_status_changes") }}
        where valid_to_date is null
    ),

    loaded as (
        select coalesce(sum(days.wip_count), 0) as wip_count
        from {{ ref("fct_work_in_progress_days") }} as days
        inner join {{ ref("dim_run") }} as run on days.calendar_date = run.as_of_date
    )

select
    items.item_count,
    held.item_count as held_count,
    items.wip_count,
    loaded.wip_count as loaded_count
from items
cross join held
cross join loaded
where
    coalesce(items.item_count, 0) <> held.item_count
    or coalesce(items.wip_count, 0) <> loaded.wip_count
