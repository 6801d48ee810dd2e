{%- set texts = "language unit direction key_result_type commitment_type".split() -%}
{%- set sharing = "current_rows.objective_code, current_rows.is_dropped, current_rows.is_guardrail" -%}

with

    key_results as (
        select
            stg.*,
            row_number() over (
                partition by stg.key_result_code
                order by stg.known_at desc, stg.source_name
            ) as source_rank
        from {{ ref("stg_key_results") }} as stg
    ),

    objectives as (select * from {{ ref("dim_objective") }}),

    current_rows as (
        select
            key_results.*,
            lower(key_results.status_name) as status,
            lower(coalesce(key_results.key_result_type, ''))
            in ('guardrail', 'health', 'health metric') as is_guardrail,
            {{ is_dropped("lower(key_results.status_name)") }}
            or coalesce(objectives.is_dropped, false) as is_dropped
        from key_results
        left join objectives on key_results.objective_code = objectives.objective_code
        where key_results.source_rank = 1
    )

select
    {{ surrogate_key(["current_rows.key_result_code"]) }} as key_result_key,
    current_rows.key_result_code,
    current_rows.source_name,
    current_rows.key_result_name,
    current_rows.objective_code,
    coalesce(
        objectives.objective_key, {{ surrogate_key(["'unknown'"]) }}
    ) as objective_key,
    objectives.objective_name,
    objectives.theme_name,
    coalesce(
        current_rows.owner_name, objectives.owner_name, 'Unassigned'
    ) as owner_name,
    {{ person_key("coalesce(current_rows.owner_name, objectives.owner_name)") }}
    as owner_key,
    current_rows.owner_name is not null as has_own_owner,
    coalesce(sources.language, run.organisation_language) as language,
    current_rows.unit,
    current_rows.direction,
    current_rows.key_result_type,
    coalesce(
        {{ commitment_type("current_rows.key_result_type") }},
        objectives.commitment_type
    ) as commitment_type,
    coalesce(current_rows.direction, '')
    in ('maintain_at_least', 'maintain_at_most', 'range') as is_control,
    current_rows.is_guardrail,
    coalesce(current_rows.status, 'open') as status_name,
    current_rows.is_dropped,
    {{ is_closed("current_rows.status") }}
    or coalesce(objectives.is_closed, false) as is_closed,
    coalesce(current_rows.period_label, objectives.period_label) as period_label,
    current_rows.baseline_value,
    current_rows.target_value,
    coalesce(current_rows.progress_curve, 'linear') as progress_curve,
    current_rows.progress_steps,
    -- Dropped ones and guardrails take no part in sharing what the weighted ones leave.
    {{ link_weight("current_rows.weight", sharing) }} as weight,
    {{ link_weight_source("current_rows.weight", sharing) }} as weight_source,
    coalesce(
        current_rows.check_in_cadence_days, run.check_in_cadence_days
    ) as check_in_cadence_days,
    coalesce(
        current_rows.period_start_date, objectives.period_start_date
    ) as period_start_date,
    coalesce(
        current_rows.period_end_date, objectives.period_end_date
    ) as period_end_date,
    'known' as member_kind
from current_rows
cross join {{ ref("dim_run") }} as run
left join objectives on current_rows.objective_code = objectives.objective_code
left join
    {{ ref("stg_sources") }} as sources
    on current_rows.source_name = sources.source_name
union all
-- For links and check-ins whose key result no sheet has.
select
    {{ surrogate_key(["members.member_kind"]) }} as key_result_key,
    members.member_kind as key_result_code,
    cast(null as {{ dbt.type_string() }}) as source_name,
    members.member_name as key_result_name,
    members.member_kind as objective_code,
    {{ surrogate_key(["members.member_kind"]) }} as objective_key,
    members.member_name as objective_name,
    cast(null as {{ dbt.type_string() }}) as theme_name,
    'Unassigned' as owner_name,
    {{ person_key("'Unassigned'") }} as owner_key,
    false as has_own_owner,
    {% for column in texts %}
        cast(null as {{ dbt.type_string() }}) as {{ column }},
    {% endfor %}
    false as is_control,
    false as is_guardrail,
    members.member_kind as status_name,
    false as is_dropped,
    false as is_closed,
    cast(null as {{ dbt.type_string() }}) as period_label,
    cast(null as double) as baseline_value,
    cast(null as double) as target_value,
    cast(null as {{ dbt.type_string() }}) as progress_curve,
    cast(null as bigint) as progress_steps,
    cast(null as double) as weight,
    cast(null as {{ dbt.type_string() }}) as weight_source,
    cast(null as bigint) as check_in_cadence_days,
    cast(null as date) as period_start_date,
    cast(null as date) as period_end_date,
    members.member_kind
from {{ unnamed_members(ref("dim_run")) }} as members
