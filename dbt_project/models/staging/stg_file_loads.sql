select
    source_name,
    file_sha256,
    file_name,
    as_of_date,
    cast(known_at as timestamp) as known_at,
    cast(received_at as timestamp) as received_at,
    byte_count,
    row_count_read,
    row_count_accepted,
    row_count_rejected,
    row_count_ignored,
    ignored_rules,
    status,
    reason,
    remedy
from {{ source("meta", "file_loads") }}
