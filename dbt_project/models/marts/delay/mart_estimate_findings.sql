select
    findings.estimate_finding_key,
    findings.rule_name,
    findings.estimation_batch,
    findings.initiative_code,
    initiatives.initiative_name,
    findings.score_name,
    findings.score,
    findings.as_of_date
from {{ ref("fct_estimate_findings") }} as findings
left join
    {{ ref("dim_initiative") }} as initiatives
    on findings.initiative_code = initiatives.initiative_code
