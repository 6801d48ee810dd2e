with

    facts as (select * from {{ ref("fct_open_objectives") }}),

    points as (
        select
            facts.*
            {% for rule, applies, kept, half in objective_rules() %}
                , {{ rule_points(applies, kept, half) }} as {{ rule | lower }}_points
            {% endfor %}
        from facts
    ),

    by_rule as (
        select
            points.*,
            rules.rule_id,
            case
                {% for rule, applies, kept, half in objective_rules() %}
                    when rules.rule_id = '{{ rule }}'
                    then points.{{ rule | lower }}_points
                {% endfor %}
            end as points,
            case
                when rules.rule_id = 'R12'
                then cast(points.key_result_count as {{ dbt.type_string() }})
                when rules.rule_id = 'R13'
                then points.number_word
                when rules.rule_id = 'R14'
                then points.solution_word
                when rules.rule_id = 'R20'
                then points.weight_problem
                when rules.rule_id = 'R22'
                then cast(points.owned_objective_count as {{ dbt.type_string() }})
            end as evidence,
            rules.needs_language and not points.is_language_known as is_unread
        from points
        cross join {{ ref("okr_rules") }} as rules
        where rules.entity_type = 'objective'
    )

select
    {{ surrogate_key(["by_rule.objective_code", "by_rule.rule_id"]) }}
    as objective_criterion_key,
    by_rule.objective_code,
    by_rule.rule_id,
    case
        when by_rule.points is not null
        then cast(null as {{ dbt.type_string() }})
        when by_rule.is_unread
        then 'language_unknown'
        else 'not_applicable'
    end as points_reason,
    by_rule.evidence,
    cast(by_rule.points as bigint) as points,
    by_rule.as_of_date
from by_rule
