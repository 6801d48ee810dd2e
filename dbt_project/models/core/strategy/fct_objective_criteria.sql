with

    facts as (select * from {{ ref("fct_open_objectives") }}),

    by_rule as ({{ facts_by_rule("objective", objective_rules()) }})

select
    {{ surrogate_key(["by_rule.objective_code", "by_rule.rule_id"]) }}
    as objective_criterion_key,
    by_rule.objective_code,
    by_rule.rule_id,
    by_rule.points_reason,
    by_rule.evidence,
    by_rule.points,
    by_rule.as_of_date
from by_rule
