with

    links as (
        select initiative_code, key_result_code, max(weight) as declared_weight
        from {{ ref("stg_initiative_key_results") }}
        group by initiative_code, key_result_code
    )

select
    links.initiative_code,
    links.key_result_code,
    {{ link_weight("links.declared_weight", "links.initiative_code") }} as weight,
    {{ link_weight_source("links.declared_weight", "links.initiative_code") }}
    as weight_source
from links
