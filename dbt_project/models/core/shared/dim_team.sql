{%- set names = [
    ("stg_work_items", "team_name", "tracker", "true"),
    ("stg_capacity_weeks", "team_name", "capacity", "true"),
    (
        "stg_capacity_weeks",
        "resource_name",
        "capacity",
        "resource_kind = 'team'",
    ),
    ("stg_capacity_allocations", "team_name", "capacity", "true"),
    (
        "stg_capacity_allocations",
        "resource_name",
        "capacity",
        "resource_kind = 'team'",
    ),
] -%}

with

    named as (
        {% for model, column, place, condition in names %}
            select distinct {{ column }} as team_name, '{{ place }}' as place_name
            from {{ ref(model) }}
            where
                {{ condition }}
                and {{ column }} is not null
                and {{ column }} not in ('Unassigned', 'Not applicable')
                {{ "union all" if not loop.last }}
        {% endfor %}
    ),

    members as (
        select
            team_name,
            max(case when place_name = 'tracker' then 1 else 0 end)
            = 1 as is_in_tracker,
            max(case when place_name = 'capacity' then 1 else 0 end) = 1 as is_planned,
            'known' as member_kind
        from named
        group by team_name
        union all
        select
            'Unassigned' as team_name,
            false as is_in_tracker,
            false as is_planned,
            'unknown' as member_kind
        from {{ ref("stg_run_parameters") }}
        union all
        select
            'Not applicable' as team_name,
            false as is_in_tracker,
            false as is_planned,
            'not_applicable' as member_kind
        from {{ ref("stg_run_parameters") }}
    )

select
    {{ surrogate_key(["members.team_name"]) }} as team_key,
    members.team_name,
    members.is_in_tracker,
    members.is_planned,
    members.member_kind
from members
