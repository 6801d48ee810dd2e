select stage_name, portfolio_state from {{ source("input", "stages") }}
