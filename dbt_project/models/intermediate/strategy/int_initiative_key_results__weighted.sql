with

    declared as (
        select initiative_code, key_result_code, max(weight) as declared_weight
        from {{ ref("stg_initiative_key_results") }}
        group by initiative_code, key_result_code
    ),

    linked as (select distinct initiative_code from declared),

    -- Where the register links nothing, the key results that its work items name stand
    -- in. Whoever claims an item serves what it names, in whatever part the item
    -- counts.
    inherited as (
        select distinct shared.initiative_code, work_items.key_result_code
        from {{ ref("stg_work_items") }} as work_items
        inner join
            {{ ref("int_work_item_initiatives__weighted") }} as shared
            on work_items.source_name = shared.source_name
            and work_items.work_item_id = shared.work_item_id
        left join linked on shared.initiative_code = linked.initiative_code
        where
            work_items.key_result_code is not null
            and shared.weight_source <> 'unallocated'
            and linked.initiative_code is null
    ),

    links as (
        select initiative_code, key_result_code, declared_weight, false as is_inherited
        from declared
        union all
        select
            initiative_code,
            key_result_code,
            cast(null as double) as declared_weight,
            true as is_inherited
        from inherited
    )

select
    links.initiative_code,
    links.key_result_code,
    {{ link_weight("links.declared_weight", "links.initiative_code") }} as weight,
    case
        when links.is_inherited
        then 'inherited_from_epic'
        else {{ link_weight_source("links.declared_weight", "links.initiative_code") }}
    end as weight_source
from links
