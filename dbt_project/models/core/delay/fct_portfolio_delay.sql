{%- set bands = ["", "_low", "_high"] -%}
{%- set figures = [
    "cost_of_delay_per_week",
    "accrued_since_needed",
    "accrued_since_ready",
] -%}

with

    run as (select * from {{ ref("dim_run") }}),

    -- Without a band of its own an estimate counts as it is. Unknown costs are not 0.
    waiting as (
        select
            {% for band in bands %}
                {% for figure in figures %}
                    coalesce(
                        {{ figure ~ band }}_amount, {{ figure }}_amount
                    ) as {{ figure ~ band }}_amount,
                {% endfor %}
            {% endfor %}
            delays.accrued_in_queue_amount,
            delays.blocked_cost_upper_amount,
            delays.blocked_cost_critical_amount,
            case when days.is_estimate_current then 1 else 0 end as is_estimated,
            case when members.delay_state = 'blocked' then 1 else 0 end as is_blocked,
            case when days.is_queued then 1 else 0 end as is_queued
        from {{ ref("fct_initiative_days") }} as days
        inner join
            {{ ref("dim_initiative") }} as members
            on days.initiative_code = members.initiative_code
        inner join
            {{ ref("fct_initiative_delays") }} as delays
            on days.initiative_code = delays.initiative_code
        where days.is_awaiting_value
    ),

    sums as (
        select
            count(*) as initiative_count,
            count(cost_of_delay_per_week_amount) as valued_initiative_count,
            {% for state in ["estimated", "queued", "blocked"] %}
                coalesce(sum(is_{{ state }}), 0) as {{ state }}_initiative_count,
            {% endfor %}
            {% for band in bands %}
                {% for figure in figures %}
                    sum({{ figure ~ band }}_amount) as {{ figure ~ band }}_amount,
                {% endfor %}
                sum(
                    nullif(is_queued, 0) * cost_of_delay_per_week{{ band }}_amount
                ) as queued_cost_per_week{{ band }}_amount,
            {% endfor %}
            sum(
                nullif(is_queued, 0) * accrued_in_queue_amount
            ) as queued_cost_accrued_amount,
            case
                when coalesce(max(is_blocked), 0) = 0
                then 0
                else sum(nullif(is_blocked, 0) * cost_of_delay_per_week_amount)
            end as blocked_cost_per_week_amount,
            sum(blocked_cost_upper_amount) as blocked_cost_upper_amount,
            case
                when
                    count(blocked_cost_critical_amount)
                    = count(blocked_cost_upper_amount)
                then sum(blocked_cost_critical_amount)
            end as blocked_cost_critical_amount
        from waiting
    )

select
    {{ surrogate_key(["run.as_of_date"]) }} as portfolio_delay_key,
    run.reporting_currency_code as currency_code,
    {% for count in ["", "valued_", "estimated_", "queued_", "blocked_"] %}
        cast(sums.{{ count }}initiative_count as bigint) as {{ count }}initiative_count,
    {% endfor %}
    case
        when sums.cost_of_delay_per_week_amount is null then 'no_cost_of_delay'
    end as cost_of_delay_reason,
    {% for figure in ["queued_cost_per_week", "queued_cost_accrued"] %}
        case
            when sums.queued_initiative_count = 0
            then 'nothing_queued'
            when sums.{{ figure }}_amount is null
            then 'no_cost_of_delay'
        end as {{ figure }}_reason,
    {% endfor %}
    {% for figure in figures[1:] + ["blocked_cost_per_week"] %}
        case
            when sums.{{ figure }}_amount is null then 'no_cost_of_delay'
        end as {{ figure }}_reason,
    {% endfor %}
    case
        when sums.blocked_cost_upper_amount is null
        then 'no_cost_of_delay'
        when sums.blocked_cost_critical_amount is null
        then 'no_path'
    end as blocked_cost_critical_reason,
    {% for figure in figures + ["queued_cost_per_week"] %}
        {% for band in bands %}
            {{ money("sums." ~ figure ~ band ~ "_amount") }}
            as {{ figure ~ band }}_amount,
        {% endfor %}
    {% endfor %}
    {% for figure in [
        "queued_cost_accrued",
        "blocked_cost_per_week",
        "blocked_cost_upper",
        "blocked_cost_critical",
    ] %}
        {{ money("sums." ~ figure ~ "_amount") }} as {{ figure }}_amount,
    {% endfor %}
    run.as_of_date
from run
cross join sums
