select
    {{ surrogate_key(["weighted.initiative_code", "weighted.key_result_code"]) }}
    as initiative_key_result_key,
    {{ surrogate_key(["weighted.initiative_code"]) }} as initiative_key,
    case
        when key_results.key_result_code is null
        then {{ surrogate_key(["'unknown'"]) }}
        else {{ surrogate_key(["weighted.key_result_code"]) }}
    end as key_result_key,
    weighted.initiative_code,
    weighted.key_result_code,
    weighted.weight,
    weighted.weight_source,
    key_results.key_result_code is not null as is_known_key_result
from {{ ref("int_initiative_key_results__weighted") }} as weighted
inner join
    {{ ref("dim_initiative") }} as initiatives
    on weighted.initiative_code = initiatives.initiative_code
left join
    {{ ref("dim_key_result") }} as key_results
    on weighted.key_result_code = key_results.key_result_code
