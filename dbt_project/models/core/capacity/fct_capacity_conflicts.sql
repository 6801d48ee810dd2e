with

    allocations as (select * from {{ ref("fct_capacity_allocations") }}),

    weeks as (
        select * from {{ ref("fct_capacity_weeks") }} where over_allocated_hours > 0
    ),

    -- A team whose demand is that of its people is over-allocated by what they are
    -- given to.
    claims as (
        select
            resource_kind,
            resource_name,
            week_start_date,
            initiative_code,
            initiative_key,
            allocated_hours,
            false as is_of_people
        from allocations
        where allocated_hours > 0
        union all
        select
            'team' as resource_kind,
            team_name as resource_name,
            week_start_date,
            initiative_code,
            initiative_key,
            {{ exact_sum("allocated_hours") }} as allocated_hours,
            true as is_of_people
        from allocations
        where resource_kind = 'person' and allocated_hours > 0
        group by team_name, week_start_date, initiative_code, initiative_key
    ),

    contested as (
        select
            weeks.capacity_week_key,
            weeks.team_name,
            weeks.supply_hours,
            weeks.demand_hours,
            weeks.over_allocated_hours,
            weeks.is_future,
            claims.*
        from weeks
        inner join
            claims
            on weeks.resource_kind = claims.resource_kind
            and weeks.resource_name = claims.resource_name
            and weeks.week_start_date = claims.week_start_date
            and claims.is_of_people = (weeks.demand_source = 'people')
    )

select
    {{
        surrogate_key(
            [
                "claims.capacity_week_key",
                "claims.initiative_code",
                "others.initiative_code",
            ]
        )
    }} as capacity_conflict_key,
    claims.capacity_week_key,
    claims.resource_kind,
    claims.resource_name,
    claims.team_name,
    claims.week_start_date,
    claims.is_future,
    claims.initiative_key,
    claims.initiative_code,
    others.initiative_key as other_initiative_key,
    others.initiative_code as other_initiative_code,
    claims.allocated_hours,
    others.allocated_hours as other_allocated_hours,
    claims.supply_hours,
    claims.demand_hours,
    claims.over_allocated_hours
from contested as claims
inner join
    contested as others
    on claims.capacity_week_key = others.capacity_week_key
    and claims.initiative_code < others.initiative_code
