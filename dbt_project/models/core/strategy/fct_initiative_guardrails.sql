with

    run as (select * from {{ ref("dim_run") }}),

    initiatives as (
        select * from {{ ref("dim_initiative") }} where is_live and not is_run
    ),

    plans as (
        select
            spend.initiative_code,
            sum(spend.actual_amount) as actual_amount,
            sum(spend.actual_amount + spend.commitment_amount) as bound_amount,
            sum(spend.budget_amount) as budget_amount,
            {{
                exact_sum(
                    "cast(spend.forecast_amount as double) * (1 - periods.elapsed_share)"
                )
            }}
            as remaining_forecast_amount,
            sum(spend.unconverted_line_count) as unconverted_line_count
        from {{ ref("fct_theme_spend") }} as spend
        inner join
            {{ ref("int_fiscal_periods__elapsed") }} as periods
            on spend.fiscal_period_label = periods.fiscal_period_label
        group by spend.initiative_code
    ),

    reviews as (select * from {{ ref("int_initiative_decisions__dated") }}),

    dated as (
        select
            initiatives.*,
            run.as_of_date,
            case
                when
                    initiatives.approved_date <= run.as_of_date
                    and (
                        reviews.first_funding_date is null
                        or initiatives.approved_date <= reviews.first_funding_date
                    )
                then initiatives.approved_date
                else reviews.first_funding_date
            end as approval_date,
            case
                when
                    initiatives.approved_date <= run.as_of_date
                    and (
                        reviews.last_decision_date is null
                        or initiatives.approved_date > reviews.last_decision_date
                    )
                then initiatives.approved_date
                else reviews.last_decision_date
            end as last_review_date
        from initiatives
        cross join run
        left join reviews on initiatives.initiative_code = reviews.initiative_code
    ),

    early as (
        select
            dated.initiative_code,
            min(spend.business_date) as first_spend_date,
            sum(
                case
                    when spend.business_date < dated.approval_date
                    then reporting_amount
                    when dated.approval_date is null
                    then reporting_amount
                    else 0
                end
            ) as before_approval_amount
        from dated
        inner join
            {{ ref("fct_ledger_allocations") }} as spend
            on dated.initiative_code = spend.initiative_code
            and spend.business_date <= dated.as_of_date
        where spend.entry_type = 'actual'
        group by dated.initiative_code
    )

select
    {{ surrogate_key(["dated.initiative_code"]) }} as initiative_guardrail_key,
    dated.initiative_key,
    dated.initiative_code,
    dated.portfolio_state,
    -- What is spent and what finance expects from now on, else what is granted; never
    -- less than what is bound already. A forecast names only the periods to come.
    {{
        money(
            "greatest(case when coalesce(plans.remaining_forecast_amount, 0) <> 0 then plans.actual_amount + plans.remaining_forecast_amount else coalesce(plans.budget_amount, 0) end, coalesce(plans.bound_amount, 0))"
        )
    }}
    as forecast_amount,
    coalesce(plans.unconverted_line_count, 0) > 0 as has_unconverted_spend,
    dated.approval_date,
    early.first_spend_date,
    {{ money("coalesce(early.before_approval_amount, 0)") }}
    as spend_before_approval_amount,
    dated.last_review_date,
    cast(
        {{ dbt.datediff("dated.last_review_date", "dated.as_of_date", "day") }}
        as bigint
    ) as days_since_review,
    dated.as_of_date
from dated
left join plans on dated.initiative_code = plans.initiative_code
left join early on dated.initiative_code = early.initiative_code
