select
    as_of_date,
    cast(as_known_on as timestamp) as as_known_on,
    reporting_currency_code,
    organisation_name,
    organisation_time_zone,
    people_shown_as,
    pseudonym_salt,
    organisation_language,
    theme_tolerance,
    key_result_grace_days,
    check_in_cadence_days,
    stale_after_cadences,
    on_track_gap,
    at_risk_gap,
    cost_of_delay_max_age_days,
    funded_within_days,
    quarantine_hold_share
from {{ source("input", "run_parameters") }}
