select
    spend.aligned_spend_key,
    spend.scope_type,
    spend.scope_name,
    spend.span_type,
    spend.span_label,
    spend.fiscal_year_label,
    spend.currency_code,
    funding.funding_status,
    spend.aligned_spend_share_reason,
    spend.planned_aligned_share_reason,
    spend.stale_mandate_share_reason,
    spend.change_spend_amount,
    spend.change_spend_reason,
    spend.run_spend_amount,
    spend.run_spend_reason,
    spend.aligned_spend_amount,
    spend.aligned_spend_reason,
    spend.stale_mandate_amount,
    spend.stale_mandate_reason,
    spend.change_budget_amount,
    spend.change_budget_reason,
    spend.aligned_budget_amount,
    spend.aligned_budget_reason,
    spend.aligned_spend_share,
    spend.planned_aligned_share,
    capacity.aligned_capacity_share,
    spend.stale_mandate_share,
    funding.target_share,
    funding.gap_share,
    spend.span_start_date,
    spend.span_end_date
from {{ ref("fct_aligned_spend") }} as spend
left join
    {{ ref("fct_aligned_capacity") }} as capacity
    on spend.scope_type = capacity.scope_type
    and spend.scope_name = capacity.scope_name
    and spend.span_type = capacity.span_type
    and spend.span_label = capacity.span_label
left join
    {{ ref("fct_theme_funding") }} as funding
    on spend.scope_type = 'theme'
    and spend.scope_name = funding.theme_name
    and spend.span_type = funding.span_type
    and spend.span_label = funding.span_label
