select source_name, status_name, status_category, activity, is_blocked
from {{ source("input", "statuses") }}
