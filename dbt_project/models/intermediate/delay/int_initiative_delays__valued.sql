with delays as (select * from {{ ref("int_initiative_delays__measured") }})

-- Rounded: powers and logarithms differ in their last digits from one processor to
-- another.
select
    delays.initiative_code,
    delays.valued_profile,
    delays.due_date,
    delays.ready_date,
    delays.accrued_until_date,
    delays.delay_until as delay_weeks,
    delays.duration_weeks,
    delays.expected_rate,
    {%- for rate, suffix in [
        ("delays.expected_rate", ""),
        ("delays.low_rate", "_low"),
        ("delays.high_rate", "_high"),
    ] %}
        round(
            {{ cost_of_delay_per_week(rate, "delays.delay_today") }}, 6
        ) as rate_today{{ suffix }},
        round(
            {{ delay_cost(rate, "delays.delay_until") }}, 6
        ) as cost_until{{ suffix }},
    {%- endfor %}
    delays.valued_profile = 'standard'
    and delays.life_weeks is null
    and not delays.has_window_end as is_uncapped
from delays
