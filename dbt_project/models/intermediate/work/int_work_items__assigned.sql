with

    ancestors as (select * from {{ ref("int_work_item_ancestors__walked") }}),

    initiatives as (select initiative_code from {{ ref("int_initiatives__current") }}),

    links as (
        select
            linked.tracker_name as source_name,
            linked.work_item_id,
            min(linked.initiative_code) as initiative_code
        from {{ ref("int_initiative_work_items__resolved") }} as linked
        inner join initiatives on linked.initiative_code = initiatives.initiative_code
        where linked.work_item_id is not null
        group by linked.tracker_name, linked.work_item_id
    ),

    candidates as (
        select
            ancestors.source_name,
            ancestors.work_item_id,
            ancestors.ancestor_id,
            ancestors.depth,
            ancestors.path,
            ancestors.is_cycle,
            coalesce(
                initiatives.initiative_code, links.initiative_code
            ) as initiative_code,
            initiatives.initiative_code is null as is_claimed
        from ancestors
        left join
            links
            on ancestors.source_name = links.source_name
            and ancestors.ancestor_id = links.work_item_id
        left join initiatives on ancestors.initiative_code = initiatives.initiative_code
    ),

    ranked as (
        select
            candidates.*,
            row_number() over (
                partition by candidates.source_name, candidates.work_item_id
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
            work_item_id,
            max(depth) as maximum_depth,
            max(case when is_cycle then 1 else 0 end) as cycles
        from ancestors
        group by source_name, work_item_id
    )

select
    ranked.source_name,
    ranked.work_item_id,
    ranked.initiative_code,
    -- The item above it, or itself, that a register claims; null where the tracker
    -- itself names the initiative.
    case
        when ranked.initiative_code is not null and ranked.is_claimed
        then ranked.ancestor_id
    end as claimed_id,
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
    and ranked.work_item_id = reach.work_item_id
where ranked.nearness = 1
