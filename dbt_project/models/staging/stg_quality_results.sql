select
    results.source_name,
    results.table_name,
    results.file_sha256,
    results.expectation_name,
    results.column_name,
    results.severity,
    results.is_success,
    results.row_count_checked,
    results.row_count_failed,
    results.failed_amount,
    results.failed_currency_code,
    results.failed_amount_reason,
    cast(results.known_at as timestamp) as known_at
from {{ source("meta", "quality_results") }} as results
cross join {{ ref("stg_run_parameters") }} as run_parameters
where results.known_at <= run_parameters.as_known_on
