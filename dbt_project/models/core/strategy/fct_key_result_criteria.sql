with

    facts as (
        select
            open_ones.*,
            coalesce(open_ones.direction, '') as way,
            open_ones.target_value <> open_ones.baseline_value as is_a_way
        from {{ ref("fct_open_key_results") }} as open_ones
    ),

    points as (
        select
            facts.*
            {% for rule, applies, kept, half in key_result_rules() %}
                , {{ rule_points(applies, kept, half) }} as {{ rule | lower }}_points
            {% endfor %}
        from facts
    ),

    by_rule as (
        select
            points.*,
            rules.rule_id,
            case
                {% for rule, applies, kept, half in key_result_rules() %}
                    when rules.rule_id = '{{ rule }}'
                    then points.{{ rule | lower }}_points
                {% endfor %}
            end as points,
            case
                when rules.rule_id = 'R08'
                then points.direction
                when rules.rule_id = 'R09'
                then points.output_verb
                when rules.rule_id = 'R10'
                then points.vague_word
                when rules.rule_id = 'R15'
                then points.twin_key_result_code
                when rules.rule_id = 'R18'
                then cast(points.last_check_in_date as {{ dbt.type_string() }})
            end as evidence,
            rules.needs_language and not points.is_language_known as is_unread
        from points
        cross join {{ ref("okr_rules") }} as rules
        where rules.entity_type = 'key_result'
    )

select
    {{ surrogate_key(["by_rule.key_result_code", "by_rule.rule_id"]) }}
    as key_result_criterion_key,
    by_rule.key_result_code,
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
