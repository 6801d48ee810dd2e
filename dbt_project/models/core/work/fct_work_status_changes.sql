with

    run as (select * from {{ ref("dim_run") }}),

    items as (select * from {{ ref("dim_work_item") }} where not is_subtask),

    -- One step is an entry into a status and a leaving of the one before.
    steps as (
        select
            items.value_stream_name,
            items.work_item_level,
            items.source_name,
            intervals.status_name,
            intervals.prior_status_name,
            intervals.started_date as change_date,
            count(*) as step_count
        from {{ ref("int_work_item_status_intervals__cut") }} as intervals
        inner join
            items
            on intervals.source_name = items.source_name
            and intervals.work_item_id = items.work_item_id
        group by
            items.value_stream_name,
            items.work_item_level,
            items.source_name,
            intervals.status_name,
            intervals.prior_status_name,
            intervals.started_date
    ),

    sides as (
        select
            value_stream_name,
            work_item_level,
            source_name,
            status_name,
            change_date,
            step_count as entered_count,
            0 as left_count
        from steps
        union all
        select
            value_stream_name,
            work_item_level,
            source_name,
            prior_status_name as status_name,
            change_date,
            0 as entered_count,
            step_count as left_count
        from steps
        where prior_status_name is not null
    ),

    changes as (
        select
            sides.value_stream_name,
            sides.work_item_level,
            sides.source_name,
            sides.status_name,
            sides.change_date,
            sum(sides.entered_count) as entered_count,
            sum(sides.left_count) as left_count
        from sides
        cross join run
        where sides.change_date <= run.as_of_date
        group by
            sides.value_stream_name,
            sides.work_item_level,
            sides.source_name,
            sides.status_name,
            sides.change_date
    )

select
    {{
        surrogate_key(
            [
                "changes.value_stream_name",
                "changes.work_item_level",
                "changes.source_name",
                "changes.status_name",
                "changes.change_date",
            ]
        )
    }} as work_status_change_key,
    {{ surrogate_key(["changes.source_name", "changes.status_name"]) }}
    as workflow_state_key,
    changes.value_stream_name,
    changes.work_item_level,
    changes.source_name,
    changes.status_name,
    cast(changes.entered_count as bigint) as entered_count,
    cast(changes.left_count as bigint) as left_count,
    cast(
        sum(changes.entered_count - changes.left_count) over (
            partition by
                changes.value_stream_name,
                changes.work_item_level,
                changes.source_name,
                changes.status_name
            order by changes.change_date
        ) as bigint
    ) as item_count,
    changes.change_date as valid_from_date,
    lead(changes.change_date) over (
        partition by
            changes.value_stream_name,
            changes.work_item_level,
            changes.source_name,
            changes.status_name
        order by changes.change_date
    ) as valid_to_date
from changes
