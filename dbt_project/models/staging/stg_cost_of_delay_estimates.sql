with

    versions as (
        {{
            latest_versions(
                "cost_of_delay_estimates", ["initiative_code", "estimate_date"]
            )
        }}
    )

select
    versions.source_name,
    versions.initiative_code,
    versions.estimate_date,
    versions.value_type,
    versions.urgency_profile,
    versions.rate_low_amount,
    versions.rate_likely_amount,
    versions.rate_high_amount,
    versions.currency_code,
    versions.window_end_date,
    versions.half_life_weeks,
    versions.deadline_date,
    versions.penalty_amount,
    versions.penalty_per_week_amount,
    versions.debt_growth_amount,
    versions.user_business_value,
    versions.time_criticality,
    versions.risk_opportunity,
    versions.job_size,
    versions.estimation_batch,
    versions.estimator_name,
    versions.basis,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
