with

    totals as (
        select
            'ledger_lines' as table_name,
            source_name,
            currency_code,
            sum(amount) as amount,
            count(*) as line_count
        from {{ ref("stg_ledger_lines") }}
        group by source_name, currency_code
        union all
        select
            'budget_lines' as table_name,
            source_name,
            currency_code,
            sum(amount) as amount,
            count(*) as line_count
        from {{ ref("stg_budget_lines") }}
        group by source_name, currency_code
    )

select
    {{
        surrogate_key(
            ["totals.table_name", "totals.source_name", "totals.currency_code"]
        )
    }} as input_total_key,
    totals.table_name,
    totals.source_name,
    totals.currency_code,
    {{ money("totals.amount") }} as amount,
    cast(totals.line_count as bigint) as line_count
from totals
