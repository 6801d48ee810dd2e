with

    lines as (select * from {{ ref("stg_budget_lines") }}),

    run as (select * from {{ ref("dim_run") }}),

    periods as (select * from {{ ref("int_posting_periods__dated") }}),

    dated as (
        select
            lines.source_name,
            lines.line_id,
            lines.version_name,
            coalesce(lower(lines.line_type), 'expense') as line_type,
            coalesce(lines.cost_object_code, 'none') as cost_object_code,
            coalesce(lines.cost_center_code, 'unknown') as cost_center_code,
            coalesce(lines.account_code, 'unknown') as account_code,
            coalesce(lower(lines.expense_type), 'unclassified') as expense_type,
            lines.description,
            lines.amount,
            lines.currency_code,
            {{ budget_business_date("lines", "periods") }} as business_date,
            lines.file_sha256,
            lines.row_number,
            lines.known_at
        from lines
        left join
            periods
            on lines.fiscal_year = periods.fiscal_year
            and coalesce(lines.fiscal_period, 0) = periods.posting_period
    )

select
    {{ surrogate_key(["dated.source_name", "dated.line_id"]) }} as budget_line_key,
    dated.source_name,
    dated.line_id,
    dated.version_name,
    dated.line_type,
    dated.cost_object_code,
    dated.cost_center_code,
    dated.account_code,
    dated.expense_type,
    dated.description,
    dated.amount,
    dated.currency_code,
    {{ converted_amount_columns("dated") }},
    dated.business_date,
    days.fiscal_period_start_date,
    days.fiscal_period_label,
    dated.file_sha256,
    dated.row_number,
    dated.known_at
from dated
cross join run
left join
    {{ ref("dim_date") }} as days on dated.business_date = days.calendar_date
    {{ join_exchange_rate("average_rates", "average", "dated") }}
    {{ join_exchange_rate("budget_rates", "budget", "dated") }}
