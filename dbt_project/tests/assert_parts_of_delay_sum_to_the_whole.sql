-- A row here is an initiative whose cost since it was ready is not the sum of its
-- states,
-- to the last digit, or is less than what its blocks cost.
{{ config(meta={"metrics": ["M05", "M06"]}) }}
select initiative_code, accrued_since_ready_amount
from {{ ref("fct_initiative_delays") }}
where
    accrued_since_ready_amount is not null
    and (
        accrued_since_ready_amount
        <> accrued_in_queue_amount
        + accrued_in_active_amount
        + accrued_in_blocked_amount
        + accrued_in_released_amount
        or blocked_cost_upper_amount < accrued_in_blocked_amount
        or blocked_cost_upper_amount > accrued_since_ready_amount
    )
