select
    run.organisation_name,
    run.reporting_currency_code,
    run.fiscal_year_label,
    run.fiscal_period_label,
    run.as_of_date,
    run.as_known_on
from {{ ref("dim_run") }} as run
