select
    conflicts.capacity_conflict_key,
    conflicts.resource_kind,
    conflicts.resource_name,
    conflicts.team_name,
    conflicts.week_start_date,
    conflicts.is_future,
    conflicts.initiative_code,
    coalesce(initiatives.initiative_name, 'Unknown') as initiative_name,
    conflicts.other_initiative_code,
    coalesce(others.initiative_name, 'Unknown') as other_initiative_name,
    conflicts.allocated_hours,
    conflicts.other_allocated_hours,
    conflicts.supply_hours,
    conflicts.demand_hours,
    conflicts.over_allocated_hours
from {{ ref("fct_capacity_conflicts") }} as conflicts
left join
    {{ ref("dim_initiative") }} as initiatives
    on conflicts.initiative_key = initiatives.initiative_key
left join
    {{ ref("dim_initiative") }} as others
    on conflicts.other_initiative_key = others.initiative_key
