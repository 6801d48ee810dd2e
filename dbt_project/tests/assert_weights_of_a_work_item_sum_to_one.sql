-- A row here is a work item that is more or less than the whole of itself in the
-- initiatives that it is done for, unknown included.
{{ config(meta={"invariant": "keys", "metrics": ["M26"]}) }}
select work_item_hash, sum(weight) as weight
from {{ ref("bridge_work_item_initiative") }}
group by work_item_hash
having abs(sum(weight) - 1) > 0.0001
