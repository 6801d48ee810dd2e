with

    loaded as (select * from {{ ref("fct_input_totals") }}),

    facts as (
        {% for table in money_tables() %}
            select
                '{{ table }}' as table_name,
                source_name,
                currency_code,
                sum(amount) as fact_amount,
                count(*) as fact_line_count,
                sum(reporting_amount) as converted_amount,
                sum(
                    case when reporting_amount is null then amount else 0 end
                ) as unconverted_amount
            from {{ ref("fct_" ~ table) }}
            group by source_name, currency_code {{ "union all" if not loop.last }}
        {% endfor %}
    ),

    allocated as (
        {% for table in money_tables() %}
            select
                '{{ table }}' as table_name,
                source_name,
                currency_code,
                sum(amount) as mart_amount
            from {{ ref("fct_" ~ table.replace("_lines", "_allocations")) }}
            group by source_name, currency_code {{ "union all" if not loop.last }}
        {% endfor %}
    ),

    compared as (
        select
            loaded.input_total_key,
            loaded.table_name,
            loaded.source_name,
            loaded.currency_code,
            loaded.amount as loaded_amount,
            loaded.line_count,
            coalesce(facts.fact_amount, 0) as fact_amount,
            coalesce(facts.fact_line_count, 0) as fact_line_count,
            coalesce(facts.converted_amount, 0) as converted_amount,
            coalesce(facts.unconverted_amount, 0) as unconverted_amount,
            coalesce(allocated.mart_amount, 0) as mart_amount
        from loaded
        left join
            facts
            on loaded.table_name = facts.table_name
            and loaded.source_name = facts.source_name
            and loaded.currency_code = facts.currency_code
        left join
            allocated
            on loaded.table_name = allocated.table_name
            and loaded.source_name = allocated.source_name
            and loaded.currency_code = allocated.currency_code
    )

select
    compared.input_total_key as reconciliation_key,
    compared.source_name,
    compared.table_name,
    compared.currency_code,
    run.reporting_currency_code,
    compared.loaded_amount,
    {{ money("compared.fact_amount") }} as fact_amount,
    {{ money("compared.mart_amount") }} as mart_amount,
    -- The larger of the two gaps, so that they cannot cancel each other.
    {{
        money(
            "greatest(abs(compared.loaded_amount - compared.fact_amount), abs(compared.fact_amount - compared.mart_amount))"
        )
    }}
    as difference_amount,
    {{ money("compared.converted_amount") }} as converted_amount,
    {{ money("compared.unconverted_amount") }} as unconverted_amount,
    compared.line_count,
    cast(compared.fact_line_count as bigint) as fact_line_count,
    compared.loaded_amount = compared.fact_amount
    and compared.fact_amount = compared.mart_amount
    and compared.line_count = compared.fact_line_count as is_reconciled
from compared
cross join {{ ref("dim_run") }} as run
