with

    versions as (
        {{
            latest_versions(
                "work_item_transitions", ["work_item_id", "transition_id"]
            )
        }}
    )

select
    versions.source_name,
    versions.work_item_id,
    versions.transition_id,
    versions.from_status_name,
    versions.to_status_name,
    cast(versions.changed_at as timestamp) as changed_at,
    {{ person_label("versions.author_name", "run_parameters") }} as author_name,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
cross join {{ ref("stg_run_parameters") }} as run_parameters
where versions.version_rank = 1 and not versions.is_deleted
