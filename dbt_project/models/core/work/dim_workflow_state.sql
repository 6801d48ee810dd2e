select
    {{ surrogate_key(["statuses.source_name", "statuses.status_name"]) }}
    as workflow_state_key,
    statuses.source_name,
    statuses.status_name,
    statuses.status_category,
    statuses.activity,
    statuses.is_mapped
from {{ ref("int_statuses__mapped") }} as statuses
