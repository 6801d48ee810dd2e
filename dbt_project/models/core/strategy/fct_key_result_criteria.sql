with

    facts as (
        select
            open_ones.*,
            coalesce(open_ones.direction, '') as way,
            open_ones.target_value <> open_ones.baseline_value as is_a_way
        from {{ ref("fct_open_key_results") }} as open_ones
    ),

    by_rule as ({{ facts_by_rule("key_result", key_result_rules()) }})

select
    {{ surrogate_key(["by_rule.key_result_code", "by_rule.rule_id"]) }}
    as key_result_criterion_key,
    by_rule.key_result_code,
    by_rule.objective_code,
    by_rule.rule_id,
    by_rule.points_reason,
    by_rule.evidence,
    by_rule.points,
    by_rule.as_of_date
from by_rule
