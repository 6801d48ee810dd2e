with

    work_items as (select * from {{ ref("int_work_items__parented") }}),

    keys as (select * from {{ ref("int_work_item_keys__resolved") }}),

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
    )

{% for rule in ["loops", "orphans", "doubles"] %}
    select rule_name, source_name, work_item_id, work_item_key, detail
    from {{ rule }} {{ "union all" if not loop.last }}
{% endfor %}
