{%- set estimated = (
    "case when parts.is_estimate_current then parts.spend else 0 end"
) -%}
{%- set spend = exact_sum("parts.spend") -%}
with

    run as (select * from {{ ref("dim_run") }}),

    waiting as (select * from {{ ref("fct_initiative_days") }} where is_awaiting_value),

    cumulated as (
        select
            themes.initiative_code,
            themes.theme_name,
            themes.weight,
            sum(cast(themes.weight as decimal(18, 10))) over (
                partition by themes.initiative_code
                order by themes.theme_name
                rows between unbounded preceding and current row
            ) as weight_until,
            row_number() over (
                partition by themes.initiative_code order by themes.theme_name desc
            ) as place_from_end
        from {{ ref("bridge_initiative_theme") }} as themes
    ),

    -- The last theme takes what rounding leaves: the parts sum to the whole.
    themes as (
        select
            cumulated.initiative_code,
            cumulated.theme_name,
            cumulated.weight,
            lag(cumulated.weight_until, 1, 0) over (
                partition by cumulated.initiative_code order by cumulated.theme_name
            ) as weight_before,
            case
                when cumulated.place_from_end = 1
                then cast(1 as decimal(18, 10))
                else cast(cumulated.weight_until as decimal(18, 10))
            end as weight_until
        from cumulated
    ),

    parts as (
        select
            themes.theme_name,
            waiting.is_estimate_current,
            members.portfolio_state,
            members.delay_state,
            cast(spend.actual_amount as double) * themes.weight as spend,
            {% for band in ["", "_low", "_high"] %}
                -- Without a band of its own an estimate counts as it is.
                {{
                    allocated(
                        "coalesce(waiting.cost_of_delay_per_week"
                        ~ band
                        ~ "_amount, waiting.cost_of_delay_per_week_amount)",
                        "themes.weight_before",
                        "themes.weight_until",
                    )
                }} as per_week{{ band }}_amount {{ "," if not loop.last }}
            {% endfor %}
        from waiting
        inner join
            {{ ref("dim_initiative") }} as members
            on waiting.initiative_code = members.initiative_code
        inner join themes on waiting.initiative_code = themes.initiative_code
        inner join
            {{ ref("fct_initiative_spend") }} as spend
            on waiting.initiative_code = spend.initiative_code
    )

select
    {{
        surrogate_key(
            ["parts.theme_name", "parts.portfolio_state", "parts.delay_state"]
        )
    }} as burn_key,
    parts.theme_name,
    parts.portfolio_state,
    parts.delay_state,
    run.reporting_currency_code as currency_code,
    case
        when count(parts.per_week_amount) = 0 then 'no_estimate'
    end as cost_of_delay_reason,
    case
        when count(parts.spend) < count(*)
        then 'no_exchange_rate'
        when coalesce({{ spend }}, 0) <= 0
        then 'no_spend'
    end as coverage_spend_reason,
    -- An initiative of two themes counts in both; money is split by weight.
    cast(count(*) as bigint) as initiative_count,
    cast(
        sum(case when parts.is_estimate_current then 1 else 0 end) as bigint
    ) as estimated_initiative_count,
    {{ money("sum(parts.per_week_amount)") }} as cost_of_delay_per_week_amount,
    {{ money("sum(parts.per_week_low_amount)") }} as cost_of_delay_per_week_low_amount,
    {{ money("sum(parts.per_week_high_amount)") }}
    as cost_of_delay_per_week_high_amount,
    {{
        safe_divide(
            "sum(case when parts.is_estimate_current then 1 else 0 end)", "count(*)"
        )
    }} as cost_of_delay_coverage_count_share,
    case
        when count(parts.spend) = count(*) and {{ spend }} > 0
        then {{ safe_divide(exact_sum(estimated), spend) }}
    end as cost_of_delay_coverage_spend_share,
    run.as_of_date
from parts
cross join run
group by
    parts.theme_name,
    parts.portfolio_state,
    parts.delay_state,
    run.reporting_currency_code,
    run.as_of_date
