with

    initiatives as (select * from {{ ref("dim_initiative") }}),

    links as (
        select
            'key_result' as link_kind,
            bridge.initiative_code,
            bridge.key_result_code as linked_code,
            coalesce(
                key_results.key_result_name, bridge.key_result_code
            ) as linked_name,
            key_results.objective_name,
            key_results.theme_name,
            bridge.weight,
            bridge.weight_source,
            coalesce(coverage.is_live, false) as is_live,
            case
                when not bridge.is_known_key_result
                then 'unknown_key_result'
                else days.not_live_reason
            end as not_live_reason,
            days.derived_status,
            days.score,
            days.expected,
            days.score_reason
        from {{ ref("bridge_initiative_key_result") }} as bridge
        left join
            {{ ref("dim_key_result") }} as key_results
            on bridge.key_result_code = key_results.key_result_code
        left join
            {{ ref("fct_key_result_coverage") }} as coverage
            on bridge.key_result_code = coverage.key_result_code
        left join
            {{ ref("fct_key_result_days") }} as days
            on bridge.key_result_code = days.key_result_code
        union all
        select
            'theme' as link_kind,
            bridge.initiative_code,
            bridge.theme_name as linked_code,
            bridge.theme_name as linked_name,
            cast(null as {{ dbt.type_string() }}) as objective_name,
            bridge.theme_name,
            bridge.weight,
            cast(null as {{ dbt.type_string() }}) as weight_source,
            coalesce(themes.is_active, false) as is_live,
            case
                when themes.is_active
                then cast(null as {{ dbt.type_string() }})
                when bridge.theme_name = 'Unallocated'
                then 'no_theme'
                when themes.is_configured
                then 'theme_retired'
                else 'theme_not_configured'
            end as not_live_reason,
            cast(null as {{ dbt.type_string() }}) as derived_status,
            cast(null as double) as score,
            cast(null as double) as expected,
            cast(null as {{ dbt.type_string() }}) as score_reason
        from {{ ref("bridge_initiative_theme") }} as bridge
        left join
            {{ ref("dim_strategic_theme") }} as themes
            on bridge.theme_name = themes.theme_name
    )

select
    {{
        surrogate_key(
            ["links.link_kind", "links.initiative_code", "links.linked_code"]
        )
    }} as initiative_link_key,
    links.initiative_code,
    initiatives.initiative_name,
    links.link_kind,
    links.linked_code,
    links.linked_name,
    links.objective_name,
    links.theme_name,
    links.weight,
    links.weight_source,
    links.is_live,
    links.not_live_reason,
    links.derived_status,
    links.score,
    links.expected,
    links.score_reason
from links
inner join initiatives on links.initiative_code = initiatives.initiative_code
where {{ is_named("links.initiative_code") }}
