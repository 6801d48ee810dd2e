with

    versions as (
        {{
            latest_versions(
                "key_result_check_ins", ["key_result_code", "check_in_date"]
            )
        }}
    )

select
    versions.source_name,
    versions.key_result_code,
    versions.check_in_date,
    versions.value,
    versions.confidence,
    versions.reported_status,
    versions.note,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
