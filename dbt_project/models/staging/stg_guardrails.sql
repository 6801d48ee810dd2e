select guardrail_name, dimension_name, member_name, target_share, tolerance
from {{ source("input", "guardrails") }}
