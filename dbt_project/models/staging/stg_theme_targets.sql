select
    theme_name,
    strategy_version,
    valid_from_date,
    valid_to_date,
    target_share,
    floor_share,
    cap_share
from {{ source("input", "theme_targets") }}
