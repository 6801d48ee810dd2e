select portfolio_state, wip_limit, valid_from_date
from {{ source("input", "wip_limits") }}
