select
    burn.burn_key,
    burn.theme_name,
    burn.portfolio_state,
    burn.delay_state,
    burn.currency_code,
    burn.cost_of_delay_reason,
    burn.coverage_spend_reason,
    burn.initiative_count,
    burn.estimated_initiative_count,
    burn.cost_of_delay_per_week_amount,
    burn.cost_of_delay_per_week_low_amount,
    burn.cost_of_delay_per_week_high_amount,
    burn.cost_of_delay_coverage_count_share,
    burn.cost_of_delay_coverage_spend_share
from {{ ref("fct_cost_of_delay_burn") }} as burn
