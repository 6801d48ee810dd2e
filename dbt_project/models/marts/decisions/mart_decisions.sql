select
    decisions.decision_key,
    decisions.decision_id,
    decisions.decision_date,
    decisions.is_taken,
    decisions.gate_name,
    initiatives.initiative_code,
    initiatives.initiative_name,
    initiatives.theme_name,
    initiatives.value_stream_name,
    decisions.outcome,
    decisions.recommended_outcome,
    decisions.is_override,
    decisions.reason,
    decisions.decided_by_name,
    decisions.moved_amount,
    decisions.currency_code,
    decisions.moved_reporting_amount,
    decisions.moved_reporting_amount_reason,
    decisions.reporting_currency_code,
    givers.initiative_name as from_initiative_name,
    takers.initiative_name as to_initiative_name,
    decisions.latency_days,
    decisions.latency_reason,
    decisions.latency_basis,
    decisions.evidence_date
from {{ ref("fct_decisions") }} as decisions
inner join
    {{ ref("dim_initiative") }} as initiatives
    on decisions.initiative_key = initiatives.initiative_key
inner join
    {{ ref("dim_initiative") }} as givers
    on decisions.from_initiative_key = givers.initiative_key
inner join
    {{ ref("dim_initiative") }} as takers
    on decisions.to_initiative_key = takers.initiative_key
