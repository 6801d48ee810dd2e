with

    findings as (
        select rule_name, source_name, work_item_id, work_item_key, detail
        from {{ ref("int_work_items__doubted") }}
        union all
        select rule_name, source_name, work_item_id, work_item_key, detail
        from {{ ref("int_initiative_work_items__doubted") }}
    )

select
    {{
        surrogate_key(
            [
                "findings.rule_name",
                "findings.source_name",
                "findings.work_item_id",
                "findings.work_item_key",
                "findings.detail",
            ]
        )
    }} as work_item_finding_key,
    findings.rule_name,
    findings.source_name,
    findings.work_item_id,
    findings.work_item_key,
    findings.detail
from findings
