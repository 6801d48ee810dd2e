select
    funding.theme_funding_key,
    funding.theme_name,
    funding.fiscal_year_label,
    funding.currency_code,
    funding.funding_status,
    funding.funding_status_reason,
    funding.budget_amount,
    funding.budget_amount_reason,
    funding.actual_amount,
    funding.actual_amount_reason,
    funding.gap_share_reason,
    funding.gap_amount,
    funding.actual_share,
    funding.target_share,
    funding.gap_share
from {{ ref("fct_theme_funding") }} as funding
where funding.span_type = 'year'
