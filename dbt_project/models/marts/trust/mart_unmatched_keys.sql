select
    facts.unmatched_key_key,
    facts.rule_name,
    facts.source_name,
    facts.unmatched_key,
    facts.row_count,
    facts.currency_code,
    facts.spend_amount,
    facts.spend_reason
from {{ ref("fct_unmatched_keys") }} as facts
