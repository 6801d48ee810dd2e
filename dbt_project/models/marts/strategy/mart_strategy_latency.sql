select
    latency.strategy_latency_key,
    latency.strategy_version,
    latency.theme_name,
    latency.strategy_latency_reason,
    latency.strategy_latency_days,
    latency.days_without_reach,
    latency.target_share,
    latency.valid_from_date,
    latency.reached_date
from {{ ref("fct_strategy_latency") }} as latency
