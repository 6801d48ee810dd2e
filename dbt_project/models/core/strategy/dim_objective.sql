with

    run as (select * from {{ ref("dim_run") }}),

    sources as (select * from {{ ref("stg_sources") }}),

    objectives as (
        select
            stg.*,
            row_number() over (
                partition by stg.objective_code
                order by stg.known_at desc, stg.source_name
            ) as source_rank
        from {{ ref("stg_objectives") }} as stg
    )

select
    {{ surrogate_key(["objectives.objective_code"]) }} as objective_key,
    objectives.objective_code,
    objectives.source_name,
    objectives.objective_name,
    objectives.theme_name,
    coalesce(objectives.owner_name, 'Unassigned') as owner_name,
    {{ person_key("objectives.owner_name") }} as owner_key,
    objectives.objective_type,
    {{ commitment_type("objectives.objective_type") }} as commitment_type,
    -- An objective that is its own parent has none.
    nullif(
        objectives.parent_objective_code, objectives.objective_code
    ) as parent_objective_code,
    objectives.status_name,
    {{ is_dropped("lower(objectives.status_name)") }} as is_dropped,
    {{ is_closed("lower(objectives.status_name)") }} as is_closed,
    coalesce(sources.language, run.organisation_language) as language,
    objectives.period_label,
    objectives.weight,
    objectives.period_start_date,
    objectives.period_end_date,
    'known' as member_kind
from objectives
cross join run
left join sources on objectives.source_name = sources.source_name
where objectives.source_rank = 1
union all
-- The members for key results whose objective no sheet has, or that are about none.
select
    {{ surrogate_key(["members.member_kind"]) }} as objective_key,
    members.member_kind as objective_code,
    cast(null as {{ dbt.type_string() }}) as source_name,
    members.member_name as objective_name,
    cast(null as {{ dbt.type_string() }}) as theme_name,
    'Unassigned' as owner_name,
    {{ person_key("'Unassigned'") }} as owner_key,
    cast(null as {{ dbt.type_string() }}) as objective_type,
    cast(null as {{ dbt.type_string() }}) as commitment_type,
    cast(null as {{ dbt.type_string() }}) as parent_objective_code,
    cast(null as {{ dbt.type_string() }}) as status_name,
    false as is_dropped,
    false as is_closed,
    cast(null as {{ dbt.type_string() }}) as language,
    cast(null as {{ dbt.type_string() }}) as period_label,
    cast(null as double) as weight,
    cast(null as date) as period_start_date,
    cast(null as date) as period_end_date,
    members.member_kind
from {{ unnamed_members(ref("dim_run")) }} as members
