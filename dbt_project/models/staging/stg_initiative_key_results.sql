with

    versions as (
        {{
            latest_versions(
                "initiative_key_results", ["initiative_code", "key_result_code"]
            )
        }}
    )

select
    versions.source_name,
    versions.initiative_code,
    versions.key_result_code,
    versions.weight,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
