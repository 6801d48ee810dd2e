select
    transitions.source_name,
    transitions.work_item_id,
    transitions.from_status_name,
    transitions.to_status_name,
    transitions.changed_at,
    row_number() over (
        partition by transitions.source_name, transitions.work_item_id
        order by
            transitions.changed_at,
            -- 9 comes before 10 when both happened at once.
            length(transitions.transition_id),
            transitions.transition_id
    ) as entry_number
from {{ ref("stg_work_item_transitions") }} as transitions
