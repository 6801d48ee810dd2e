-- A row here is a kind of posting up to the as-of date whose sum the themes,
-- Unallocated
-- included, do not show to the last digit.
with

    themes as (
        select
            sum(actual_amount) as actual_amount,
            sum(commitment_amount) as commitment_amount
        from {{ ref("mart_theme_spend") }}
    ),

    ledger as (
        select
            sum(
                case when entry_type = 'actual' then reporting_amount end
            ) as actual_amount,
            sum(
                case when entry_type = 'commitment' then reporting_amount end
            ) as commitment_amount
        from {{ ref("fct_ledger_lines") }} as lines
        cross join {{ ref("dim_run") }} as run
        where lines.business_date <= run.as_of_date
    )

select
    themes.actual_amount as theme_actual_amount,
    ledger.actual_amount as ledger_actual_amount,
    themes.commitment_amount as theme_commitment_amount,
    ledger.commitment_amount as ledger_commitment_amount
from themes
cross join ledger
where
    coalesce(themes.actual_amount, 0) <> coalesce(ledger.actual_amount, 0)
    or coalesce(themes.commitment_amount, 0) <> coalesce(ledger.commitment_amount, 0)
