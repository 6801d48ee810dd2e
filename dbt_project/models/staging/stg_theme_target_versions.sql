with

    versions as (
        {{
            latest_versions(
                "theme_target_versions", ["theme_name", "strategy_version"]
            )
        }}
    )

select
    versions.source_name,
    versions.theme_name,
    versions.strategy_version,
    versions.valid_from_date,
    versions.target_share,
    versions.floor_share,
    versions.cap_share,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
