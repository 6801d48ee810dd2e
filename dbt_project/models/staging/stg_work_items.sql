-- A table: many read it, and each would look for the newest versions anew.
{{ config(materialized="table") }}

with
    versions as ({{ latest_versions("work_items", ["work_item_id"]) }}),
    parents as (
        select source_name, work_item_id, work_item_key
        from versions
        where version_rank = 1
    )

select
    versions.source_name,
    versions.work_item_id,
    versions.work_item_key,
    versions.project_key,
    versions.type_name,
    versions.title,
    versions.status_name,
    versions.status_category,
    versions.priority_name,
    versions.resolution_name,
    {{ person_label("versions.assignee_name", "run_parameters") }} as assignee_name,
    {{ person_label("versions.reporter_name", "run_parameters") }} as reporter_name,
    versions.team_name,
    coalesce(
        parents.work_item_key, versions.parent_key, versions.parent_id
    ) as parent_key,
    versions.epic_key,
    versions.initiative_code,
    versions.key_result_code,
    versions.is_subtask,
    versions.story_points,
    versions.original_estimate_seconds,
    versions.time_spent_seconds,
    versions.labels,
    versions.components,
    versions.fix_versions,
    versions.sprints,
    cast(versions.created_at as timestamp) as created_at,
    cast(versions.updated_at as timestamp) as updated_at,
    cast(versions.started_at as timestamp) as started_at,
    cast(versions.resolved_at as timestamp) as resolved_at,
    versions.due_date,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
cross join {{ ref("stg_run_parameters") }} as run_parameters
left join
    parents
    on versions.source_name = parents.source_name
    and versions.parent_id = parents.work_item_id
where versions.version_rank = 1 and not versions.is_deleted
