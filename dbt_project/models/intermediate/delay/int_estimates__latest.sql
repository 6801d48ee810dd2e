with

    estimates as (select * from {{ ref("stg_cost_of_delay_estimates") }}),

    run_parameters as (select * from {{ ref("stg_run_parameters") }}),

    rates as (select * from {{ ref("stg_exchange_rates") }}),

    ranked as (
        select
            estimates.*,
            run_parameters.as_of_date,
            run_parameters.reporting_currency_code,
            row_number() over (
                partition by estimates.initiative_code
                order by
                    estimates.estimate_date desc nulls last,
                    estimates.known_at desc,
                    estimates.source_name
            ) as version_rank
        from estimates
        cross join run_parameters
        where
            estimates.estimate_date is null
            or estimates.estimate_date <= run_parameters.as_of_date
    )

select
    ranked.initiative_code,
    ranked.estimate_date,
    ranked.value_type,
    ranked.urgency_profile,
    {{ converted("ranked.rate_low_amount", "rates.rate") }} as rate_low_amount,
    {{ converted("ranked.rate_likely_amount", "rates.rate") }} as rate_likely_amount,
    {{ converted("ranked.rate_high_amount", "rates.rate") }} as rate_high_amount,
    {{ converted("ranked.debt_growth_amount", "rates.rate") }} as debt_growth_amount,
    {{ converted("ranked.penalty_amount", "rates.rate") }} as penalty_amount,
    {{ converted("ranked.penalty_per_week_amount", "rates.rate") }}
    as penalty_per_week_amount,
    rates.rate is not null as has_rate,
    ranked.window_end_date,
    ranked.half_life_weeks,
    ranked.deadline_date,
    ranked.estimation_batch,
    ranked.basis,
    ranked.user_business_value,
    ranked.time_criticality,
    ranked.risk_opportunity,
    ranked.job_size,
    case
        when
            ranked.user_business_value is null
            or ranked.time_criticality is null
            or ranked.risk_opportunity is null
            or ranked.job_size is null
        then 'score_missing'
        when ranked.job_size <= 0
        then 'job_size_zero'
        when ranked.estimation_batch is null
        then 'no_batch'
    end as wsjf_reason,
    -- M11. Scores mean something only beside those of the same batch.
    case
        when ranked.estimation_batch is not null and ranked.job_size > 0
        then
            {{
                safe_divide(
                    "ranked.user_business_value + ranked.time_criticality + ranked.risk_opportunity",
                    "ranked.job_size",
                )
            }}
    end as wsjf
from ranked
left join
    rates
    on coalesce(ranked.currency_code, ranked.reporting_currency_code)
    = rates.currency_code
    and rates.rate_type = 'average'
    and ranked.as_of_date >= rates.valid_from_date
    and (rates.valid_to_date is null or ranked.as_of_date < rates.valid_to_date)
where ranked.version_rank = 1
