select
    {{
        surrogate_key(
            [
                "loads.source_name",
                "loads.file_sha256",
                "loads.file_name",
                "loads.as_of_date",
            ]
        )
    }} as file_load_key,
    loads.source_name,
    loads.file_sha256,
    loads.file_name,
    loads.status,
    loads.reason,
    loads.remedy,
    loads.ignored_rules,
    loads.byte_count,
    loads.row_count_read,
    loads.row_count_accepted,
    loads.row_count_rejected,
    loads.row_count_ignored,
    loads.row_count_read
    - loads.row_count_accepted
    - loads.row_count_rejected
    - loads.row_count_ignored as difference_count,
    -- Where trackers and spreadsheets cut an export without a word.
    loads.status = 'loaded'
    and loads.row_count_read in (
        1000, 2000, 5000, 10000, 20000, 50000, 65535, 100000, 1048575
    ) as is_cut_suspected,
    loads.as_of_date,
    loads.known_at,
    loads.received_at
from {{ ref("stg_file_loads") }} as loads
