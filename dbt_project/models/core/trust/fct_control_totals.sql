with

    -- The two sides are read by two ways: the states of lines that were never
    -- replaced, and the facts.
    sides as (
        select
            table_name,
            source_name,
            file_sha256,
            fiscal_period_label,
            currency_code,
            amount as loaded_amount,
            1 as loaded_line_count,
            cast(0 as decimal(18, 4)) as fact_amount,
            0 as fact_line_count
        from {{ ref("int_line_versions__dated") }}
        where known_until is null
        {% for table in money_tables() %}
            union all
            select
                '{{ table }}' as table_name,
                source_name,
                file_sha256,
                coalesce(fiscal_period_label, 'none') as fiscal_period_label,
                currency_code,
                cast(0 as decimal(18, 4)) as loaded_amount,
                0 as loaded_line_count,
                amount as fact_amount,
                1 as fact_line_count
            from {{ ref("fct_" ~ table) }}
        {% endfor %}
    ),

    totals as (
        select
            table_name,
            source_name,
            file_sha256,
            fiscal_period_label,
            currency_code,
            {{ money("sum(loaded_amount)") }} as loaded_amount,
            {{ money("sum(fact_amount)") }} as fact_amount,
            sum(loaded_line_count) as loaded_line_count,
            sum(fact_line_count) as fact_line_count
        from sides
        group by
            table_name, source_name, file_sha256, fiscal_period_label, currency_code
    )

select
    {{
        surrogate_key(
            [
                "totals.table_name",
                "totals.source_name",
                "totals.file_sha256",
                "totals.fiscal_period_label",
                "totals.currency_code",
            ]
        )
    }} as control_total_key,
    totals.table_name,
    totals.source_name,
    totals.file_sha256,
    totals.fiscal_period_label,
    totals.currency_code,
    totals.loaded_amount,
    totals.fact_amount,
    {{ money("totals.loaded_amount - totals.fact_amount") }} as difference_amount,
    cast(totals.loaded_line_count as bigint) as loaded_line_count,
    cast(totals.fact_line_count as bigint) as fact_line_count,
    totals.loaded_amount = totals.fact_amount
    and totals.loaded_line_count = totals.fact_line_count as is_reconciled
from totals
