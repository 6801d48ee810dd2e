with

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
            sum(spend.unconverted_line_count) as unconverted_actual,
            sum(
                spend.unconverted_line_count + spend.unconverted_commitment_line_count
            ) as unconverted_bound,
            sum(spend.unconverted_budget_line_count) as unconverted_budget,
            -- What was forecast for days that are over adds nothing.
            sum(
                case
                    when periods.elapsed_share < 1
                    then spend.unconverted_forecast_line_count
                    else 0
                end
            ) as unconverted_forecast
        from {{ ref("fct_theme_spend") }} as spend
        inner join
            {{ ref("int_fiscal_periods__elapsed") }} as periods
            on spend.fiscal_period_label = periods.fiscal_period_label
        group by spend.initiative_code
    ),

    -- What is spent and what finance expects from now on, else what is granted; and
    -- what is bound already. A forecast names only the periods to come.
    costs as (
        select
            initiative_code,
            case
                when unconverted_forecast > 0
                then null
                when remaining_forecast_amount <> 0
                then
                    case
                        when unconverted_actual = 0
                        then actual_amount + remaining_forecast_amount
                    end
                when unconverted_budget = 0
                then budget_amount
            end as expected_amount,
            case when unconverted_bound = 0 then bound_amount end as bound_amount
        from plans
    )

select
    {{ surrogate_key(["costs.initiative_code"]) }} as initiative_cost_key,
    costs.initiative_code,
    case
        when costs.expected_amount is not null and costs.bound_amount is not null
        then {{ money("greatest(costs.expected_amount, costs.bound_amount)") }}
    end as forecast_amount,
    case
        when costs.expected_amount is null or costs.bound_amount is null
        then 'no_exchange_rate'
    end as forecast_reason,
    {{
        money(
            "greatest(coalesce(costs.expected_amount, costs.bound_amount), coalesce(costs.bound_amount, costs.expected_amount))"
        )
    }}
    as least_cost_amount
from costs
