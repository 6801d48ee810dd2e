-- A row here is a cost object whose cumulative weights do not run from 0 to exactly 1
-- without a gap.
{{ config(meta={"invariant": "keys"}) }}
select cost_object_code
from {{ ref("bridge_cost_object_initiative") }}
group by cost_object_code
having
    min(weight_before) <> 0
    or max(weight_until) <> 1
    or sum(weight_until - weight_before) <> 1
