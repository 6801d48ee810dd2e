select
    facts.work_item_finding_key,
    facts.rule_name,
    facts.source_name,
    facts.work_item_id,
    facts.work_item_key,
    facts.detail
from {{ ref("fct_work_item_findings") }} as facts
