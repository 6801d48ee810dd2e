with

    findings as (
        select rule_name, source_name, work_item_id, work_item_key, detail
        from {{ ref("int_work_items__doubted") }}
        union all
        select rule_name, source_name, work_item_id, work_item_key, detail
        from {{ ref("int_initiative_work_items__doubted") }}
        union all
        -- A time that is negative is none.
        select
            'done_before_started' as rule_name,
            flow.source_name,
            flow.work_item_id,
            flow.work_item_key,
            concat_ws(
                '',
                'started on ',
                cast(flow.started_date as {{ dbt.type_string() }}),
                ', done on ',
                cast(flow.done_date as {{ dbt.type_string() }})
            ) as detail
        from {{ ref("fct_work_item_flow") }} as flow
        where flow.done_at < flow.first_started_at
        union all
        select
            'done_before_created' as rule_name,
            flow.source_name,
            flow.work_item_id,
            flow.work_item_key,
            concat_ws(
                '',
                'done on ',
                cast(flow.done_date as {{ dbt.type_string() }}),
                ', before it was created'
            ) as detail
        from {{ ref("fct_work_item_flow") }} as flow
        where flow.done_at < flow.created_at
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
