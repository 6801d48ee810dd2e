with

    delays as (select * from {{ ref("int_initiative_delays__measured") }}),

    days as (
        select initiative_code, started_date as day_date
        from {{ ref("int_initiative_states__cut") }}
        union
        select initiative_code, ended_date as day_date
        from {{ ref("int_initiative_states__cut") }}
        union
        select initiative_code, started_date as day_date
        from {{ ref("int_initiative_blocks__merged") }}
        union
        select initiative_code, ended_date as day_date
        from {{ ref("int_initiative_blocks__merged") }}
        union
        -- Ready after the delay had ended already: nothing accrues.
        select initiative_code, greatest(ready_date, accrued_until_date) as day_date
        from delays
        where ready_date is not null
    )

select
    delays.initiative_code,
    days.day_date,
    {{ cost_since_ready("delays.expected_rate", "days.day_date") }} as cost_amount,
    {{ cost_since_ready("delays.low_rate", "days.day_date") }} as cost_low_amount,
    {{ cost_since_ready("delays.high_rate", "days.day_date") }} as cost_high_amount
from delays
inner join days on delays.initiative_code = days.initiative_code
