select
    facts.source_conflict_key,
    facts.table_name,
    facts.entity_code,
    facts.attribute_name,
    facts.winning_source_name,
    facts.winning_value,
    facts.other_source_name,
    facts.other_value,
    facts.conflict_kind,
    facts.winning_known_at,
    facts.other_known_at
from {{ ref("fct_source_conflicts") }} as facts
