select
    facts.trace_break_key,
    facts.value_stream_name,
    facts.trace_break,
    facts.work_items,
    facts.story_points,
    facts.unsized_work_items
from {{ ref("fct_trace_breaks") }} as facts
