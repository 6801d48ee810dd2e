select status_name, dependency_state from {{ source("input", "dependency_statuses") }}
