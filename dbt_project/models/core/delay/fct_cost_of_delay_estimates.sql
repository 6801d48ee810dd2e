select
    {{
        surrogate_key(
            [
                "estimates.source_name",
                "estimates.initiative_code",
                "estimates.estimate_date",
            ]
        )
    }} as estimate_key,
    {{ initiative_member_key("estimates.initiative_code", "initiatives") }}
    as initiative_key,
    estimates.source_name,
    estimates.initiative_code,
    estimates.value_type,
    estimates.urgency_profile,
    estimates.estimation_batch,
    estimates.estimator_name,
    estimates.basis,
    estimates.currency_code,
    estimates.rate_low_amount,
    estimates.rate_likely_amount,
    estimates.rate_high_amount,
    estimates.debt_growth_amount,
    estimates.penalty_amount,
    estimates.penalty_per_week_amount,
    estimates.half_life_weeks,
    estimates.user_business_value,
    estimates.time_criticality,
    estimates.risk_opportunity,
    estimates.job_size,
    estimates.estimate_date,
    estimates.window_end_date,
    estimates.deadline_date
from {{ ref("stg_cost_of_delay_estimates") }} as estimates
left join
    {{ ref("dim_initiative") }} as initiatives
    on estimates.initiative_code = initiatives.initiative_code
