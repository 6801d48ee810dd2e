select
    source_name,
    table_name,
    file_sha256,
    file_name,
    row_number,
    reason,
    column_name,
    detail,
    raw,
    cast(known_at as timestamp) as known_at
from {{ source("meta", "quarantined_rows") }}
