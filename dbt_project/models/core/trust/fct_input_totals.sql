with

    totals as (
        {% for table in money_tables() %}
            select
                '{{ table }}' as table_name,
                source_name,
                currency_code,
                sum(amount) as amount,
                count(*) as line_count
            from {{ ref("stg_" ~ table) }}
            group by source_name, currency_code {{ "union all" if not loop.last }}
        {% endfor %}
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
