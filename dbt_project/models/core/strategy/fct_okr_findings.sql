with

    criteria as (
        select
            'key_result' as entity_type,
            key_result_code as entity_code,
            objective_code,
            rule_id,
            points_reason,
            evidence,
            points,
            as_of_date
        from {{ ref("fct_key_result_criteria") }}
        union all
        select
            'objective' as entity_type,
            objective_code as entity_code,
            objective_code,
            rule_id,
            points_reason,
            evidence,
            points,
            as_of_date
        from {{ ref("fct_objective_criteria") }}
    )

select
    {{
        surrogate_key(
            ["criteria.entity_type", "criteria.entity_code", "criteria.rule_id"]
        )
    }} as okr_finding_key,
    criteria.entity_type,
    criteria.entity_code,
    criteria.objective_code,
    criteria.rule_id,
    rules.rule_name,
    case when criteria.points = 0 then 'major' else 'minor' end as severity,
    rules.fix_text,
    criteria.evidence,
    criteria.points,
    criteria.as_of_date
from criteria
inner join
    {{ ref("okr_rules") }} as rules
    on criteria.rule_id = rules.rule_id
    and criteria.entity_type = rules.entity_type
where criteria.points < 2
