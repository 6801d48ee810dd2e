with

    edges as (
        select distinct initiative_code, provider_initiative_code
        from {{ ref("int_initiative_dependencies__current") }}
        where dependency_state in ('open', 'provider_cancelled')
    ),

    -- Who waits: the initiative itself, and whoever waits for it, each once.
    affected as (
        select initiative_code as origin_code, initiative_code as affected_code
        from edges
        union distinct
        select origin_code, reached_code as affected_code
        from {{ ref("int_initiative_dependencies__walked") }}
    ),

    waiting as (
        select members.initiative_code, days.cost_of_delay_per_week_amount
        from {{ ref("dim_initiative") }} as members
        left join
            {{ ref("fct_initiative_days") }} as days
            on members.initiative_code = days.initiative_code
        where members.is_live and not members.is_delivering_value
    )

select
    {{ surrogate_key(["edges.initiative_code", "edges.provider_initiative_code"]) }}
    as dependency_blast_key,
    edges.initiative_code,
    edges.provider_initiative_code,
    cast(count(waiting.initiative_code) as bigint) as affected_count,
    cast(count(waiting.cost_of_delay_per_week_amount) as bigint) as valued_count,
    {{ money("sum(waiting.cost_of_delay_per_week_amount)") }} as blast_amount
from edges
inner join affected on edges.initiative_code = affected.origin_code
left join
    waiting
    on affected.affected_code = waiting.initiative_code
    -- In a loop the provider waits for itself: that is not added.
    and affected.affected_code <> edges.provider_initiative_code
group by edges.initiative_code, edges.provider_initiative_code
