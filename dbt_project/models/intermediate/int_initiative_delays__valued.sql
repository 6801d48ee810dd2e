with delays as (select * from {{ ref("int_initiative_delays__measured") }})

select
    delays.initiative_code,
    delays.valued_profile,
    delays.due_date,
    delays.ready_date,
    delays.delay_until as delay_weeks,
    delays.weeks_ready_before_due,
    delays.expected_rate,
    {{ cost_of_delay_per_week("delays.expected_rate", "delays.delay_today") }}
    as rate_today,
    {{ cost_of_delay_per_week("delays.low_rate", "delays.delay_today") }}
    as rate_today_low,
    {{ cost_of_delay_per_week("delays.high_rate", "delays.delay_today") }}
    as rate_today_high,
    -- What waiting cost before the due date; a fixed date costs nothing until it is
    -- missed.
    case
        when delays.valued_profile = 'fixed_date'
        then cast(0 as double)
        else {{ cost_of_delay_per_week("delays.expected_rate", "cast(0 as double)") }}
    end as rate_on_time,
    {{ delay_cost("delays.expected_rate", "delays.delay_until") }} as cost_until,
    {{ delay_cost("delays.expected_rate", "delays.delay_at_ready") }} as cost_at_ready,
    delays.valued_profile = 'standard' and delays.life_weeks is null as is_uncapped
from delays
