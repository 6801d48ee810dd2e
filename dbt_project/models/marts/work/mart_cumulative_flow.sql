select
    {{
        surrogate_key(
            [
                "changes.value_stream_name",
                "changes.work_item_level",
                "changes.status_name",
                "states.status_category",
                "days.calendar_date",
            ]
        )
    }} as cumulative_flow_key,
    changes.value_stream_name,
    changes.work_item_level,
    changes.status_name,
    states.status_category,
    cast(sum(changes.item_count) as bigint) as item_count,
    days.calendar_date
from {{ ref("fct_work_status_changes") }} as changes
cross join {{ ref("dim_run") }} as run
-- The calendar begins decades before, and each of its days is compared with all
-- changes.
cross join
    (
        select min(valid_from_date) as first_change_date
        from {{ ref("fct_work_status_changes") }}
    ) as flow
inner join
    {{ ref("dim_workflow_state") }} as states
    on changes.workflow_state_key = states.workflow_state_key
inner join
    {{ ref("dim_date") }} as days
    on days.calendar_date >= changes.valid_from_date
    and days.calendar_date < coalesce(changes.valid_to_date, cast('9999-12-31' as date))
    and days.calendar_date <= run.as_of_date
    and days.calendar_date >= flow.first_change_date
where changes.item_count > 0
group by
    changes.value_stream_name,
    changes.work_item_level,
    changes.status_name,
    states.status_category,
    days.calendar_date
