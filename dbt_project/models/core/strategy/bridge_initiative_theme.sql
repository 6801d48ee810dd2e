select
    {{ surrogate_key(["weighted.initiative_code", "weighted.theme_name"]) }}
    as initiative_theme_key,
    {{ surrogate_key(["weighted.initiative_code"]) }} as initiative_key,
    {{ surrogate_key(["weighted.theme_name"]) }} as theme_key,
    weighted.initiative_code,
    weighted.theme_name,
    cast(weighted.weight as double) as weight
from {{ ref("int_initiative_themes__weighted") }} as weighted
