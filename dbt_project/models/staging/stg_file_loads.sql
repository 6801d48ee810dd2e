select
    file_loads.source_name,
    file_loads.file_sha256,
    file_loads.file_name,
    file_loads.as_of_date,
    cast(file_loads.known_at as timestamp) as known_at,
    cast(file_loads.received_at as timestamp) as received_at,
    file_loads.byte_count,
    file_loads.row_count_read,
    file_loads.row_count_accepted,
    file_loads.row_count_rejected,
    file_loads.row_count_ignored,
    file_loads.ignored_rules,
    file_loads.status,
    file_loads.reason,
    file_loads.remedy,
    file_loads.column_changes,
    file_loads.column_change_severity
from {{ source("meta", "file_loads") }} as file_loads
cross join {{ ref("stg_run_parameters") }} as run_parameters
where
    coalesce(
        file_loads.known_at,
        cast(file_loads.as_of_date as timestamp),
        file_loads.received_at
    )
    <= run_parameters.as_known_on
