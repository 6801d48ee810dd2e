with

    quantities as (
        select
            source_name,
            resource_kind,
            resource_name,
            team_name,
            week_start_date,
            measure,
            cast(null as {{ dbt.type_string() }}) as initiative_code,
            quantity,
            unit,
            known_at
        from {{ ref("stg_capacity_weeks") }}
        union all
        select
            source_name,
            resource_kind,
            resource_name,
            team_name,
            week_start_date,
            'initiative' as measure,
            initiative_code,
            quantity,
            unit,
            known_at
        from {{ ref("stg_capacity_allocations") }}
    ),

    -- Of two plans that state the same quantity the one heard last is believed.
    ranked as (
        select
            quantities.*,
            row_number() over (
                partition by
                    resource_kind,
                    resource_name,
                    week_start_date,
                    measure,
                    initiative_code
                order by known_at desc, source_name
            ) as source_rank
        from quantities
    )

select
    ranked.resource_kind,
    ranked.resource_name,
    case
        when ranked.resource_kind = 'team'
        then ranked.resource_name
        else ranked.team_name
    end as team_name,
    ranked.week_start_date,
    ranked.measure,
    ranked.initiative_code,
    ranked.quantity,
    ranked.unit,
    {{
        hours_of(
            "ranked.quantity",
            "ranked.unit",
            "run_parameters.hours_per_day",
            "weeks.working_day_count",
        )
    }} as hours
from ranked
cross join {{ ref("stg_run_parameters") }} as run_parameters
left join
    {{ ref("int_weeks__worked") }} as weeks
    on ranked.week_start_date = weeks.week_start_date
where ranked.source_rank = 1
