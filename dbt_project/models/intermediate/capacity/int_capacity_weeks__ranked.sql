{%- set unconverted_supply = (
    "sum(case when supply_reason = 'no_hours_per_day' then 1 else 0 end)"
) -%}
{%- set unconverted_demand = (
    "sum(case when demand_reason = 'no_hours_per_day' then 1 else 0 end)"
) -%}

with

    stated as (select * from {{ ref("int_capacity_weeks__summed") }}),

    candidates as (
        select
            resource_kind,
            resource_name,
            team_name,
            week_start_date,
            'stated' as supply_source,
            gross_supply_hours,
            time_off_hours,
            reserve_hours,
            supply_hours,
            supply_reason,
            demand_hours,
            demand_reason,
            demand_source
        from stated
        union all
        -- People of whom the plan has no allocation add nothing; one without supply
        -- leaves the team's supply unknown.
        select
            'team' as resource_kind,
            team_name as resource_name,
            team_name,
            week_start_date,
            'people' as supply_source,
            {{ exact_sum("gross_supply_hours") }} as gross_supply_hours,
            {{ exact_sum("time_off_hours") }} as time_off_hours,
            {{ exact_sum("reserve_hours") }} as reserve_hours,
            case
                when count(supply_reason) = 0 then {{ exact_sum("supply_hours") }}
            end as supply_hours,
            case
                when {{ unconverted_supply }} > 0
                then 'no_hours_per_day'
                when count(supply_hours) = 0
                then 'no_supply'
                when count(supply_reason) > 0
                then 'people_without_supply'
            end as supply_reason,
            case
                when {{ unconverted_demand }} = 0 then {{ exact_sum("demand_hours") }}
            end as demand_hours,
            case
                when {{ unconverted_demand }} > 0
                then 'no_hours_per_day'
                when count(demand_hours) = 0
                then 'no_demand'
            end as demand_reason,
            case
                when {{ unconverted_demand }} = 0 and count(demand_hours) > 0
                then 'people'
            end as demand_source
        from stated
        where resource_kind = 'person' and team_name is not null
        group by team_name, week_start_date
    )

select
    candidates.*,
    row_number() over (
        partition by resource_kind, resource_name, week_start_date
        order by
            case when supply_reason = 'no_supply' then 1 else 0 end, supply_source desc
    ) as supply_rank,
    row_number() over (
        partition by resource_kind, resource_name, week_start_date
        order by
            case when demand_reason = 'no_demand' then 1 else 0 end, supply_source desc
    ) as demand_rank
from candidates
