select
    facts.control_total_key,
    facts.table_name,
    facts.source_name,
    facts.file_sha256,
    facts.fiscal_period_label,
    facts.currency_code,
    facts.loaded_amount,
    facts.fact_amount,
    facts.difference_amount,
    facts.loaded_line_count,
    facts.fact_line_count,
    facts.is_reconciled
from {{ ref("fct_control_totals") }} as facts
