with

    lines as (select * from {{ ref("stg_ledger_lines") }}),

    run as (select * from {{ ref("dim_run") }}),

    periods as (select * from {{ ref("int_posting_periods__dated") }}),

    dated as (
        select
            lines.source_name,
            lines.line_id,
            lines.document_number,
            coalesce(lower(lines.entry_type), 'actual') as entry_type,
            coalesce(lines.cost_object_code, 'none') as cost_object_code,
            coalesce(lines.cost_center_code, 'unknown') as cost_center_code,
            coalesce(lines.account_code, 'unknown') as account_code,
            coalesce(lower(lines.expense_type), 'unclassified') as expense_type,
            lines.description,
            lines.amount,
            lines.currency_code,
            {{ posting_business_date("lines", "periods") }} as business_date,
            {{ posting_period_date("lines", "periods") }} as period_date,
            lines.posting_date,
            lines.file_sha256,
            lines.row_number,
            lines.known_at
        from lines
        left join
            periods
            on lines.fiscal_year = periods.fiscal_year
            and coalesce(lines.fiscal_period, 0) = periods.posting_period
    ),

    -- A document that nets to nothing among cost objects, accounts or kinds of expense
    -- moves money and spends none.
    reclassifications as (
        select source_name, document_number, currency_code, period_date
        from dated
        where entry_type = 'actual' and document_number is not null
        group by source_name, document_number, currency_code, period_date
        having
            sum(amount) = 0
            and min(case when cost_object_code = 'none' then 0 else 1 end) = 1
            and count(
                distinct concat_ws('|', cost_object_code, account_code, expense_type)
            )
            > 1
    )

select
    {{ surrogate_key(["dated.source_name", "dated.line_id"]) }} as ledger_line_key,
    dated.source_name,
    dated.line_id,
    dated.document_number,
    dated.entry_type,
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
    coalesce(
        posting_days.fiscal_period_label, days.fiscal_period_label
    ) as posting_period_label,
    reclassifications.document_number is not null as is_reclassification,
    dated.file_sha256,
    dated.row_number,
    dated.known_at
from dated
cross join run
left join {{ ref("dim_date") }} as days on dated.period_date = days.calendar_date
left join
    {{ ref("dim_date") }} as posting_days
    on dated.posting_date = posting_days.calendar_date
left join
    reclassifications
    on dated.source_name = reclassifications.source_name
    and dated.document_number = reclassifications.document_number
    and dated.currency_code = reclassifications.currency_code
    and dated.period_date = reclassifications.period_date
    and dated.entry_type = 'actual'
    {{ join_exchange_rate("average_rates", "average", "dated") }}
    {{ join_exchange_rate("budget_rates", "budget", "dated") }}
