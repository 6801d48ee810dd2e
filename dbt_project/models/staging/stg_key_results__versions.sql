with versions as ({{ known_versions("key_results", "key_result_code") }})

select
    versions.source_name,
    versions.key_result_code,
    versions.objective_code,
    versions.key_result_name,
    versions.owner_name,
    versions.unit,
    versions.direction,
    versions.key_result_type,
    versions.baseline_value,
    versions.target_value,
    versions.weight,
    versions.status_name,
    versions.period_label,
    versions.period_start_date,
    versions.period_end_date,
    versions.check_in_cadence_days,
    versions.is_deleted,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as heard_at,
    cast(cast(versions.known_at as date) as timestamp) as known_at
from versions
