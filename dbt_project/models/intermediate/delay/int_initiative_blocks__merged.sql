with

    delays as (select * from {{ ref("int_initiative_delays__measured") }}),

    -- The initiative itself, and it or any of its work items.
    scoped as (
        select blocks.*, 'initiative' as block_scope
        from {{ ref("int_initiative_blocks__found") }} as blocks
        where blocks.blocked_entity = 'initiative'
        union all
        select blocks.*, 'any' as block_scope
        from {{ ref("int_initiative_blocks__found") }} as blocks
    ),

    -- Only what delays it counts: from the day it was ready until value starts.
    clipped as (
        select
            scoped.initiative_code,
            scoped.block_scope,
            greatest(scoped.started_date, delays.ready_date) as started_date,
            least(
                coalesce(scoped.ended_date, delays.accrued_until_date),
                delays.accrued_until_date
            ) as ended_date
        from scoped
        inner join delays on scoped.initiative_code = delays.initiative_code
        where delays.ready_date is not null and scoped.started_date is not null
    ),

    begun as (
        select
            clipped.*,
            case
                when
                    clipped.started_date <= max(clipped.ended_date) over (
                        partition by clipped.initiative_code, clipped.block_scope
                        order by clipped.started_date, clipped.ended_date
                        rows between unbounded preceding and 1 preceding
                    )
                then 0
                else 1
            end as is_new
        from clipped
        where clipped.started_date < clipped.ended_date
    ),

    numbered as (
        select
            begun.*,
            sum(begun.is_new) over (
                partition by begun.initiative_code, begun.block_scope
                order by begun.started_date, begun.ended_date
                rows between unbounded preceding and current row
            ) as block_number
        from begun
    )

select
    numbered.initiative_code,
    numbered.block_scope,
    cast(numbered.block_number as bigint) as block_number,
    min(numbered.started_date) as started_date,
    max(numbered.ended_date) as ended_date
from numbered
group by numbered.initiative_code, numbered.block_scope, numbered.block_number
