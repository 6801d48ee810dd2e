with

    run as (select * from {{ ref("dim_run") }}),

    -- Dropped key results count no more, and guardrails do not average: they cap.
    scored as (
        select
            key_results.objective_code,
            count(*) as key_result_count,
            count(days.score) as scored_key_result_count,
            {{ exact_sum("key_results.weight * days.score") }} as weighted_score,
            {{
                exact_sum(
                    "case when days.score is not null then key_results.weight end"
                )
            }} as scored_weight,
            {{ exact_sum("key_results.weight") }} as total_weight,
            max(
                case when key_results.weight_source = 'rejected' then 1 else 0 end
            ) as has_rejected_weights,
            count(key_results.commitment_type) as typed_count,
            min(key_results.commitment_type) as first_type,
            max(key_results.commitment_type) as last_type
        from {{ ref("dim_key_result") }} as key_results
        inner join
            {{ ref("fct_key_result_days") }} as days
            on key_results.key_result_code = days.key_result_code
        where not key_results.is_dropped and not key_results.is_guardrail
        group by key_results.objective_code
    ),

    breached as (
        select distinct key_results.objective_code
        from {{ ref("dim_key_result") }} as key_results
        inner join
            {{ ref("fct_key_result_days") }} as days
            on key_results.key_result_code = days.key_result_code
        where key_results.is_guardrail and not key_results.is_dropped and days.score < 1
    ),

    averaged as (
        select
            objectives.objective_key,
            objectives.objective_code,
            run.as_of_date,
            coalesce(scored.has_rejected_weights, 0) = 1 as has_rejected_weights,
            breached.objective_code is not null as has_breached_guardrail,
            coalesce(
                objectives.commitment_type,
                case
                    when
                        scored.first_type = scored.last_type
                        and scored.typed_count = scored.key_result_count
                    then scored.first_type
                end
            ) as commitment_type,
            round(
                {{ safe_divide("scored.weighted_score", "scored.scored_weight") }}, 9
            ) as score,
            {{
                safe_divide(
                    "coalesce(scored.scored_weight, 0)", "scored.total_weight"
                )
            }} as score_coverage_share,
            coalesce(scored.key_result_count, 0) as key_result_count,
            coalesce(scored.scored_key_result_count, 0) as scored_key_result_count
        from {{ ref("dim_objective") }} as objectives
        cross join run
        left join scored on objectives.objective_code = scored.objective_code
        left join breached on objectives.objective_code = breached.objective_code
        where {{ is_named("objectives.objective_code") }}
    )

select
    {{ surrogate_key(["averaged.objective_code", "averaged.as_of_date"]) }}
    as objective_score_key,
    averaged.objective_key,
    averaged.objective_code,
    averaged.commitment_type,
    case
        when averaged.score is not null
        then cast(null as {{ dbt.type_string() }})
        when averaged.has_rejected_weights
        then 'weights_above_one'
        when averaged.key_result_count = 0
        then 'no_key_results'
        when averaged.scored_key_result_count = 0
        then 'no_scored_key_result'
        else 'no_weight'
    end as score_reason,
    averaged.score,
    averaged.score_coverage_share,
    averaged.has_breached_guardrail,
    cast(averaged.key_result_count as bigint) as key_result_count,
    cast(averaged.scored_key_result_count as bigint) as scored_key_result_count,
    averaged.as_of_date
from averaged
