{%- set names = [
    ("stg_initiatives", "owner_name", "accountable"),
    ("stg_objectives", "owner_name", "accountable"),
    ("stg_key_results", "owner_name", "accountable"),
    ("stg_themes", "sponsor_name", "accountable"),
    ("stg_sources", "owner_name", "accountable"),
    ("stg_decisions", "decided_by_name", "accountable"),
    ("stg_cost_of_delay_estimates", "estimator_name", "accountable"),
    ("stg_work_items", "assignee_name", "assignee"),
    ("stg_capacity_weeks", "resource_name", "planned"),
    ("stg_capacity_allocations", "resource_name", "planned"),
] -%}

with

    run_parameters as (select * from {{ ref("stg_run_parameters") }}),

    named as (
        {% for model, column, role in names %}
            select distinct {{ column }} as person_name, '{{ role }}' as role_name
            from {{ ref(model) }}
            where
                {{ column }} is not null
                and {{ column }} not in ('Unassigned', 'Not applicable')
                {{ "and resource_kind = 'person'" if role == "planned" }}
                {{ "union all" if not loop.last }}
        {% endfor %}
    ),

    people as (
        select
            person_name,
            max(case when role_name = 'accountable' then 1 else 0 end)
            = 1 as is_accountable,
            max(case when role_name = 'assignee' then 1 else 0 end) = 1 as is_assignee,
            max(case when role_name = 'planned' then 1 else 0 end) = 1 as is_planned
        from named
        group by person_name
    )

select
    {{ surrogate_key(["people.person_name"]) }} as person_key,
    people.person_name,
    case
        when people.is_accountable or run_parameters.people_shown_as = 'names'
        then 'name'
        when run_parameters.pseudonym_salt is null
        then 'unkeyed_pseudonym'
        else 'keyed_pseudonym'
    end as name_kind,
    people.is_accountable,
    people.is_assignee,
    people.is_planned,
    'known' as member_kind
from people
cross join run_parameters
union all
select
    {{ surrogate_key(["'Unassigned'"]) }} as person_key,
    'Unassigned' as person_name,
    cast(null as {{ dbt.type_string() }}) as name_kind,
    false as is_accountable,
    false as is_assignee,
    false as is_planned,
    'unknown' as member_kind
from run_parameters
union all
select
    {{ surrogate_key(["'Not applicable'"]) }} as person_key,
    'Not applicable' as person_name,
    cast(null as {{ dbt.type_string() }}) as name_kind,
    false as is_accountable,
    false as is_assignee,
    false as is_planned,
    'not_applicable' as member_kind
from run_parameters
