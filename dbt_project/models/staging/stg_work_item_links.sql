with

    versions as (
        {{
            latest_versions(
                "work_item_links",
                ["work_item_id", "link_type", "direction", "linked_key"],
            )
        }}
    )

select
    versions.source_name,
    versions.work_item_id,
    versions.link_type,
    versions.direction,
    versions.linked_key,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
