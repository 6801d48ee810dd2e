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
            ) as has_rejected_weights
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

    measured as (
        select
            objectives.*,
            run.as_of_date,
            run.on_track_gap,
            run.at_risk_gap,
            coalesce(scored.key_result_count, 0) as key_result_count,
            coalesce(scored.scored_key_result_count, 0) as scored_key_result_count,
            coalesce(scored.has_rejected_weights, 0) = 1 as has_rejected_weights,
            breached.objective_code is not null as has_breached_guardrail,
            round(
                {{ safe_divide("scored.weighted_score", "scored.scored_weight") }}, 9
            ) as score,
            {{
                safe_divide(
                    "coalesce(scored.scored_weight, 0)", "scored.total_weight"
                )
            }} as score_coverage_share,
            {{
                expected_progress(
                    "objectives.period_start_date",
                    "objectives.period_end_date",
                    "run.as_of_date",
                )
            }} as expected
        from {{ ref("dim_objective") }} as objectives
        cross join run
        left join scored on objectives.objective_code = scored.objective_code
        left join breached on objectives.objective_code = breached.objective_code
    )

select
    measured.objective_key,
    measured.objective_code,
    measured.objective_name,
    measured.theme_name,
    measured.owner_name,
    measured.period_label,
    case
        when measured.score is not null
        then cast(null as {{ dbt.type_string() }})
        when measured.has_rejected_weights
        then 'weights_above_one'
        when measured.key_result_count = 0
        then 'no_key_results'
        else 'no_scored_key_result'
    end as score_reason,
    case
        when measured.as_of_date < measured.period_start_date
        then 'not_started'
        when
            measured.has_breached_guardrail
            and round(measured.score - measured.expected, 9) >= measured.on_track_gap
        then 'at_risk'
        else
            {{
                status_by_gap(
                    "measured.score - measured.expected",
                    "measured.on_track_gap",
                    "measured.at_risk_gap",
                )
            }}
    end as derived_status,
    measured.score,
    measured.score_coverage_share,
    measured.expected,
    measured.score - measured.expected as gap,
    measured.has_breached_guardrail,
    cast(measured.key_result_count as bigint) as key_result_count,
    cast(measured.scored_key_result_count as bigint) as scored_key_result_count
from measured
