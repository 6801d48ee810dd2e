select
    versions.source_name,
    versions.work_item_id,
    versions.work_item_key,
    cast(max(versions.known_at) as timestamp) as last_known_at
from {{ source("input", "work_items") }} as versions
cross join {{ ref("stg_run_parameters") }} as run_parameters
where versions.known_at <= run_parameters.as_known_on
group by versions.source_name, versions.work_item_id, versions.work_item_key
