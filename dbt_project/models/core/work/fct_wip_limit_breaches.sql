{#- Who waits for a place in a state: the state before it. -#}
{%- set states_before = {
    "analysing": "funnel",
    "ready": "analysing",
    "implementing": "ready",
    "released": "implementing",
} -%}

with

    run as (select * from {{ ref("dim_run") }}),

    breaches as (
        select
            spans.*,
            case
                spans.portfolio_state
                {%- for state, before in states_before.items() %}
                    when '{{ state }}' then '{{ before }}'
                {%- endfor %}
            end as upstream_state,
            coalesce(spans.valid_to_date, run.day_after) as until_date
        from {{ ref("fct_wip_limit_spans") }} as spans
        cross join
            (
                select
                    cast({{ dbt.dateadd("day", 1, "as_of_date") }} as date) as day_after
                from run
            ) as run
        where spans.excess_count > 0
    ),

    waits as (
        select
            breaches.wip_limit_span_key,
            waiting.initiative_code,
            {{
                dbt.datediff(
                    "greatest(breaches.valid_from_date, waiting.valid_from_date)",
                    "least(breaches.until_date, coalesce(waiting.valid_to_date, breaches.until_date))",
                    "day",
                )
            }}
            as wait_days,
            days.cost_of_delay_per_week_amount
        from breaches
        inner join
            {{ ref("fct_initiative_states") }} as waiting
            on breaches.upstream_state = waiting.portfolio_state
            and waiting.valid_from_date < breaches.until_date
            and coalesce(waiting.valid_to_date > breaches.valid_from_date, true)
        left join
            {{ ref("fct_initiative_days") }} as days
            on waiting.initiative_code = days.initiative_code
    ),

    costs as (
        select
            wip_limit_span_key,
            count(distinct initiative_code) as waiting_count,
            count(
                distinct case
                    when cost_of_delay_per_week_amount is null then initiative_code
                end
            ) as uncosted_count,
            {{
                safe_divide(
                    "sum(cast(cost_of_delay_per_week_amount as decimal(24, 4)) * wait_days)",
                    "7",
                )
            }}
            as waiting_amount
        from waits
        group by wip_limit_span_key
    )

select
    breaches.wip_limit_span_key as wip_limit_breach_key,
    breaches.portfolio_state,
    breaches.upstream_state,
    run.reporting_currency_code as currency_code,
    case
        when costs.waiting_count > 0 and costs.waiting_amount is null
        then 'no_cost_of_delay'
    end as waiting_cost_reason,
    breaches.initiative_count,
    breaches.wip_limit,
    breaches.excess_count,
    breaches.day_count as breach_day_count,
    cast(coalesce(costs.waiting_count, 0) as bigint) as waiting_count,
    cast(coalesce(costs.uncosted_count, 0) as bigint) as uncosted_count,
    case
        when coalesce(costs.waiting_count, 0) = 0
        then {{ money("0") }}
        else {{ money("costs.waiting_amount") }}
    end as waiting_cost_amount,
    breaches.is_current,
    breaches.valid_from_date,
    breaches.valid_to_date
from breaches
cross join run
left join costs on breaches.wip_limit_span_key = costs.wip_limit_span_key
