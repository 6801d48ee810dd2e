{%- set is_early = "(spend.business_date < dated.approval_date or dated.approval_date is null)" -%}

with

    run as (select * from {{ ref("dim_run") }}),

    initiatives as (
        select * from {{ ref("dim_initiative") }} where is_live and not is_run
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
                case when {{ is_early }} then spend.reporting_amount else 0 end
            ) as before_approval_amount,
            sum(
                case
                    when {{ is_early }} and spend.reporting_amount is null then 1 else 0
                end
            ) as unconverted_line_count
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
    {{
        money(
            "case when costs.initiative_code is null then 0 else costs.forecast_amount end"
        )
    }}
    as forecast_amount,
    costs.forecast_reason,
    {{
        money(
            "case when costs.initiative_code is null then 0 else costs.least_cost_amount end"
        )
    }}
    as least_cost_amount,
    dated.approval_date,
    early.first_spend_date,
    {{
        known_sum(
            "coalesce(early.before_approval_amount, 0)",
            "coalesce(early.unconverted_line_count, 0)",
        )
    }} as spend_before_approval_amount,
    {{ rate_reason("early.unconverted_line_count") }} as spend_before_approval_reason,
    dated.last_review_date,
    cast(
        {{ dbt.datediff("dated.last_review_date", "dated.as_of_date", "day") }}
        as bigint
    ) as days_since_review,
    dated.as_of_date
from dated
left join
    {{ ref("fct_initiative_costs") }} as costs
    on dated.initiative_code = costs.initiative_code
left join early on dated.initiative_code = early.initiative_code
