with

    intervals as (select * from {{ ref("int_initiative_states__cut") }}),

    days as (select * from {{ ref("int_initiative_delay_days__valued") }}),

    run as (select * from {{ ref("dim_run") }})

select
    {{ surrogate_key(["intervals.initiative_code", "intervals.started_date"]) }}
    as delay_interval_key,
    {{ surrogate_key(["intervals.initiative_code"]) }} as initiative_key,
    intervals.initiative_code,
    intervals.delay_state,
    run.reporting_currency_code as currency_code,
    case when ends.cost_amount is null then 'no_cost_of_delay' end as cost_reason,
    cast(
        {{ dbt.datediff("intervals.started_date", "intervals.ended_date", "day") }}
        as bigint
    ) as duration_days,
    cast(ends.cost_amount - starts.cost_amount as decimal(18, 4)) as cost_amount,
    cast(
        ends.cost_low_amount - starts.cost_low_amount as decimal(18, 4)
    ) as cost_low_amount,
    cast(
        ends.cost_high_amount - starts.cost_high_amount as decimal(18, 4)
    ) as cost_high_amount,
    intervals.started_date,
    intervals.ended_date
from intervals
cross join run
inner join
    days as starts
    on intervals.initiative_code = starts.initiative_code
    and intervals.started_date = starts.day_date
inner join
    days as ends
    on intervals.initiative_code = ends.initiative_code
    and intervals.ended_date = ends.day_date
