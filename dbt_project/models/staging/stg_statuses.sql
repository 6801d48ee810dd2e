select source_name, status_name, status_category, activity
from {{ source("input", "statuses") }}
