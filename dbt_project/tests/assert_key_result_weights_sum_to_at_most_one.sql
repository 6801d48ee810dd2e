-- A row here is an initiative that promises more than itself to its key results, by
-- more
-- than people round when they share in three.
{{ config(meta={"invariant": "keys"}) }}
select initiative_code, sum(weight) as weight
from {{ ref("bridge_initiative_key_result") }}
group by initiative_code
having sum(weight) > 1.0001
