select
    quarantined_rows.source_name,
    quarantined_rows.table_name,
    quarantined_rows.file_sha256,
    quarantined_rows.file_name,
    quarantined_rows.row_number,
    quarantined_rows.reason,
    quarantined_rows.column_name,
    quarantined_rows.detail,
    quarantined_rows.raw,
    quarantined_rows.amount,
    quarantined_rows.currency_code,
    cast(quarantined_rows.known_at as timestamp) as known_at
from {{ source("meta", "quarantined_rows") }} as quarantined_rows
cross join {{ ref("stg_run_parameters") }} as run_parameters
where quarantined_rows.known_at <= run_parameters.as_known_on
