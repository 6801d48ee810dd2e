-- A row here is a file, fiscal period and currency of which the facts hold other money
-- than was loaded.
{{ config(meta={"invariant": "money", "metrics": ["M70"]}) }}
select *
from {{ ref("mart_control_totals") }}
where not is_reconciled
