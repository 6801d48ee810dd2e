select
    {{ surrogate_key(["targets.strategy_version", "targets.valid_from_date"]) }}
    as strategy_version_key,
    targets.strategy_version,
    {{ exact_sum("targets.target_share") }} as target_total_share,
    abs({{ exact_sum("targets.target_share") }} - 1) <= 0.0001 as is_whole,
    cast(count(*) as bigint) as theme_count,
    targets.valid_from_date,
    targets.valid_to_date
from {{ ref("stg_theme_targets") }} as targets
group by targets.strategy_version, targets.valid_from_date, targets.valid_to_date
