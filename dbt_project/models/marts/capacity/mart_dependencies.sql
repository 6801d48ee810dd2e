with

    initiatives as (select * from {{ ref("dim_initiative") }}),

    loops as (
        select initiative_code, min(loop_code) as loop_code
        from {{ ref("fct_dependency_loops") }}
        group by initiative_code
    )

select
    risks.initiative_dependency_key,
    risks.initiative_code,
    coalesce(initiatives.initiative_name, 'Unknown') as initiative_name,
    risks.provider_initiative_code,
    coalesce(providers.initiative_name, 'Unknown') as provider_initiative_name,
    coalesce(providers.owner_name, 'Unassigned') as provider_owner_name,
    risks.dependency_kind,
    risks.status_name,
    risks.dependency_state,
    risks.dependency_risk,
    risks.needed_date,
    risks.forecast_date,
    risks.forecast_source,
    risks.expected_date,
    risks.slack_days,
    risks.slack_reason,
    risks.on_time_probability,
    risks.on_time_probability_reason,
    risks.blast_per_week_amount,
    risks.blast_reason,
    risks.blast_initiative_count,
    risks.blast_without_figure_count,
    risks.currency_code,
    coalesce(
        risks.dependency_state in ('open', 'provider_cancelled')
        and (
            consumer_loops.loop_code = provider_loops.loop_code
            or risks.initiative_code = risks.provider_initiative_code
        ),
        false
    ) as is_on_loop,
    risks.as_of_date
from {{ ref("fct_dependency_risks") }} as risks
left join initiatives on risks.initiative_key = initiatives.initiative_key
left join
    initiatives as providers on risks.provider_initiative_key = providers.initiative_key
left join
    loops as consumer_loops on risks.initiative_code = consumer_loops.initiative_code
left join
    loops as provider_loops
    on risks.provider_initiative_code = provider_loops.initiative_code
