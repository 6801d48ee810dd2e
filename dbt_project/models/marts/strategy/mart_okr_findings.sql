select
    findings.okr_finding_key,
    findings.entity_type,
    findings.entity_code,
    coalesce(key_results.key_result_name, objectives.objective_name) as entity_name,
    findings.objective_code,
    objectives.objective_name,
    objectives.theme_name,
    coalesce(key_results.owner_name, objectives.owner_name) as owner_name,
    findings.rule_id,
    findings.rule_name,
    findings.severity,
    findings.fix_text,
    findings.evidence,
    findings.points
from {{ ref("fct_okr_findings") }} as findings
left join
    {{ ref("dim_objective") }} as objectives
    on findings.objective_code = objectives.objective_code
left join
    {{ ref("dim_key_result") }} as key_results
    on findings.entity_code = key_results.key_result_code
    and findings.entity_type = 'key_result'
