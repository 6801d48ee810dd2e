select
    objectives.objective_key,
    objectives.objective_code,
    objectives.objective_name,
    objectives.parent_objective_code,
    objectives.theme_name,
    objectives.owner_name,
    objectives.period_label,
    days.commitment_type,
    days.score_source,
    days.score_reason,
    days.derived_status,
    days.grade,
    quality.quality_band,
    days.worst_child_objective_code,
    days.score,
    days.score_coverage_share,
    days.children_score,
    days.worst_child_score,
    days.expected,
    days.gap,
    quality.quality_score,
    days.has_breached_guardrail,
    days.key_result_count,
    days.scored_key_result_count,
    days.child_objective_count
from {{ ref("dim_objective") }} as objectives
inner join
    {{ ref("fct_objective_days") }} as days
    on objectives.objective_code = days.objective_code
left join
    {{ ref("fct_okr_quality") }} as quality
    on objectives.objective_code = quality.entity_code
    and quality.entity_type = 'objective'
