-- A row here is a strategy version whose target shares are more or less than the whole.
{{ config(meta={"invariant": "keys", "metrics": ["M22"]}) }}
select strategy_version, valid_from_date, target_total_share
from {{ ref("dim_strategy_version") }}
where not is_whole
