select
    versions.source_name,
    versions.initiative_code,
    versions.stage_name,
    cast(versions.known_at as timestamp) as known_at
from {{ source("input", "initiatives") }} as versions
cross join {{ ref("stg_run_parameters") }} as run_parameters
where versions.known_at <= run_parameters.as_known_on and not versions.is_deleted
