select
    source_name,
    table_name,
    file_sha256,
    expectation_name,
    column_name,
    severity,
    is_success,
    row_count_checked,
    row_count_failed,
    cast(known_at as timestamp) as known_at
from {{ source("meta", "quality_results") }}
