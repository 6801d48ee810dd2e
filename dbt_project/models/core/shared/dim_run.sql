select
    run_parameters.as_of_date,
    run_parameters.as_known_on,
    run_parameters.reporting_currency_code,
    run_parameters.organisation_name,
    run_parameters.organisation_time_zone,
    run_parameters.organisation_language,
    days.fiscal_year_label,
    days.fiscal_period_label,
    days.fiscal_year_start_date,
    days.fiscal_period_start_date,
    cast(run_parameters.theme_tolerance as double) as theme_tolerance,
    cast(run_parameters.key_result_grace_days as bigint) as key_result_grace_days,
    cast(run_parameters.check_in_cadence_days as bigint) as check_in_cadence_days,
    cast(run_parameters.stale_after_cadences as bigint) as stale_after_cadences,
    cast(run_parameters.on_track_gap as double) as on_track_gap,
    cast(run_parameters.at_risk_gap as double) as at_risk_gap,
    cast(
        run_parameters.cost_of_delay_max_age_days as bigint
    ) as cost_of_delay_max_age_days,
    cast(run_parameters.funded_within_days as bigint) as funded_within_days,
    cast(run_parameters.dependency_slack_days as bigint) as dependency_slack_days,
    cast(run_parameters.owner_review_days as bigint) as owner_review_days,
    {{ money("run_parameters.significant_initiative_amount") }}
    as significant_initiative_amount,
    cast(run_parameters.guardrail_warn_share as double) as guardrail_warn_share,
    cast(run_parameters.hours_per_day as double) as hours_per_day,
    cast(run_parameters.closing_days as bigint) as closing_days,
    cast(
        run_parameters.crowded_above_initiatives as bigint
    ) as crowded_above_initiatives,
    cast(run_parameters.stop_score as double) as stop_score
from {{ ref("stg_run_parameters") }} as run_parameters
left join
    {{ ref("dim_date") }} as days on run_parameters.as_of_date = days.calendar_date
