select
    {{ surrogate_key(["statuses.source_name", "statuses.status_name"]) }}
    as workflow_state_key,
    statuses.source_name,
    statuses.status_name,
    statuses.status_category,
    statuses.activity,
    stages.portfolio_state,
    statuses.is_mapped,
    'known' as member_kind
from {{ ref("int_statuses__mapped") }} as statuses
left join {{ ref("stg_stages") }} as stages on statuses.status_name = stages.stage_name
union all
select
    {{ surrogate_key(["'unknown'"]) }} as workflow_state_key,
    'unknown' as source_name,
    'unknown' as status_name,
    cast(null as {{ dbt.type_string() }}) as status_category,
    cast(null as {{ dbt.type_string() }}) as activity,
    cast(null as {{ dbt.type_string() }}) as portfolio_state,
    false as is_mapped,
    'unknown' as member_kind
from {{ ref("stg_run_parameters") }}
