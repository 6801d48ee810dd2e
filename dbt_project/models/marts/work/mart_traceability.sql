select
    facts.value_stream_name,
    facts.traceability_rate_reason,
    facts.traceability_rate,
    facts.traceability_count_share,
    facts.work_items,
    facts.traced_work_items,
    facts.unsized_work_items,
    facts.story_points,
    facts.traced_story_points
from {{ ref("fct_traceability") }} as facts
