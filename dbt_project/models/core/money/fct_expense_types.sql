{#- Which lines of the actual spend belong to each figure. -#}
{%- set figures = {
    "actual": "true",
    "reclassified": "lines.is_reclassification",
    "posted_in_other_period": "lines.posting_period_label <> lines.fiscal_period_label",
} -%}

with

    run as (select * from {{ ref("dim_run") }}),

    summed as (
        select
            lines.theme_name,
            lines.fiscal_period_label,
            lines.expense_type,
            {% for name, belongs in figures.items() %}
                {{ sum_of_lines("lines.reporting_amount", belongs) }}
                as {{ name }}_amount,
                {{ unconverted_lines("lines.reporting_amount", belongs) }}
                as unconverted_{{ name }}_line_count {{- "," if not loop.last }}
            {% endfor %}
        from {{ ref("fct_ledger_allocations") }} as lines
        cross join run
        where
            lines.entry_type = 'actual'
            and lines.business_date <= run.as_of_date
            and lines.fiscal_period_label is not null
        group by lines.theme_name, lines.fiscal_period_label, lines.expense_type
    ),

    shared as (
        select
            summed.*,
            sum(summed.actual_amount) over (
                partition by summed.theme_name, summed.fiscal_period_label
            ) as total_amount,
            sum(summed.unconverted_actual_line_count) over (
                partition by summed.theme_name, summed.fiscal_period_label
            ) as all_unconverted_line_count
        from summed
    ),

    periods as (
        select distinct fiscal_year_label, fiscal_period_label, fiscal_period_start_date
        from {{ ref("dim_date") }}
    )

select
    {{
        surrogate_key(
            ["shared.theme_name", "shared.fiscal_period_label", "shared.expense_type"]
        )
    }} as expense_type_key,
    shared.theme_name,
    periods.fiscal_year_label,
    shared.fiscal_period_label,
    shared.expense_type,
    run.reporting_currency_code as currency_code,
    {% for name in figures %}
        {{
            known_sum(
                "shared." ~ name ~ "_amount",
                "shared.unconverted_" ~ name ~ "_line_count",
            )
        }} as {{ name }}_amount,
        {{ rate_reason("shared.unconverted_" ~ name ~ "_line_count") }}
        as {{ name }}_amount_reason,
    {% endfor %}
    case
        when shared.all_unconverted_line_count = 0 and shared.total_amount > 0
        then {{ safe_divide("shared.actual_amount", "shared.total_amount") }}
    end as expense_type_share,
    case
        when shared.all_unconverted_line_count > 0
        then 'no_exchange_rate'
        when shared.total_amount <= 0
        then 'no_spend'
    end as expense_type_share_reason,
    periods.fiscal_period_start_date
from shared
cross join run
inner join periods on shared.fiscal_period_label = periods.fiscal_period_label
