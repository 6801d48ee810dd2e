with

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
    objectives.objective_name,
    objectives.theme_name,
    coalesce(objectives.owner_name, 'Unassigned') as owner_name,
    {{ person_key("objectives.owner_name") }} as owner_key,
    objectives.objective_type,
    objectives.status_name,
    objectives.period_label,
    objectives.weight,
    objectives.period_start_date,
    objectives.period_end_date
from objectives
where objectives.source_rank = 1
