with

    run as (select * from {{ ref("dim_run") }}),

    versions as (select * from {{ ref("bridge_fiscal_year_budget_version") }}),

    periods as (
        select distinct fiscal_year_label, fiscal_period_label
        from {{ ref("dim_date") }}
    )

select
    {{ surrogate_key(["'ledger'", "ledger.ledger_allocation_key"]) }}
    as theme_movement_key,
    ledger.theme_name,
    ledger.initiative_code,
    ledger.fiscal_period_label,
    ledger.reporting_currency_code as currency_code,
    case
        when ledger.entry_type = 'actual' then ledger.reporting_amount
    end as actual_amount,
    case
        when ledger.entry_type = 'commitment' then ledger.reporting_amount
    end as commitment_amount,
    case
        when ledger.entry_type = 'actual' and ledger.expense_type = 'capex'
        then ledger.reporting_amount
    end as capex_amount,
    case
        when ledger.entry_type = 'actual' and ledger.expense_type = 'opex'
        then ledger.reporting_amount
    end as opex_amount,
    case
        when ledger.entry_type = 'actual' then ledger.budget_rate_amount
    end as actual_budget_rate_amount,
    cast(null as decimal(18, 4)) as budget_amount,
    cast(null as decimal(18, 4)) as original_budget_amount,
    cast(null as decimal(18, 4)) as forecast_amount,
    ledger.entry_type = 'actual' and ledger.reporting_amount is null as is_unconverted,
    ledger.entry_type = 'actual'
    and ledger.budget_rate_amount is null as is_without_budget_rate,
    ledger.entry_type = 'commitment'
    and ledger.reporting_amount is null as is_commitment_unconverted,
    false as is_budget_unconverted,
    false as is_original_budget_unconverted,
    false as is_forecast_unconverted
from {{ ref("fct_ledger_allocations") }} as ledger
cross join run
-- What is posted ahead, or came after the day the marts speak of, is not yet
-- spent.
where ledger.business_date <= run.as_of_date
union all
select
    {{ surrogate_key(["'budget'", "budget.budget_allocation_key"]) }}
    as theme_movement_key,
    budget.theme_name,
    budget.initiative_code,
    budget.fiscal_period_label,
    budget.reporting_currency_code as currency_code,
    cast(null as decimal(18, 4)) as actual_amount,
    cast(null as decimal(18, 4)) as commitment_amount,
    cast(null as decimal(18, 4)) as capex_amount,
    cast(null as decimal(18, 4)) as opex_amount,
    cast(null as decimal(18, 4)) as actual_budget_rate_amount,
    case when versions.is_current then budget.reporting_amount end as budget_amount,
    case
        when versions.is_original then budget.reporting_amount
    end as original_budget_amount,
    case
        when versions.is_latest_forecast then budget.reporting_amount
    end as forecast_amount,
    false as is_unconverted,
    false as is_without_budget_rate,
    false as is_commitment_unconverted,
    versions.is_current and budget.reporting_amount is null as is_budget_unconverted,
    versions.is_original
    and budget.reporting_amount is null as is_original_budget_unconverted,
    versions.is_latest_forecast
    and budget.reporting_amount is null as is_forecast_unconverted
from {{ ref("fct_budget_allocations") }} as budget
inner join periods on budget.fiscal_period_label = periods.fiscal_period_label
inner join
    versions
    on periods.fiscal_year_label = versions.fiscal_year_label
    and budget.version_name = versions.version_name
where
    budget.line_type = 'expense'
    and (versions.is_current or versions.is_original or versions.is_latest_forecast)
