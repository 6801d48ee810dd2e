select
    facts.quality_result_key,
    facts.source_name,
    facts.table_name,
    facts.file_sha256,
    facts.expectation_name,
    facts.column_name,
    facts.severity,
    facts.row_count_checked,
    facts.row_count_failed,
    facts.failed_amount,
    facts.failed_currency_code,
    facts.failed_amount_reason,
    facts.is_success,
    facts.known_at
from {{ ref("fct_quality_results") }} as facts
