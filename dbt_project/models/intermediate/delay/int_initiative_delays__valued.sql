with

    delays as (select * from {{ ref("int_initiative_delays__measured") }}),

    valued as (
        select
            delays.*,
            {{ cost_of_delay_per_week("delays.expected_rate", "delays.delay_today") }}
            as rate_today,
            {{ cost_of_delay_per_week("delays.low_rate", "delays.delay_today") }}
            as rate_today_low,
            {{ cost_of_delay_per_week("delays.high_rate", "delays.delay_today") }}
            as rate_today_high,
            {{ cost_of_delay_per_week("delays.expected_rate", "cast(0 as double)") }}
            as rate_on_time,
            {{ delay_cost("delays.expected_rate", "delays.delay_until") }}
            as cost_until,
            {{ delay_cost("delays.expected_rate", "delays.delay_at_ready") }}
            as cost_at_ready
        from delays
    )

-- Rounded: powers and logarithms differ in their last digits from one processor to
-- another.
select
    valued.initiative_code,
    valued.valued_profile,
    valued.due_date,
    valued.ready_date,
    valued.delay_until as delay_weeks,
    valued.weeks_ready_before_due,
    valued.expected_rate,
    round(valued.rate_today, 6) as rate_today,
    round(valued.rate_today_low, 6) as rate_today_low,
    round(valued.rate_today_high, 6) as rate_today_high,
    -- What waiting cost before the due date; a fixed date costs nothing until it is
    -- missed.
    case
        when valued.valued_profile = 'fixed_date'
        then cast(0 as double)
        else round(valued.rate_on_time, 6)
    end as rate_on_time,
    round(valued.cost_until, 6) as cost_until,
    round(valued.cost_at_ready, 6) as cost_at_ready,
    valued.valued_profile = 'standard'
    and valued.life_weeks is null
    and not valued.has_window_end as is_uncapped
from valued
