-- Also those that a later export no longer tells: a key once had remains a former key.
select
    versions.source_name,
    versions.work_item_id,
    versions.former_key,
    cast(max(versions.known_at) as timestamp) as last_known_at
from {{ source("input", "work_item_former_keys") }} as versions
cross join {{ ref("stg_run_parameters") }} as run_parameters
where versions.known_at <= run_parameters.as_known_on
group by versions.source_name, versions.work_item_id, versions.former_key
