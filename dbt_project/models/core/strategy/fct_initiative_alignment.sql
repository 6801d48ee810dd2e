with

    run as (select * from {{ ref("dim_run") }}),

    initiatives as (
        select *
        from {{ ref("dim_initiative") }}
        where initiative_code not in ('unknown', 'not_applicable')
    ),

    themes as (select * from {{ ref("dim_strategic_theme") }}),

    scored as (
        select
            links.initiative_code,
            count(*) as linked_key_result_count,
            sum(case when coverage.is_live then 1 else 0 end) as live_key_result_count,
            max(
                case when links.weight_source = 'rejected' then 1 else 0 end
            ) as rejected_count,
            least(
                1,
                {{
                    exact_sum(
                        "case when coverage.is_live then links.weight else 0 end"
                    )
                }}
            ) as aligned_weight_share,
            100
            *
            {{
                exact_sum(
                    "case when coverage.is_live then links.weight * coverage.priority else 0 end"
                )
            }}
            as alignment_score
        from {{ ref("bridge_initiative_key_result") }} as links
        left join
            {{ ref("fct_key_result_coverage") }} as coverage
            on links.key_result_code = coverage.key_result_code
        group by links.initiative_code
    )

select
    {{ surrogate_key(["initiatives.initiative_code", "run.as_of_date"]) }}
    as initiative_alignment_key,
    initiatives.initiative_key,
    initiatives.initiative_code,
    case
        when scored.rejected_count > 0
        then 'weights_above_one'
        when scored.live_key_result_count > 0
        then cast(null as {{ dbt.type_string() }})
        when themes.theme_name is null or themes.theme_name = 'Unallocated'
        then 'no_theme'
        when not themes.is_active
        then 'theme_retired'
        when scored.initiative_code is null
        then 'bet_no_kr'
        else 'kr_dead'
    end as alignment_reason,
    cast(
        coalesce(scored.linked_key_result_count, 0) as bigint
    ) as linked_key_result_count,
    cast(coalesce(scored.live_key_result_count, 0) as bigint) as live_key_result_count,
    cast(coalesce(scored.aligned_weight_share, 0) as double) as aligned_weight_share,
    cast(coalesce(scored.alignment_score, 0) as double) as alignment_score,
    run.as_of_date
from initiatives
cross join run
left join scored on initiatives.initiative_code = scored.initiative_code
left join themes on initiatives.theme_name = themes.theme_name
