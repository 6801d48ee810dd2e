with

    run as (select * from {{ ref("dim_run") }}),

    initiatives as (
        select *
        from {{ ref("dim_initiative") }}
        where initiative_code not in ('unknown', 'not_applicable')
    ),

    estimates as (select * from {{ ref("int_estimates__latest") }}),

    delays as (select * from {{ ref("int_initiative_delays__valued") }})

select
    {{ surrogate_key(["initiatives.initiative_code", "run.as_of_date"]) }}
    as initiative_day_key,
    initiatives.initiative_key,
    initiatives.initiative_code,
    coalesce(estimates.urgency_profile, 'unknown') as urgency_profile,
    estimates.value_type,
    estimates.estimation_batch,
    estimates.basis,
    case
        when delays.expected_rate is not null
        then cast(null as {{ dbt.type_string() }})
        when estimates.initiative_code is null
        then 'no_estimate'
        when not estimates.has_rate
        then 'no_exchange_rate'
        else 'no_rate'
    end as expected_rate_reason,
    case
        when delays.rate_today is not null
        then cast(null as {{ dbt.type_string() }})
        when estimates.initiative_code is null
        then 'no_estimate'
        when delays.valued_profile = 'unknown'
        then 'profile_unknown'
        when delays.valued_profile = 'contradictory'
        then 'window_before_needed'
        when not estimates.has_rate
        then 'no_exchange_rate'
        when delays.valued_profile = 'fixed_date' and delays.due_date >= run.as_of_date
        then 'no_forecast'
        when
            delays.expected_rate is null
            and delays.valued_profile not in ('fixed_date', 'intangible')
        then 'no_rate'
        else 'profile_input_missing'
    end as cost_of_delay_reason,
    case
        when delays.rate_today is null
        then 'no_cost_of_delay'
        when delays.duration_weeks is null
        then 'no_remaining_duration'
        when delays.duration_weeks <= 0
        then 'nothing_remaining'
    end as cd3_reason,
    case
        when estimates.initiative_code is null
        then 'score_missing'
        else estimates.wsjf_reason
    end as wsjf_reason,
    estimates.rate_low_amount,
    estimates.rate_likely_amount,
    estimates.rate_high_amount,
    {{ money("delays.expected_rate") }} as expected_rate_amount,
    {{ money("delays.rate_today") }} as cost_of_delay_per_week_amount,
    {{ money("delays.rate_today_low") }} as cost_of_delay_per_week_low_amount,
    {{ money("delays.rate_today_high") }} as cost_of_delay_per_week_high_amount,
    delays.duration_weeks as cd3_duration_weeks,
    case
        when delays.duration_weeks > 0
        then {{ safe_divide("delays.rate_today", "delays.duration_weeks") }}
    end as cd3,
    estimates.wsjf,
    cast(
        {{ dbt.datediff("estimates.estimate_date", "run.as_of_date", "day") }} as bigint
    ) as estimate_age_days,
    coalesce(
        {{ dbt.datediff("estimates.estimate_date", "run.as_of_date", "day") }}
        <= run.cost_of_delay_max_age_days
        and delays.rate_today is not null,
        false
    ) as is_estimate_current,
    coalesce(delays.is_uncapped, false) as is_uncapped,
    initiatives.is_live
    and not initiatives.is_delivering_value
    and not initiatives.is_run as is_awaiting_value,
    initiatives.delay_state = 'queue'
    and coalesce(initiatives.approved_date <= run.as_of_date, false) as is_queued,
    estimates.estimate_date,
    case
        when coalesce(delays.valued_profile, 'unknown') <> 'fixed_date'
        then 'not_a_fixed_date'
        when delays.due_date is null
        then 'no_deadline'
        when initiatives.remaining_duration_weeks is null
        then 'no_remaining_duration'
    end as latest_start_reason,
    -- The day from which a fixed date is missed even if all goes as the register says.
    case
        when delays.valued_profile = 'fixed_date'
        then
            cast(
                {{
                    dbt.dateadd(
                        "day",
                        "- cast(ceil(initiatives.remaining_duration_weeks * 7) as int)",
                        "delays.due_date",
                    )
                }} as date
            )
    end as latest_start_date,
    run.as_of_date
from initiatives
cross join run
inner join delays on initiatives.initiative_code = delays.initiative_code
left join estimates on initiatives.initiative_code = estimates.initiative_code
