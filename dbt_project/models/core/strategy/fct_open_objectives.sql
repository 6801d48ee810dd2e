with

    words as (
        select
            source_name,
            entity_code,
            count(*) as rule_count,
            max(case when rule_id = 'R13' then term end) as number_word,
            max(case when rule_id = 'R14' then term end) as solution_word
        from {{ ref("int_okr_texts__matched") }}
        where entity_type = 'objective'
        group by source_name, entity_code
    ),

    -- Weights that are declared must sum to 1, or leave something to those without.
    weights as (
        select
            objective_code,
            sum(
                case when weight_source <> 'assumed_equal' then 1 else 0 end
            ) as declared_weight_count,
            case
                when max(case when weight_source = 'rejected' then 1 else 0 end) = 1
                then 'above_one'
                when {{ exact_sum("weight") }} < 0.9999
                then 'below_one'
                when
                    min(case when weight_source = 'assumed_equal' then weight end)
                    < 0.0001
                then 'nothing_left'
            end as weight_problem
        from {{ ref("dim_key_result") }}
        where not is_dropped and not is_guardrail
        group by objective_code
    ),

    outputs as (
        select
            objective_code,
            count(points) as judged_key_result_count,
            sum(case when points < 2 then 1 else 0 end) as output_key_result_count
        from {{ ref("fct_key_result_criteria") }}
        where rule_id = 'R09'
        group by objective_code
    ),

    open_ones as (
        select
            objectives.*,
            days.as_of_date,
            days.key_result_count,
            days.child_objective_count,
            count(*) over (partition by objectives.owner_name) as owned_objective_count
        from {{ ref("dim_objective") }} as objectives
        inner join
            {{ ref("fct_objective_days") }} as days
            on objectives.objective_code = days.objective_code
        where
            not objectives.is_dropped
            and not objectives.is_closed
            and coalesce(objectives.period_end_date >= days.as_of_date, true)
    )

select
    {{ surrogate_key(["open_ones.objective_code", "open_ones.as_of_date"]) }}
    as open_objective_key,
    open_ones.objective_code,
    open_ones.owner_name,
    open_ones.theme_name,
    open_ones.parent_objective_code,
    coalesce(texts.has_number, false) as has_number,
    words.rule_count is not null as is_language_known,
    words.number_word,
    words.solution_word,
    weights.weight_problem,
    coalesce(themes.is_configured, false) as has_known_theme,
    parents.objective_code is not null as has_known_parent,
    open_ones.key_result_count,
    open_ones.child_objective_count,
    coalesce(outputs.judged_key_result_count, 0) as judged_key_result_count,
    cast(
        coalesce(outputs.output_key_result_count, 0) as bigint
    ) as output_key_result_count,
    cast(coalesce(weights.declared_weight_count, 0) as bigint) as declared_weight_count,
    open_ones.owned_objective_count,
    open_ones.period_start_date,
    open_ones.period_end_date,
    open_ones.as_of_date
from open_ones
left join
    {{ ref("int_okr_texts__normalised") }} as texts
    on open_ones.objective_code = texts.entity_code
    and open_ones.source_name = texts.source_name
    and texts.entity_type = 'objective'
left join
    words
    on open_ones.objective_code = words.entity_code
    and open_ones.source_name = words.source_name
left join weights on open_ones.objective_code = weights.objective_code
left join outputs on open_ones.objective_code = outputs.objective_code
left join
    {{ ref("dim_strategic_theme") }} as themes
    on open_ones.theme_name = themes.theme_name
left join
    {{ ref("dim_objective") }} as parents
    on open_ones.parent_objective_code = parents.objective_code
