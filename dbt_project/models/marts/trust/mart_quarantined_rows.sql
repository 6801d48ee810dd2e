select
    facts.quarantined_row_key,
    facts.source_name,
    facts.table_name,
    facts.file_sha256,
    facts.file_name,
    facts.row_number,
    facts.reason,
    facts.column_name,
    facts.detail,
    facts.raw,
    facts.amount,
    facts.currency_code,
    facts.known_at
from {{ ref("fct_quarantined_rows") }} as facts
