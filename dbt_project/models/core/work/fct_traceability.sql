with

    streams as (
        select
            value_stream_name,
            sum(work_items) as work_items,
            sum(
                case when trace_break = 'complete' then work_items else 0 end
            ) as traced_work_items,
            sum(unsized_work_items) as unsized_work_items,
            sum(story_points) as story_points,
            sum(
                case when trace_break = 'complete' then story_points else 0 end
            ) as traced_story_points
        from {{ ref("fct_trace_breaks") }}
        where trace_break <> 'run'
        group by value_stream_name
    )

select
    streams.value_stream_name,
    case
        when coalesce(streams.story_points, 0) = 0 then 'no_story_points'
    end as traceability_rate_reason,
    {{
        safe_divide(
            "coalesce(streams.traced_story_points, 0)", "streams.story_points"
        )
    }} as traceability_rate,
    {{ safe_divide("streams.traced_work_items", "streams.work_items") }}
    as traceability_count_share,
    streams.work_items,
    streams.traced_work_items,
    streams.unsized_work_items,
    streams.story_points,
    streams.traced_story_points
from streams
