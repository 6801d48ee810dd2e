with

    run as (select * from {{ ref("dim_run") }}),

    summed as (
        select
            lines.theme_name,
            lines.fiscal_period_label,
            lines.expense_type,
            sum(coalesce(lines.reporting_amount, 0)) as actual_amount,
            sum(
                case
                    when lines.is_reclassification
                    then coalesce(lines.reporting_amount, 0)
                    else 0
                end
            ) as reclassified_amount,
            sum(
                case
                    when lines.posting_period_label <> lines.fiscal_period_label
                    then coalesce(lines.reporting_amount, 0)
                    else 0
                end
            ) as posted_in_other_period_amount,
            sum(
                case when lines.reporting_amount is null then 1 else 0 end
            ) as unconverted_line_count
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
            sum(summed.unconverted_line_count) over (
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
    {% for amount in [
        "actual_amount",
        "reclassified_amount",
        "posted_in_other_period_amount",
    ] %}
        {{ known_sum("shared." ~ amount, "shared.unconverted_line_count") }}
        as {{ amount }},
    {% endfor %}
    {{ rate_reason("shared.unconverted_line_count") }} as actual_amount_reason,
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
