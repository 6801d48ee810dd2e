with

    versions as (
        {{ latest_versions("status_reports", ["initiative_code", "report_date"]) }}
    )

select
    versions.source_name,
    versions.initiative_code,
    versions.report_date,
    versions.reported_status,
    versions.status_text,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
