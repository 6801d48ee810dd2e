with

    ranked as (
        select
            stg.*,
            row_number() over (
                partition by
                    stg.initiative_code,
                    stg.provider_initiative_code,
                    stg.dependency_kind
                order by stg.known_at desc, stg.source_name
            ) as source_rank
        from {{ ref("stg_initiative_dependencies") }} as stg
    ),

    statuses as (select * from {{ ref("stg_dependency_statuses") }}),

    initiatives as (select * from {{ ref("int_initiatives__current") }})

select
    ranked.initiative_code,
    ranked.provider_initiative_code,
    ranked.dependency_kind,
    ranked.status_name,
    -- What the register says of the need itself wins: a part may come before the whole.
    case
        when statuses.dependency_state is not null
        then statuses.dependency_state
        when
            consumers.portfolio_state in ('released', 'done', 'cancelled')
            or consumers.released_date <= run_parameters.as_of_date
            or consumers.value_start_date <= run_parameters.as_of_date
            or consumers.cancelled_date <= run_parameters.as_of_date
        then 'not_needed'
        when
            providers.portfolio_state in ('released', 'done')
            or providers.released_date <= run_parameters.as_of_date
            or providers.value_start_date <= run_parameters.as_of_date
        then 'delivered'
        when
            providers.portfolio_state = 'cancelled'
            or providers.cancelled_date <= run_parameters.as_of_date
        then 'provider_cancelled'
        else 'open'
    end as dependency_state,
    providers.forecast_delivery_date
from ranked
cross join {{ ref("stg_run_parameters") }} as run_parameters
left join statuses on ranked.status_name = statuses.status_name
left join initiatives as consumers on ranked.initiative_code = consumers.initiative_code
left join
    initiatives as providers
    on ranked.provider_initiative_code = providers.initiative_code
where ranked.source_rank = 1
