with

    versions as (
        {{
            latest_versions(
                "initiative_cost_objects", ["cost_object_code", "initiative_code"]
            )
        }}
    )

select
    versions.source_name,
    versions.cost_object_code,
    versions.initiative_code,
    versions.weight,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
