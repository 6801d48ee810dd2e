with

    versions as (
        {{ latest_versions("initiative_themes", ["initiative_code", "theme_name"]) }}
    )

select
    versions.source_name,
    versions.initiative_code,
    versions.theme_name,
    versions.weight,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
