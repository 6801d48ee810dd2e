with
    versions as (
        {{
            latest_versions(
                "capacity_allocations",
                [
                    "resource_name",
                    "resource_kind",
                    "week_start_date",
                    "initiative_code",
                ],
            )
        }}
    )

select
    versions.source_name,
    versions.resource_kind,
    case
        when versions.resource_kind = 'person'
        then {{ person_label("versions.resource_name", "run_parameters") }}
        else versions.resource_name
    end as resource_name,
    versions.week_start_date,
    versions.initiative_code,
    versions.team_name,
    versions.quantity,
    versions.unit,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
cross join {{ ref("stg_run_parameters") }} as run_parameters
where versions.version_rank = 1 and not versions.is_deleted
