select
    theme_name, description, sponsor_name, active_from_date, active_to_date, sort_order
from {{ source("input", "themes") }}
