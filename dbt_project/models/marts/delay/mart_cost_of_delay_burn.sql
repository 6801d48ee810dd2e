with

    live as (
        select *
        from {{ ref("dim_initiative") }}
        where is_live and not is_delivering_value and not is_run
    )

select
    {{
        surrogate_key(
            ["themes.theme_name", "live.portfolio_state", "live.delay_state"]
        )
    }} as burn_key,
    themes.theme_name,
    live.portfolio_state,
    live.delay_state,
    run.reporting_currency_code as currency_code,
    case
        when count(days.cost_of_delay_per_week_amount) = 0 then 'no_estimate'
    end as cost_of_delay_reason,
    -- An initiative of two themes counts in both; money is split by weight.
    cast(count(*) as bigint) as initiative_count,
    cast(
        sum(case when days.is_estimate_current then 1 else 0 end) as bigint
    ) as estimated_initiative_count,
    {{ money(exact_sum("days.cost_of_delay_per_week_amount * themes.weight")) }}
    as cost_of_delay_per_week_amount
from live
cross join {{ ref("dim_run") }} as run
inner join
    {{ ref("bridge_initiative_theme") }} as themes
    on live.initiative_code = themes.initiative_code
inner join
    {{ ref("fct_initiative_days") }} as days
    on live.initiative_code = days.initiative_code
group by
    themes.theme_name,
    live.portfolio_state,
    live.delay_state,
    run.reporting_currency_code
