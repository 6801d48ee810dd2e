-- A row here is a closed period of which what it said then and all that changed since
-- are not what the ledger or the budget says now.
{{ config(meta={"invariant": "money", "metrics": ["M76"]}) }}

with

    explained as (
        select
            source_name,
            table_name,
            version_name,
            cost_object_code,
            line_kind,
            currency_code,
            fiscal_period_label,
            max(then_amount) + sum(change_amount) as amount,
            max(now_amount) as now_amount
        from {{ ref("fct_restatements") }}
        group by
            source_name,
            table_name,
            version_name,
            cost_object_code,
            line_kind,
            currency_code,
            fiscal_period_label
    ),

    current_lines as (
        select
            source_name,
            'ledger_lines' as table_name,
            'ledger' as version_name,
            cost_object_code,
            entry_type as line_kind,
            currency_code,
            fiscal_period_label,
            amount
        from {{ ref("fct_ledger_lines") }}
        union all
        select
            source_name,
            'budget_lines' as table_name,
            version_name,
            cost_object_code,
            line_type as line_kind,
            currency_code,
            fiscal_period_label,
            amount
        from {{ ref("fct_budget_lines") }}
    ),

    compared as (
        select
            explained.fiscal_period_label,
            explained.cost_object_code,
            explained.amount,
            explained.now_amount,
            coalesce(sum(current_lines.amount), 0) as current_amount
        from explained
        left join
            current_lines
            on explained.source_name = current_lines.source_name
            and explained.table_name = current_lines.table_name
            and explained.version_name = current_lines.version_name
            and explained.cost_object_code = current_lines.cost_object_code
            and explained.line_kind = current_lines.line_kind
            and explained.currency_code = current_lines.currency_code
            and explained.fiscal_period_label = current_lines.fiscal_period_label
        group by
            explained.source_name,
            explained.table_name,
            explained.version_name,
            explained.line_kind,
            explained.currency_code,
            explained.fiscal_period_label,
            explained.cost_object_code,
            explained.amount,
            explained.now_amount
    )

select *
from compared
where amount <> now_amount or now_amount <> current_amount
