select
    facts.quarantine_rule_key,
    facts.source_name,
    facts.table_name,
    facts.reason,
    facts.column_name,
    facts.row_count,
    facts.file_count,
    facts.amount,
    facts.currency_code,
    facts.amount_reason,
    facts.latest_known_at
from {{ ref("fct_quarantine_rules") }} as facts
