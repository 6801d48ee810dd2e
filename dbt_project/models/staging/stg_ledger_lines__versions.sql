with versions as ({{ all_versions("ledger_lines", ["line_id"]) }})

select
    versions.source_name,
    versions.line_id,
    versions.posting_date,
    versions.fiscal_year,
    versions.fiscal_period,
    versions.cost_object_code,
    versions.entry_type,
    versions.amount,
    versions.currency_code,
    versions.file_sha256,
    cast(versions.known_at as timestamp) as known_at,
    cast(versions.known_until as timestamp) as known_until
from versions
where not versions.is_deleted
