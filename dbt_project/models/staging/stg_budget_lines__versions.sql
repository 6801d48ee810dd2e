with versions as ({{ all_versions("budget_lines", ["line_id"]) }})

select
    versions.source_name,
    versions.line_id,
    versions.version_name,
    versions.period_start_date,
    versions.fiscal_year,
    versions.fiscal_period,
    versions.cost_object_code,
    versions.line_type,
    versions.amount,
    versions.currency_code,
    versions.file_sha256,
    cast(versions.known_at as timestamp) as known_at,
    cast(versions.known_until as timestamp) as known_until
from versions
where not versions.is_deleted
