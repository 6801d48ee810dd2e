with

    ancestors as (select * from {{ ref("int_work_item_ancestors__walked") }}),

    links as (
        select work_item_key, min(initiative_code) as initiative_code
        from {{ ref("stg_initiative_work_items") }}
        group by work_item_key
    ),

    initiatives as (select initiative_code from {{ ref("int_initiatives__current") }}),

    candidates as (
        select
            ancestors.source_name,
            ancestors.work_item_key,
            ancestors.depth,
            ancestors.path,
            ancestors.is_cycle,
            initiatives.initiative_code
        from ancestors
        left join links on ancestors.ancestor_key = links.work_item_key
        left join
            initiatives
            on coalesce(ancestors.initiative_code, links.initiative_code)
            = initiatives.initiative_code
    ),

    ranked as (
        select
            candidates.*,
            row_number() over (
                partition by candidates.source_name, candidates.work_item_key
                order by
                    case when candidates.initiative_code is null then 1 else 0 end,
                    candidates.depth,
                    candidates.path
            ) as nearness
        from candidates
    ),

    reach as (
        select
            source_name,
            work_item_key,
            max(depth) as maximum_depth,
            max(case when is_cycle then 1 else 0 end) as cycles
        from ancestors
        group by source_name, work_item_key
    )

select
    ranked.source_name,
    ranked.work_item_key,
    ranked.initiative_code,
    case when ranked.initiative_code is not null then ranked.depth end as depth,
    case when ranked.initiative_code is not null then ranked.path end as path,
    reach.cycles > 0 as is_cycle,
    case
        when ranked.initiative_code is not null
        then cast(null as {{ dbt.type_string() }})
        when reach.cycles > 0
        then 'cycle'
        when reach.maximum_depth = 0
        then 'no_epic'
        else 'epic_no_bet'
    end as break_reason
from ranked
inner join
    reach
    on ranked.source_name = reach.source_name
    and ranked.work_item_key = reach.work_item_key
where ranked.nearness = 1
