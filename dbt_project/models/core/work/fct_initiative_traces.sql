with

    alignment as (select * from {{ ref("fct_initiative_alignment") }}),

    -- A live key result may belong to no objective of an export, and that to no theme.
    paths as (
        select
            links.initiative_code,
            max(
                case when objectives.objective_code is not null then 1 else 0 end
            ) as objectives_found,
            max(
                case when themes.theme_name is not null then 1 else 0 end
            ) as themes_found
        from {{ ref("bridge_initiative_key_result") }} as links
        inner join
            {{ ref("fct_key_result_coverage") }} as coverage
            on links.key_result_code = coverage.key_result_code
            and coverage.is_live
        inner join
            {{ ref("dim_key_result") }} as key_results
            on links.key_result_code = key_results.key_result_code
        left join
            {{ ref("dim_objective") }} as objectives
            on key_results.objective_code = objectives.objective_code
        left join
            {{ ref("dim_strategic_theme") }} as themes
            on objectives.theme_name = themes.theme_name
            and themes.is_active
        where links.weight > 0
        group by links.initiative_code
    ),

    judged as (
        select
            alignment.initiative_key,
            alignment.initiative_code,
            initiatives.is_run,
            {{ orphan_reason("alignment") }} as orphan_reason,
            paths.objectives_found,
            paths.themes_found
        from alignment
        inner join
            {{ ref("dim_initiative") }} as initiatives
            on alignment.initiative_code = initiatives.initiative_code
        left join paths on alignment.initiative_code = paths.initiative_code
    )

select
    judged.initiative_key,
    judged.initiative_code,
    judged.is_run,
    judged.orphan_reason,
    case
        when judged.orphan_reason is not null
        then judged.orphan_reason
        when judged.objectives_found = 0
        then 'kr_no_objective'
        when judged.themes_found = 0
        then 'objective_no_theme'
    end as trace_break
from judged
