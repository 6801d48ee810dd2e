with

    run as (select * from {{ ref("dim_run") }}),

    initiatives as (
        select *
        from {{ ref("dim_initiative") }}
        where initiative_code not in ('unknown', 'not_applicable')
    ),

    themes as (select * from {{ ref("dim_strategic_theme") }}),

    -- The pace of a key result; one that only keeps a band has its score.
    paces as (
        select
            days.key_result_code,
            case when members.is_control then days.score else days.pace end as pace
        from {{ ref("fct_key_result_days") }} as days
        inner join
            {{ ref("dim_key_result") }} as members
            on days.key_result_code = members.key_result_code
    ),

    links as (
        select
            bridge.initiative_code,
            bridge.weight_source,
            bridge.weight,
            {{ is_link("bridge") }} as is_link,
            coalesce(coverage.is_live and {{ is_link("bridge") }}, false) as is_live,
            case when coverage.is_live then bridge.weight else 0 end as live_weight,
            coverage.priority,
            case
                when not coalesce(coverage.is_live, false)
                then 0
                when paces.pace is not null
                then least(1, greatest(0, paces.pace))
            end as health
        from {{ ref("bridge_initiative_key_result") }} as bridge
        left join
            {{ ref("fct_key_result_coverage") }} as coverage
            on bridge.key_result_code = coverage.key_result_code
        left join paces on bridge.key_result_code = paces.key_result_code
    ),

    scored as (
        select
            links.initiative_code,
            sum(case when links.is_link then 1 else 0 end) as linked_key_result_count,
            sum(case when links.is_live then 1 else 0 end) as live_key_result_count,
            max(
                case when links.weight_source = 'rejected' then 1 else 0 end
            ) as rejected_count,
            max(links.weight) as largest_weight,
            max(links.live_weight) as largest_live_weight,
            sum(
                case
                    when links.live_weight > 0 and links.priority is null then 1 else 0
                end
            ) as without_priority_count,
            sum(
                case
                    when links.live_weight > 0 and links.health is null then 1 else 0
                end
            ) as without_health_count,
            least(1, {{ exact_sum("links.live_weight") }}) as aligned_weight_share,
            {{ exact_sum("links.live_weight * links.priority") }} as alignment,
            {{ exact_sum("links.live_weight * links.priority * links.health") }}
            as health_weighted_alignment
        from links
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
        when scored.largest_live_weight > 0
        then cast(null as {{ dbt.type_string() }})
        when themes.theme_name is null or themes.theme_name = 'Unallocated'
        then 'no_theme'
        when not themes.is_active
        then 'theme_retired'
        when not coalesce(scored.largest_weight > 0, false)
        then 'bet_no_kr'
        else 'kr_dead'
    end as alignment_reason,
    case
        when scored.without_priority_count > 0 then 'no_priority'
    end as alignment_score_reason,
    case
        when scored.without_priority_count > 0
        then 'no_priority'
        when scored.without_health_count > 0
        then 'no_pace'
    end as health_weighted_alignment_reason,
    cast(
        coalesce(scored.linked_key_result_count, 0) as bigint
    ) as linked_key_result_count,
    cast(coalesce(scored.live_key_result_count, 0) as bigint) as live_key_result_count,
    cast(coalesce(scored.aligned_weight_share, 0) as double) as aligned_weight_share,
    case
        when coalesce(scored.without_priority_count, 0) = 0
        then cast(100 * coalesce(scored.alignment, 0) as double)
    end as alignment_score,
    case
        when
            coalesce(scored.without_priority_count, 0) = 0
            and coalesce(scored.without_health_count, 0) = 0
        then cast(100 * coalesce(scored.health_weighted_alignment, 0) as double)
    end as health_weighted_alignment_score,
    run.as_of_date
from initiatives
cross join run
left join scored on initiatives.initiative_code = scored.initiative_code
left join themes on initiatives.theme_name = themes.theme_name
