with versions as ({{ latest_versions("objectives", ["objective_code"]) }})

select
    versions.source_name,
    versions.objective_code,
    versions.objective_name,
    versions.theme_name,
    versions.owner_name,
    versions.period_label,
    versions.period_start_date,
    versions.period_end_date,
    versions.objective_type,
    versions.weight,
    versions.status_name,
    versions.parent_objective_code,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
