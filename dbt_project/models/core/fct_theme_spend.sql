with

    run as (select * from {{ ref("dim_run") }}),

    versions as (select * from {{ ref("bridge_fiscal_year_budget_version") }}),

    periods as (
        select distinct
            fiscal_year_label,
            fiscal_quarter_label,
            fiscal_period_label,
            fiscal_period_start_date
        from {{ ref("dim_date") }}
    ),

    movements as (
        select
            theme_name,
            initiative_code,
            fiscal_period_label,
            case when entry_type = 'actual' then reporting_amount end as actual_amount,
            case
                when entry_type = 'commitment' then reporting_amount
            end as commitment_amount,
            case
                when entry_type = 'actual' and expense_type = 'capex'
                then reporting_amount
            end as capex_amount,
            cast(null as decimal(18, 4)) as budget_amount,
            cast(null as decimal(18, 4)) as original_budget_amount
        from {{ ref("fct_ledger_allocations") }}
        union all
        select
            budget.theme_name,
            budget.initiative_code,
            budget.fiscal_period_label,
            cast(null as decimal(18, 4)) as actual_amount,
            cast(null as decimal(18, 4)) as commitment_amount,
            cast(null as decimal(18, 4)) as capex_amount,
            case
                when versions.is_current then budget.reporting_amount
            end as budget_amount,
            case
                when versions.is_original then budget.reporting_amount
            end as original_budget_amount
        from {{ ref("fct_budget_allocations") }} as budget
        inner join periods on budget.fiscal_period_label = periods.fiscal_period_label
        inner join
            versions
            on periods.fiscal_year_label = versions.fiscal_year_label
            and budget.version_name = versions.version_name
        where
            budget.line_type = 'expense'
            and (versions.is_current or versions.is_original)
    ),

    totals as (
        select
            theme_name,
            initiative_code,
            fiscal_period_label,
            {{ money("coalesce(sum(budget_amount), 0)") }} as budget_amount,
            {{ money("coalesce(sum(original_budget_amount), 0)") }}
            as original_budget_amount,
            {{ money("coalesce(sum(actual_amount), 0)") }} as actual_amount,
            {{ money("coalesce(sum(commitment_amount), 0)") }} as commitment_amount,
            {{ money("coalesce(sum(capex_amount), 0)") }} as capex_amount
        from movements
        where fiscal_period_label is not null
        group by theme_name, initiative_code, fiscal_period_label
    )

select
    {{
        surrogate_key(
            [
                "totals.theme_name",
                "totals.initiative_code",
                "totals.fiscal_period_label",
            ]
        )
    }} as theme_spend_key,
    totals.theme_name,
    totals.initiative_code,
    initiatives.initiative_name,
    initiatives.value_stream_name,
    initiatives.owner_name,
    initiatives.portfolio_state,
    periods.fiscal_year_label,
    periods.fiscal_quarter_label,
    totals.fiscal_period_label,
    run.reporting_currency_code as currency_code,
    totals.budget_amount,
    totals.original_budget_amount,
    totals.actual_amount,
    totals.commitment_amount,
    totals.capex_amount,
    {{
        money(
            "case when initiatives.is_run then 0 else totals.actual_amount * coalesce(alignment.aligned_weight_share, 0) end"
        )
    }}
    as aligned_actual_amount,
    initiatives.is_run,
    periods.fiscal_period_start_date
from totals
cross join run
inner join periods on totals.fiscal_period_label = periods.fiscal_period_label
inner join
    {{ ref("dim_initiative") }} as initiatives
    on totals.initiative_code = initiatives.initiative_code
left join
    {{ ref("fct_initiative_periods") }} as alignment
    on totals.initiative_code = alignment.initiative_code
    and totals.fiscal_period_label = alignment.fiscal_period_label
