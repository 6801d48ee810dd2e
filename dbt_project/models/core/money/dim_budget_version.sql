select
    {{ surrogate_key(["lines.version_name"]) }} as budget_version_key,
    lines.version_name,
    lower(lines.version_name) = 'original' as is_original,
    lower(lines.version_name) like '%forecast%' as is_forecast,
    min(lines.version_first_known_at) as first_known_at
from {{ ref("stg_budget_lines") }} as lines
group by lines.version_name
