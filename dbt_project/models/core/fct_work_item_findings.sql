with

    work_items as (select * from {{ ref("int_work_items__parented") }}),

    keys as (select * from {{ ref("int_work_item_keys__resolved") }}),

    links as (select * from {{ ref("int_initiative_work_items__resolved") }}),

    loops as (
        select
            case
                when found.is_on_loop then 'parent_loop' else 'parents_without_end'
            end as rule_name,
            work_items.source_name,
            work_items.work_item_id,
            work_items.work_item_key,
            case
                when work_items.parent_id = work_items.work_item_id
                then 'it is its own parent'
                when found.is_on_loop
                then concat_ws('', 'its parent ', work_items.parent_key, ' is below it')
                else 'more than 32 items stand above it'
            end as detail
        from {{ ref("int_work_item_loops__found") }} as found
        inner join
            work_items
            on found.source_name = work_items.source_name
            and found.work_item_id = work_items.work_item_id
        where found.is_on_loop or not found.is_below_loop
    ),

    -- A parent is looked for in the item's own source only; that another has such a
    -- key is a hint.
    elsewhere as (
        select
            work_items.source_name,
            work_items.work_item_id,
            min(keys.source_name) as other_source_name
        from work_items
        inner join
            keys
            on work_items.parent_key = keys.work_item_key
            and work_items.source_name <> keys.source_name
        where work_items.parent_id is null
        group by work_items.source_name, work_items.work_item_id
    ),

    orphans as (
        select
            'unknown_parent' as rule_name,
            work_items.source_name,
            work_items.work_item_id,
            work_items.work_item_key,
            concat_ws(
                '',
                'its parent ',
                work_items.parent_key,
                ' is in no export of this source',
                case when elsewhere.other_source_name is not null then ', but in ' end,
                elsewhere.other_source_name
            ) as detail
        from work_items
        left join
            elsewhere
            on work_items.source_name = elsewhere.source_name
            and work_items.work_item_id = elsewhere.work_item_id
        where work_items.parent_key is not null and work_items.parent_id is null
    ),

    doubles as (
        select
            'shared_key' as rule_name,
            work_items.source_name,
            work_items.work_item_id,
            work_items.work_item_key,
            concat_ws(
                '',
                cast(keys.holder_count as {{ dbt.type_string() }}),
                ' items have this key; it means the one with id ',
                keys.work_item_id
            ) as detail
        from work_items
        inner join
            keys
            on work_items.source_name = keys.source_name
            and work_items.work_item_key = keys.work_item_key
        where keys.holder_count > 1
    ),

    unresolved as (
        select
            case
                when links.match_count = 0
                then 'unknown_work_item'
                else 'ambiguous_work_item'
            end as rule_name,
            links.source_name,
            links.work_item_id,
            links.work_item_key,
            concat_ws(
                '',
                'initiative ',
                links.initiative_code,
                case
                    when links.match_count = 0
                    then ' names a work item that no tracker has'
                    else
                        concat_ws(
                            '',
                            ' may mean that of ',
                            links.tracker_name,
                            ' or of ',
                            links.other_tracker_name,
                            '; write ',
                            links.tracker_name,
                            ':',
                            links.work_item_key
                        )
                end
            ) as detail
        from links
        where links.work_item_id is null
    ),

    claims as (
        select
            links.tracker_name,
            links.work_item_id,
            min(links.initiative_code) as first_code,
            max(links.initiative_code) as last_code
        from links
        inner join
            {{ ref("int_initiatives__current") }} as initiatives
            on links.initiative_code = initiatives.initiative_code
        where links.work_item_id is not null
        group by links.tracker_name, links.work_item_id
        having count(distinct links.initiative_code) > 1
    ),

    contested as (
        select
            'several_initiatives' as rule_name,
            work_items.source_name,
            work_items.work_item_id,
            work_items.work_item_key,
            concat_ws(
                '',
                'initiatives ',
                claims.first_code,
                ' and ',
                claims.last_code,
                ' claim it; it counts for ',
                claims.first_code
            ) as detail
        from claims
        inner join
            work_items
            on claims.tracker_name = work_items.source_name
            and claims.work_item_id = work_items.work_item_id
    ),

    findings as (
        {%- for rule in ["loops", "orphans", "doubles", "unresolved", "contested"] %}
            select rule_name, source_name, work_item_id, work_item_key, detail
            from {{ rule }} {{ "union all" if not loop.last }}
        {%- endfor %}
    )

select
    {{
        surrogate_key(
            [
                "findings.rule_name",
                "findings.source_name",
                "findings.work_item_id",
                "findings.work_item_key",
                "findings.detail",
            ]
        )
    }} as work_item_finding_key,
    findings.rule_name,
    findings.source_name,
    findings.work_item_id,
    findings.work_item_key,
    findings.detail
from findings
