with

    teams as (
        select * from {{ ref("fct_capacity_weeks") }} where resource_kind = 'team'
    ),

    sums as (
        select
            week_start_date,
            as_of_date,
            count(*) as team_count,
            count(over_allocated_hours) as compared_team_count,
            sum(
                case when over_allocated_hours > 0 then 1 else 0 end
            ) as over_allocated_team_count,
            {{
                exact_sum(
                    "case when over_allocated_hours is not null then supply_hours end"
                )
            }} as supply_hours,
            {{
                exact_sum(
                    "case when over_allocated_hours is not null then demand_hours end"
                )
            }} as demand_hours,
            {{ exact_sum("over_allocated_hours") }} as over_allocated_hours
        from teams
        group by week_start_date, as_of_date
    )

select
    {{ surrogate_key(["week_start_date"]) }} as portfolio_capacity_week_key,
    week_start_date,
    week_start_date > as_of_date as is_future,
    cast(team_count as bigint) as team_count,
    cast(compared_team_count as bigint) as compared_team_count,
    cast(over_allocated_team_count as bigint) as over_allocated_team_count,
    supply_hours,
    demand_hours,
    over_allocated_hours,
    {{ utilisation("demand_hours", "supply_hours") }} as utilisation,
    {{
        utilisation_reason(
            "demand_hours",
            "supply_hours",
            "'no_comparable_team'",
            "'no_comparable_team'",
        )
    }} as utilisation_reason,
    as_of_date
from sums
