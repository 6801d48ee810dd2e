with

    sums as (
        select
            resource_kind,
            resource_name,
            max(team_name) as team_name,
            week_start_date,
            {%- for measure in [
                "supply",
                "time_off",
                "reserve",
                "allocated",
                "initiative",
            ] %}
                {{ exact_sum("case when measure = '" ~ measure ~ "' then hours end") }}
                as {{ measure }}_hours,
            {%- endfor %}
            sum(case when measure = 'supply' then 1 else 0 end) as supply_row_count,
            sum(
                case when measure in ('allocated', 'initiative') then 1 else 0 end
            ) as demand_row_count,
            sum(
                case
                    when hours is null and measure in ('supply', 'time_off', 'reserve')
                    then 1
                    else 0
                end
            ) as unconverted_supply_count,
            sum(
                case
                    when hours is null and measure in ('allocated', 'initiative')
                    then 1
                    else 0
                end
            ) as unconverted_demand_count
        from {{ ref("int_capacity_quantities__converted") }}
        group by resource_kind, resource_name, week_start_date
    )

select
    resource_kind,
    resource_name,
    team_name,
    week_start_date,
    supply_hours as gross_supply_hours,
    coalesce(time_off_hours, 0) as time_off_hours,
    coalesce(reserve_hours, 0) as reserve_hours,
    case
        when unconverted_supply_count = 0
        then supply_hours - coalesce(time_off_hours, 0) - coalesce(reserve_hours, 0)
    end as supply_hours,
    case
        when supply_row_count = 0
        then 'no_supply'
        when unconverted_supply_count > 0
        then 'no_hours_per_day'
    end as supply_reason,
    -- A stated total holds what is given to initiatives: the larger of both, never
    -- their sum.
    case
        when unconverted_demand_count = 0
        then
            greatest(
                coalesce(allocated_hours, initiative_hours),
                coalesce(initiative_hours, allocated_hours)
            )
    end as demand_hours,
    case
        when demand_row_count = 0
        then 'no_demand'
        when unconverted_demand_count > 0
        then 'no_hours_per_day'
    end as demand_reason,
    case
        when demand_row_count = 0 or unconverted_demand_count > 0
        then cast(null as {{ dbt.type_string() }})
        when
            initiative_hours is null
            or coalesce(allocated_hours > initiative_hours, false)
        then 'stated_total'
        else 'initiatives'
    end as demand_source
from sums
