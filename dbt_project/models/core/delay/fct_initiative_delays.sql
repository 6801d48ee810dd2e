{%- set states = ["queue", "active", "blocked", "released"] -%}

with

    delays as (select * from {{ ref("int_initiative_delays__valued") }}),

    since_ready as (
        select days.*
        from delays
        inner join
            {{ ref("int_initiative_delay_days__valued") }} as days
            on delays.initiative_code = days.initiative_code
            and days.day_date = greatest(delays.ready_date, delays.accrued_until_date)
    ),

    by_state as (
        select
            initiative_code
            {%- for state in states %}
                ,
                sum(
                    case when delay_state = '{{ state }}' then cost_amount else 0 end
                ) as {{ state }}_amount
            {%- endfor %}
        from {{ ref("fct_delay_intervals") }}
        group by initiative_code
    ),

    blocked as (
        select
            initiative_code,
            sum(case when block_scope = 'any' then cost_amount end) as upper_amount,
            sum(
                case when block_scope = 'initiative' then cost_amount else 0 end
            ) as critical_amount
        from {{ ref("fct_initiative_blocks") }}
        group by initiative_code
    ),

    run as (select * from {{ ref("dim_run") }})

select
    {{ surrogate_key(["delays.initiative_code", "run.as_of_date"]) }}
    as initiative_delay_key,
    {{ surrogate_key(["delays.initiative_code"]) }} as initiative_key,
    delays.initiative_code,
    run.reporting_currency_code as currency_code,
    case
        when delays.due_date is null
        then 'no_needed_date'
        when delays.cost_until is null
        then 'no_cost_of_delay'
    end as accrued_since_needed_reason,
    case
        when delays.ready_date is null
        then 'no_ready_date'
        when since_ready.cost_amount is null
        then 'no_cost_of_delay'
    end as accrued_since_ready_reason,
    case
        when delays.ready_date is null
        then 'no_ready_date'
        when since_ready.cost_amount is null
        then 'no_cost_of_delay'
        -- Nothing tells which of its work items set its date.
        when blocked.upper_amount > blocked.critical_amount
        then 'no_path'
    end as blocked_cost_critical_reason,
    {% for suffix in ["", "_low", "_high"] %}
        case
            when delays.due_date is not null
            then {{ money("delays.cost_until" ~ suffix) }}
        end as accrued_since_needed{{ suffix }}_amount,
        since_ready.cost{{ suffix }}_amount as accrued_since_ready{{ suffix }}_amount,
    {% endfor %}
    {% for state in states %}
        case
            when since_ready.cost_amount is not null
            then {{ money("coalesce(by_state." ~ state ~ "_amount, 0)") }}
        end as accrued_in_{{ state }}_amount,
    {% endfor %}
    case
        when since_ready.cost_amount is not null
        then {{ money("coalesce(blocked.upper_amount, 0)") }}
    end as blocked_cost_upper_amount,
    case
        when
            since_ready.cost_amount is not null
            and not coalesce(blocked.upper_amount > blocked.critical_amount, false)
        then {{ money("coalesce(blocked.critical_amount, 0)") }}
    end as blocked_cost_critical_amount,
    case when delays.due_date is not null then delays.delay_weeks end as delay_weeks,
    delays.accrued_until_date,
    run.as_of_date
from delays
cross join run
left join since_ready on delays.initiative_code = since_ready.initiative_code
left join by_state on delays.initiative_code = by_state.initiative_code
left join blocked on delays.initiative_code = blocked.initiative_code
