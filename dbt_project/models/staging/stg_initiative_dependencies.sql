with
    versions as (
        {{
            latest_versions(
                "initiative_dependencies",
                ["initiative_code", "provider_initiative_code", "dependency_kind"],
            )
        }}
    )

select
    versions.source_name,
    versions.initiative_code,
    versions.provider_initiative_code,
    versions.dependency_kind,
    versions.needed_date,
    versions.committed_date,
    versions.status_name,
    versions.note,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
