select
    years.theme_year_key,
    years.theme_name,
    years.fiscal_year_label,
    years.currency_code,
    years.funding_status,
    years.funding_status_reason,
    years.budget_amount,
    years.actual_amount,
    years.actual_share,
    years.target_share,
    years.gap_share
from {{ ref("fct_theme_years") }} as years
