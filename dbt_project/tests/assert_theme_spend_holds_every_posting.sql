-- A row here is actual spend that the themes, Unallocated included, do not show to
-- the last digit.
with

    themes as (select sum(actual_amount) as amount from {{ ref("mart_theme_spend") }}),

    ledger as (
        select sum(reporting_amount) as amount
        from {{ ref("fct_ledger_lines") }}
        where entry_type = 'actual' and fiscal_period_label is not null
    )

select themes.amount as theme_amount, ledger.amount as ledger_amount
from themes
cross join ledger
where coalesce(themes.amount, 0) <> coalesce(ledger.amount, 0)
