select
    targets.theme_target_key,
    targets.theme_name,
    targets.strategy_version,
    targets.fiscal_year_label,
    targets.fiscal_period_label,
    targets.target_share,
    targets.floor_share,
    targets.cap_share,
    targets.fiscal_period_start_date
from {{ ref("fct_theme_targets") }} as targets
