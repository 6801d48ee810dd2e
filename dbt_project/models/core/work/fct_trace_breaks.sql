with

    run as (select * from {{ ref("dim_run") }}),

    parts as (
        select
            stories.value_stream_name,
            stories.story_points,
            links.weight,
            case
                when links.break_reason is not null
                then links.break_reason
                when traces.is_run
                then 'run'
                else coalesce(traces.trace_break, 'complete')
            end as trace_break
        from {{ ref("dim_work_item") }} as stories
        inner join
            {{ ref("bridge_work_item_initiative") }} as links
            on stories.work_item_hash = links.work_item_hash
        left join
            {{ ref("fct_initiative_traces") }} as traces
            on links.initiative_code = traces.initiative_code
        where stories.work_item_level = 'story'
    )

select
    {{ surrogate_key(["parts.value_stream_name", "parts.trace_break"]) }}
    as trace_break_key,
    parts.value_stream_name,
    parts.trace_break,
    {{ exact_sum("parts.weight") }} as work_items,
    {{ exact_sum("parts.story_points * parts.weight") }} as story_points,
    {{ exact_sum("case when parts.story_points is null then parts.weight else 0 end") }}
    as unsized_work_items,
    run.as_of_date
from parts
cross join run
group by parts.value_stream_name, parts.trace_break, run.as_of_date
