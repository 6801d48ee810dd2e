with

    versions as (
        {{
            latest_versions(
                "initiative_work_items", ["initiative_code", "work_item_key"]
            )
        }}
    )

select
    versions.source_name,
    versions.initiative_code,
    versions.work_item_key,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
