select
    versions.source_name,
    versions.work_item_id,
    versions.status_name,
    versions.status_category,
    cast(versions.created_at as timestamp) as created_at,
    cast(versions.started_at as timestamp) as started_at,
    cast(versions.resolved_at as timestamp) as resolved_at,
    cast(versions.known_at as timestamp) as known_at
from {{ source("input", "work_items") }} as versions
cross join {{ ref("stg_run_parameters") }} as run_parameters
where versions.known_at <= run_parameters.as_known_on and not versions.is_deleted
