with

    blocks as (select * from {{ ref("int_initiative_blocks__merged") }}),

    days as (select * from {{ ref("int_initiative_delay_days__valued") }}),

    run as (select * from {{ ref("dim_run") }})

select
    {{
        surrogate_key(
            ["blocks.initiative_code", "blocks.block_scope", "blocks.started_date"]
        )
    }} as initiative_block_key,
    {{ surrogate_key(["blocks.initiative_code"]) }} as initiative_key,
    blocks.initiative_code,
    blocks.block_scope,
    run.reporting_currency_code as currency_code,
    case when ends.cost_amount is null then 'no_cost_of_delay' end as cost_reason,
    cast(
        {{ dbt.datediff("blocks.started_date", "blocks.ended_date", "day") }} as bigint
    ) as duration_days,
    cast(ends.cost_amount - starts.cost_amount as decimal(18, 4)) as cost_amount,
    cast(
        ends.cost_low_amount - starts.cost_low_amount as decimal(18, 4)
    ) as cost_low_amount,
    cast(
        ends.cost_high_amount - starts.cost_high_amount as decimal(18, 4)
    ) as cost_high_amount,
    blocks.started_date,
    blocks.ended_date
from blocks
cross join run
inner join
    days as starts
    on blocks.initiative_code = starts.initiative_code
    and blocks.started_date = starts.day_date
inner join
    days as ends
    on blocks.initiative_code = ends.initiative_code
    and blocks.ended_date = ends.day_date
