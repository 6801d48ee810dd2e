with

    run as (select * from {{ ref("dim_run") }}),

    -- Work of which nobody tells when it ended would stay in progress for ever.
    started as (
        select
            flow.value_stream_name,
            flow.work_item_level,
            flow.started_date,
            flow.done_date,
            coalesce(flow.done_date, flow.cancelled_date) as ended_date
        from {{ ref("fct_work_item_flow") }} as flow
        cross join run
        where
            flow.work_item_level <> 'subtask'
            and flow.started_date <= run.as_of_date
            and (
                coalesce(flow.done_date, flow.cancelled_date) >= flow.started_date
                or coalesce(flow.status_category, '') not in ('done', 'cancelled')
            )
    ),

    events as (
        select
            value_stream_name,
            work_item_level,
            started_date as event_date,
            count(*) as started_count,
            0 as done_count,
            0 as cancelled_count
        from started
        group by value_stream_name, work_item_level, started_date
        union all
        select
            value_stream_name,
            work_item_level,
            ended_date as event_date,
            0 as started_count,
            count(done_date) as done_count,
            count(*) - count(done_date) as cancelled_count
        from started
        where ended_date is not null
        group by value_stream_name, work_item_level, ended_date
    ),

    spans as (
        select value_stream_name, work_item_level, min(event_date) as first_date
        from events
        group by value_stream_name, work_item_level
    ),

    daily as (
        select
            spans.value_stream_name,
            spans.work_item_level,
            days.calendar_date,
            days.fiscal_period_label,
            days.fiscal_period_start_date,
            coalesce(sum(events.started_count), 0) as started_count,
            coalesce(sum(events.done_count), 0) as done_count,
            coalesce(sum(events.cancelled_count), 0) as cancelled_count
        from spans
        cross join run
        inner join
            {{ ref("dim_date") }} as days
            on days.calendar_date >= spans.first_date
            and days.calendar_date <= run.as_of_date
        left join
            events
            on spans.value_stream_name = events.value_stream_name
            and spans.work_item_level = events.work_item_level
            and days.calendar_date = events.event_date
        group by
            spans.value_stream_name,
            spans.work_item_level,
            days.calendar_date,
            days.fiscal_period_label,
            days.fiscal_period_start_date
    )

select
    {{
        surrogate_key(
            [
                "daily.value_stream_name",
                "daily.work_item_level",
                "daily.calendar_date",
            ]
        )
    }} as work_in_progress_day_key,
    daily.value_stream_name,
    daily.work_item_level,
    daily.fiscal_period_label,
    cast(daily.started_count as bigint) as started_count,
    cast(daily.done_count as bigint) as done_count,
    cast(daily.cancelled_count as bigint) as cancelled_count,
    cast(
        sum(daily.started_count - daily.done_count - daily.cancelled_count) over (
            partition by daily.value_stream_name, daily.work_item_level
            order by daily.calendar_date
        ) as bigint
    ) as wip_count,
    daily.fiscal_period_start_date,
    daily.calendar_date
from daily
