with

    run as (select * from {{ ref("dim_run") }}),

    initiatives as (
        select * from {{ ref("dim_initiative") }} where initiative_code <> 'unknown'
    ),

    estimates as (select * from {{ ref("int_estimates__latest") }}),

    inputs as (
        select
            initiatives.*,
            run.as_of_date,
            run.cost_of_delay_max_age_days,
            estimates.initiative_code is not null as has_estimate,
            estimates.has_rate,
            estimates.estimate_date,
            estimates.value_type,
            coalesce(estimates.urgency_profile, 'unknown') as urgency_profile,
            estimates.rate_low_amount,
            estimates.rate_likely_amount,
            estimates.rate_high_amount,
            {{
                expected_rate(
                    "estimates.rate_low_amount",
                    "estimates.rate_likely_amount",
                    "estimates.rate_high_amount",
                )
            }} as expected_rate,
            cast(estimates.debt_growth_amount as double) as debt_growth,
            estimates.half_life_weeks,
            estimates.user_business_value,
            estimates.time_criticality,
            estimates.risk_opportunity,
            estimates.job_size,
            estimates.estimation_batch,
            estimates.basis,
            {{ weeks_between("initiatives.needed_date", "estimates.window_end_date") }}
            as life_weeks,
            -- Delay stops to cost when value starts or the work is cancelled.
            least(
                run.as_of_date,
                coalesce(initiatives.value_start_date, run.as_of_date),
                coalesce(initiatives.cancelled_date, run.as_of_date)
            ) as accrued_until_date
        from initiatives
        cross join run
        left join estimates on initiatives.initiative_code = estimates.initiative_code
    ),

    delays as (
        select
            inputs.*,
            greatest(
                cast(0 as double),
                coalesce(
                    {{ weeks_between("inputs.needed_date", "inputs.as_of_date") }}, 0
                )
            ) as delay_today,
            greatest(
                cast(0 as double),
                coalesce(
                    {{
                        weeks_between(
                            "inputs.needed_date", "inputs.accrued_until_date"
                        )
                    }},
                    0
                )
            ) as delay_until,
            greatest(
                cast(0 as double),
                coalesce(
                    {{ weeks_between("inputs.needed_date", "inputs.ready_date") }}, 0
                )
            ) as delay_at_ready,
            greatest(
                cast(0 as double),
                {{
                    weeks_between(
                        "inputs.ready_date",
                        "least(inputs.accrued_until_date, coalesce(inputs.needed_date, inputs.accrued_until_date))",
                    )
                }}
            ) as weeks_ready_before_needed
        from inputs
    ),

    valued as (
        select
            delays.*,
            {{ profile_rate("delays.expected_rate", "delays.delay_today") }}
            as rate_today,
            {{
                profile_rate(
                    "cast(delays.rate_low_amount as double)", "delays.delay_today"
                )
            }} as rate_today_low,
            {{
                profile_rate(
                    "cast(delays.rate_high_amount as double)", "delays.delay_today"
                )
            }} as rate_today_high,
            {{ profile_rate("delays.expected_rate", "cast(0 as double)") }}
            as rate_on_time,
            {{ profile_cost("delays.expected_rate", "delays.delay_until") }}
            as cost_until,
            {{ profile_cost("delays.expected_rate", "delays.delay_at_ready") }}
            as cost_at_ready
        from delays
    )

select
    {{ surrogate_key(["valued.initiative_code", "valued.as_of_date"]) }}
    as initiative_day_key,
    valued.initiative_key,
    valued.initiative_code,
    valued.urgency_profile,
    valued.value_type,
    valued.estimation_batch,
    valued.basis,
    case
        when valued.rate_today is not null
        then cast(null as {{ dbt.type_string() }})
        when not valued.has_estimate
        then 'no_estimate'
        when valued.urgency_profile = 'unknown'
        then 'profile_unknown'
        when valued.urgency_profile = 'fixed_date'
        then 'no_forecast'
        when not valued.has_rate
        then 'no_exchange_rate'
        when valued.expected_rate is null and valued.debt_growth is null
        then 'no_rate'
        else 'profile_input_missing'
    end as cost_of_delay_reason,
    case
        when valued.needed_date is null
        then 'no_needed_date'
        when valued.cost_until is null
        then 'no_cost_of_delay'
    end as accrued_since_needed_reason,
    case
        when valued.ready_date is null
        then 'no_ready_date'
        when valued.cost_until is null
        then 'no_cost_of_delay'
    end as accrued_since_ready_reason,
    case
        when valued.rate_today is null
        then 'no_cost_of_delay'
        when valued.remaining_duration_weeks is null
        then 'no_remaining_duration'
        when valued.remaining_duration_weeks = 0
        then 'nothing_remaining'
    end as cd3_reason,
    case
        when
            valued.user_business_value is null
            or valued.time_criticality is null
            or valued.risk_opportunity is null
            or valued.job_size is null
        then 'score_missing'
        when valued.job_size = 0
        then 'job_size_zero'
        when valued.estimation_batch is null
        then 'no_batch'
    end as wsjf_reason,
    valued.rate_low_amount,
    valued.rate_likely_amount,
    valued.rate_high_amount,
    {{ money("valued.expected_rate") }} as expected_rate_amount,
    {{ money("valued.rate_today") }} as cost_of_delay_per_week_amount,
    {{ money("valued.rate_today_low") }} as cost_of_delay_per_week_low_amount,
    {{ money("valued.rate_today_high") }} as cost_of_delay_per_week_high_amount,
    case
        when valued.needed_date is not null then {{ money("valued.cost_until") }}
    end as accrued_since_needed_amount,
    case
        when valued.ready_date is not null
        then
            {{
                money(
                    "valued.rate_on_time * valued.weeks_ready_before_needed + greatest(cast(0 as double), valued.cost_until - valued.cost_at_ready)"
                )
            }}
    end as accrued_since_ready_amount,
    case when valued.needed_date is not null then valued.delay_until end as delay_weeks,
    {{ safe_divide("valued.rate_today", "valued.remaining_duration_weeks") }} as cd3,
    case
        when valued.estimation_batch is not null
        then
            (
                valued.user_business_value
                + valued.time_criticality
                + valued.risk_opportunity
            )
            / nullif(valued.job_size, 0)
    end as wsjf,
    cast(
        {{ dbt.datediff("valued.estimate_date", "valued.as_of_date", "day") }} as bigint
    ) as estimate_age_days,
    coalesce(
        {{ dbt.datediff("valued.estimate_date", "valued.as_of_date", "day") }}
        <= valued.cost_of_delay_max_age_days
        and valued.rate_today is not null,
        false
    ) as is_estimate_current,
    valued.estimate_date,
    valued.as_of_date
from valued
