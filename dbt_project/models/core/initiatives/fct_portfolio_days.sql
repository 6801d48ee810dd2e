with

    run as (select * from {{ ref("dim_run") }}),

    -- M09 asks how much of what could be delayed has a figure.
    initiatives as (
        select
            count(*) as delayable_initiative_count,
            sum(
                case when days.is_estimate_current then 1 else 0 end
            ) as estimated_initiative_count,
            sum(spend.actual_amount) as delayable_amount,
            sum(
                case when days.is_estimate_current then spend.actual_amount else 0 end
            ) as estimated_amount,
            sum(
                case when spend.actual_amount is null then 1 else 0 end
            ) as unknown_amount_count
        from {{ ref("fct_initiative_days") }} as days
        inner join
            {{ ref("fct_initiative_spend") }} as spend
            on days.initiative_code = spend.initiative_code
        where days.is_awaiting_value
    )

select
    {{ surrogate_key(["run.as_of_date"]) }} as portfolio_day_key,
    case
        when initiatives.delayable_initiative_count = 0 then 'no_live_initiative'
    end as cost_of_delay_coverage_count_reason,
    case
        when initiatives.delayable_initiative_count = 0
        then 'no_live_initiative'
        when initiatives.unknown_amount_count > 0
        then 'no_exchange_rate'
        when not coalesce(initiatives.delayable_amount > 0, false)
        then 'no_spend'
    end as cost_of_delay_coverage_spend_reason,
    {{
        safe_divide(
            "initiatives.estimated_initiative_count",
            "initiatives.delayable_initiative_count",
        )
    }} as cost_of_delay_coverage_count_share,
    case
        when initiatives.unknown_amount_count = 0 and initiatives.delayable_amount > 0
        then
            {{
                safe_divide(
                    "initiatives.estimated_amount", "initiatives.delayable_amount"
                )
            }}
    end as cost_of_delay_coverage_spend_share,
    run.as_of_date
from run
cross join initiatives
