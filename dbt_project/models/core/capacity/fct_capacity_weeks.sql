with

    run as (select * from {{ ref("dim_run") }}),

    chosen as (
        select
            resource_kind,
            resource_name,
            max(team_name) as team_name,
            week_start_date,
            {%- for column in [
                "supply_source",
                "gross_supply_hours",
                "time_off_hours",
                "reserve_hours",
                "supply_hours",
                "supply_reason",
            ] %}
                max(case when supply_rank = 1 then {{ column }} end) as {{ column }},
            {%- endfor %}
            max(case when demand_rank = 1 then demand_hours end) as demand_hours,
            max(case when demand_rank = 1 then demand_reason end) as demand_reason,
            max(case when demand_rank = 1 then demand_source end) as demand_source
        from {{ ref("int_capacity_weeks__ranked") }}
        group by resource_kind, resource_name, week_start_date
    ),

    compared as (
        select
            chosen.*,
            weeks.working_day_count,
            run.hours_per_day * weeks.working_day_count as fte_hours,
            -- Time off beyond the supply is no supply: it adds nothing to the demand.
            greatest(
                chosen.demand_hours - greatest(chosen.supply_hours, cast(0 as double)),
                cast(0 as double)
            ) as excess_hours,
            run.hours_per_day,
            run.as_of_date
        from chosen
        cross join run
        left join
            {{ ref("int_weeks__worked") }} as weeks
            on chosen.week_start_date = weeks.week_start_date
    ),

    measured as (
        select
            compared.*,
            case
                when supply_hours is not null and demand_hours is not null
                then excess_hours
            end as over_allocated_hours,
            coalesce(supply_reason, demand_reason) as over_allocated_reason
        from compared
    )

select
    {{ surrogate_key(["resource_kind", "resource_name", "week_start_date"]) }}
    as capacity_week_key,
    resource_kind,
    resource_name,
    coalesce(team_name, 'Unassigned') as team_name,
    {{ team_key("team_name") }} as team_key,
    {{
        person_key(
            "case when resource_kind = 'person' then resource_name else 'Not applicable' end"
        )
    }}
    as person_key,
    week_start_date,
    week_start_date > as_of_date as is_future,
    cast(working_day_count as bigint) as working_day_count,
    gross_supply_hours,
    time_off_hours,
    reserve_hours,
    supply_hours,
    supply_reason,
    case when supply_reason is null then supply_source end as supply_source,
    demand_hours,
    demand_reason,
    demand_source,
    {{ utilisation("demand_hours", "supply_hours") }} as utilisation,
    {{
        utilisation_reason(
            "demand_hours", "supply_hours", "demand_reason", "supply_reason"
        )
    }} as utilisation_reason,
    over_allocated_hours,
    over_allocated_reason,
    over_allocated_hours > 0 as is_over_allocated,
    {{ safe_divide("over_allocated_hours", "fte_hours") }} as excess_fte,
    case
        when over_allocated_reason is not null
        then over_allocated_reason
        when hours_per_day is null
        then 'no_hours_per_day'
        when coalesce(working_day_count, 0) = 0
        then 'no_working_day'
    end as excess_fte_reason,
    as_of_date
from measured
