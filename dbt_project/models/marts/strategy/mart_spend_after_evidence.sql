select
    evidence.spend_after_evidence_key,
    evidence.initiative_code,
    initiatives.initiative_name,
    initiatives.theme_name,
    initiatives.owner_name,
    initiatives.portfolio_state,
    evidence.rule_id,
    evidence.spend_after_evidence_reason,
    evidence.currency_code,
    evidence.spend_after_evidence_amount,
    evidence.weeks_after_evidence,
    evidence.is_answered,
    evidence.evidence_date,
    evidence.answer_date,
    evidence.as_of_date
from {{ ref("fct_spend_after_evidence") }} as evidence
inner join
    {{ ref("dim_initiative") }} as initiatives
    on evidence.initiative_code = initiatives.initiative_code
