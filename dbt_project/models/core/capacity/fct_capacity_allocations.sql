with

    quantities as (
        select *
        from {{ ref("int_capacity_quantities__converted") }}
        where measure = 'initiative'
    ),

    initiatives as (select * from {{ ref("dim_initiative") }})

select
    {{
        surrogate_key(
            [
                "quantities.resource_kind",
                "quantities.resource_name",
                "quantities.week_start_date",
                "quantities.initiative_code",
            ]
        )
    }} as capacity_allocation_key,
    {{
        surrogate_key(
            [
                "quantities.resource_kind",
                "quantities.resource_name",
                "quantities.week_start_date",
            ]
        )
    }} as capacity_week_key,
    coalesce(
        initiatives.initiative_key, {{ surrogate_key(["'unknown'"]) }}
    ) as initiative_key,
    quantities.initiative_code,
    quantities.resource_kind,
    quantities.resource_name,
    coalesce(quantities.team_name, 'Unassigned') as team_name,
    quantities.week_start_date,
    quantities.quantity,
    quantities.unit,
    quantities.hours as allocated_hours,
    case when quantities.hours is null then 'no_hours_per_day' end as allocated_reason
from quantities
left join initiatives on quantities.initiative_code = initiatives.initiative_code
