with versions as (select * from {{ ref("int_key_results__versioned") }})

select
    {{ surrogate_key(["versions.key_result_code", "versions.valid_from_at"]) }}
    as key_result_version_key,
    {{ surrogate_key(["versions.key_result_code"]) }} as key_result_key,
    versions.key_result_code,
    versions.objective_code,
    versions.key_result_name,
    coalesce(versions.owner_name, 'Unassigned') as owner_name,
    {{ person_key("versions.owner_name") }} as owner_key,
    versions.unit,
    versions.direction,
    versions.key_result_type,
    versions.baseline_value,
    versions.target_value,
    versions.weight,
    versions.status_name,
    versions.period_label,
    versions.period_start_date,
    versions.period_end_date,
    versions.check_in_cadence_days,
    {{ version_validity("versions") }}
from versions
union all
select
    {{ surrogate_key(["'unknown'"]) }} as key_result_version_key,
    {{ surrogate_key(["'unknown'"]) }} as key_result_key,
    'unknown' as key_result_code,
    cast(null as {{ dbt.type_string() }}) as objective_code,
    'Unknown' as key_result_name,
    'Unassigned' as owner_name,
    {{ person_key("'Unassigned'") }} as owner_key,
    cast(null as {{ dbt.type_string() }}) as unit,
    cast(null as {{ dbt.type_string() }}) as direction,
    cast(null as {{ dbt.type_string() }}) as key_result_type,
    cast(null as double) as baseline_value,
    cast(null as double) as target_value,
    cast(null as double) as weight,
    cast(null as {{ dbt.type_string() }}) as status_name,
    cast(null as {{ dbt.type_string() }}) as period_label,
    cast(null as date) as period_start_date,
    cast(null as date) as period_end_date,
    cast(null as bigint) as check_in_cadence_days,
    cast(1 as bigint) as version_number,
    true as is_current,
    cast(null as timestamp) as valid_from_at,
    cast(null as timestamp) as valid_to_at,
    cast(null as date) as valid_from_date,
    cast(null as date) as valid_to_date
from {{ ref("dim_run") }}
