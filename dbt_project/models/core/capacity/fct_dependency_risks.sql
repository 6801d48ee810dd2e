with

    run as (select * from {{ ref("dim_run") }}),

    -- An undelivered thing cannot have come in the past, whatever was forecast.
    dated as (
        select
            needs.*,
            states.dependency_state,
            case
                when states.forecast_delivery_date is not null
                then 'register'
                when needs.committed_date is not null
                then 'commitment'
            end as forecast_source,
            coalesce(
                states.forecast_delivery_date, needs.committed_date
            ) as forecast_date,
            run.as_of_date,
            run.dependency_slack_days,
            run.reporting_currency_code
        from {{ ref("bridge_initiative_dependency") }} as needs
        cross join run
        inner join
            {{ ref("int_initiative_dependencies__current") }} as states
            on needs.initiative_code = states.initiative_code
            and needs.provider_initiative_code = states.provider_initiative_code
            and needs.dependency_kind = states.dependency_kind
    ),

    measured as (
        select
            dated.*,
            case
                when dependency_state = 'open'
                then greatest(coalesce(forecast_date, as_of_date), as_of_date)
            end as expected_date,
            case
                when dependency_state = 'open' and forecast_date is not null
                then
                    {{
                        dbt.datediff(
                            "greatest(forecast_date, as_of_date)",
                            "needed_date",
                            "day",
                        )
                    }}
            end as slack_days
        from dated
    )

select
    measured.initiative_dependency_key,
    measured.initiative_key,
    measured.provider_initiative_key,
    measured.initiative_code,
    measured.provider_initiative_code,
    measured.dependency_kind,
    measured.status_name,
    measured.dependency_state,
    measured.needed_date,
    measured.forecast_date,
    measured.forecast_source,
    measured.expected_date,
    cast(measured.slack_days as bigint) as slack_days,
    case
        when measured.dependency_state <> 'open'
        then measured.dependency_state
        when measured.slack_days is not null
        then null
        when measured.needed_date is null
        then 'no_needed_date'
        when not measured.is_known_provider
        then 'unknown_provider'
        else 'no_forecast'
    end as slack_reason,
    case
        when measured.dependency_state <> 'open'
        then measured.dependency_state
        when measured.slack_days < 0 or measured.needed_date < measured.as_of_date
        then 'late'
        when measured.slack_days is null
        then 'unknown'
        when measured.slack_days < measured.dependency_slack_days
        then 'at_risk'
        else 'on_time'
    end as dependency_risk,
    cast(null as double) as on_time_probability,
    case
        when measured.dependency_state <> 'open'
        then measured.dependency_state
        else 'no_forecast_distribution'
    end as on_time_probability_reason,
    {{ money("blasts.blast_amount") }} as blast_per_week_amount,
    case
        when blasts.blast_amount is not null
        then null
        when measured.dependency_state not in ('open', 'provider_cancelled')
        then measured.dependency_state
        when coalesce(blasts.affected_count, 0) = 0
        then 'nothing_delayed'
        else 'no_cost_of_delay'
    end as blast_reason,
    cast(coalesce(blasts.affected_count, 0) as bigint) as blast_initiative_count,
    cast(
        coalesce(blasts.affected_count - blasts.valued_count, 0) as bigint
    ) as blast_without_figure_count,
    measured.reporting_currency_code as currency_code,
    measured.as_of_date
from measured
left join
    {{ ref("fct_dependency_blasts") }} as blasts
    on measured.initiative_code = blasts.initiative_code
    and measured.provider_initiative_code = blasts.provider_initiative_code
    and measured.dependency_state in ('open', 'provider_cancelled')
