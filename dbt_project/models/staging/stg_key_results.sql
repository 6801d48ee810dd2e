with versions as ({{ latest_versions("key_results", ["key_result_code"]) }})

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
    versions.progress_curve,
    versions.progress_steps,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
