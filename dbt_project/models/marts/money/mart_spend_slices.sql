with

    periods as (
        select distinct
            fiscal_year_label,
            fiscal_quarter_label,
            fiscal_period_label,
            fiscal_period_start_date
        from {{ ref("dim_date") }}
    )

select
    facts.spend_slice_key,
    facts.theme_name,
    facts.initiative_code,
    initiatives.initiative_name,
    initiatives.value_stream_name,
    initiatives.owner_name,
    facts.cost_center_code,
    facts.account_code,
    accounts.account_name,
    facts.expense_type,
    periods.fiscal_year_label,
    periods.fiscal_quarter_label,
    facts.fiscal_period_label,
    facts.currency_code,
    facts.budget_amount,
    facts.budget_amount_reason,
    facts.budget_budget_rate_amount,
    facts.budget_budget_rate_amount_reason,
    facts.forecast_amount,
    facts.forecast_amount_reason,
    facts.forecast_budget_rate_amount,
    facts.forecast_budget_rate_amount_reason,
    facts.actual_amount,
    facts.actual_amount_reason,
    facts.actual_budget_rate_amount,
    facts.actual_budget_rate_amount_reason,
    facts.commitment_amount,
    facts.commitment_amount_reason,
    facts.commitment_budget_rate_amount,
    facts.commitment_budget_rate_amount_reason,
    facts.reclassified_amount,
    facts.reclassified_amount_reason,
    facts.posted_in_other_period_amount,
    facts.posted_in_other_period_amount_reason,
    initiatives.is_run,
    periods.fiscal_period_start_date
from {{ ref("fct_spend_slices") }} as facts
inner join periods on facts.fiscal_period_label = periods.fiscal_period_label
inner join
    {{ ref("dim_initiative") }} as initiatives
    on facts.initiative_code = initiatives.initiative_code
left join
    {{ ref("dim_account") }} as accounts on facts.account_code = accounts.account_code
-- Readers ask for fiscal periods: in their order, all but a few groups of rows are
-- passed over.
order by periods.fiscal_period_start_date
