with

    linked as (
        select
            links.key_result_code,
            {{ exact_sum("spend.actual_amount * links.weight") }}
            as linked_actual_amount,
            {{ unconverted_lines("spend.actual_amount", "links.weight > 0") }}
            as unconverted_spend_count
        from {{ ref("bridge_initiative_key_result") }} as links
        inner join
            {{ ref("fct_initiative_spend") }} as spend
            on links.initiative_code = spend.initiative_code
        group by links.key_result_code
    )

select
    key_results.key_result_key,
    key_results.key_result_code,
    key_results.key_result_name,
    key_results.objective_code,
    key_results.objective_name,
    key_results.theme_name,
    key_results.owner_name,
    key_results.unit,
    key_results.commitment_type,
    key_results.period_label,
    days.score_reason,
    days.expected_reason,
    days.pace_reason,
    days.derived_status,
    days.grade,
    quality.quality_band,
    days.confidence_slope_reason,
    days.reported_status,
    days.not_live_reason,
    {{
        known_sum(
            "coalesce(linked.linked_actual_amount, 0)",
            "coalesce(linked.unconverted_spend_count, 0)",
        )
    }} as linked_actual_amount,
    {{ rate_reason("linked.unconverted_spend_count") }} as linked_actual_reason,
    key_results.baseline_value,
    key_results.target_value,
    days.current_value,
    key_results.weight,
    days.score_raw,
    days.score,
    days.expected,
    days.pace,
    days.gap,
    quality.quality_score,
    days.confidence,
    days.confidence_slope,
    coverage.linked_initiative_count,
    coverage.funded_initiative_count,
    days.is_live,
    coverage.is_funded,
    key_results.period_start_date,
    key_results.period_end_date,
    days.last_check_in_date
from {{ ref("dim_key_result") }} as key_results
inner join
    {{ ref("fct_key_result_days") }} as days
    on key_results.key_result_code = days.key_result_code
inner join
    {{ ref("fct_key_result_coverage") }} as coverage
    on key_results.key_result_code = coverage.key_result_code
left join linked on key_results.key_result_code = linked.key_result_code
left join
    {{ ref("fct_okr_quality") }} as quality
    on key_results.key_result_code = quality.entity_code
    and quality.entity_type = 'key_result'
