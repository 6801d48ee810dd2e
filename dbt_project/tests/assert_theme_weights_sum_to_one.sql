-- A row here is an initiative whose themes, Unallocated included, are more or less than
-- the whole of it, by more than people round when they share in three.
{{ config(meta={"invariant": "keys"}) }}
select initiative_code, sum(weight) as weight
from {{ ref("bridge_initiative_theme") }}
group by initiative_code
having abs(sum(weight) - 1) > 0.0001
