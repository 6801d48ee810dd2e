{#- Six levels: sub-task, story, feature, epic, initiative, and one to spare. -#}
{%- set maximum_depth = 6 -%}
with

    parents as (
        select
            work_items.source_name,
            work_items.work_item_key,
            coalesce(work_items.parent_key, work_items.epic_key) as parent_key,
            work_items.initiative_code
        from {{ ref("stg_work_items") }} as work_items
    ),

    level_0 as (
        select
            parents.source_name,
            parents.work_item_key,
            parents.work_item_key as ancestor_key,
            parents.parent_key as next_key,
            parents.initiative_code,
            0 as depth,
            concat_ws('', '/', parents.work_item_key, '/') as path,
            false as is_cycle
        from parents
    ),

    {%- for depth in range(1, maximum_depth + 1) %}

        level_{{ depth }} as (
            select
                below.source_name,
                below.work_item_key,
                parents.work_item_key as ancestor_key,
                parents.parent_key as next_key,
                parents.initiative_code,
                {{ depth }} as depth,
                concat_ws('', below.path, parents.work_item_key, '/') as path,
                {{
                    dbt.position(
                        "concat_ws('', '/', parents.work_item_key, '/')", "below.path"
                    )
                }} > 0 as is_cycle
            from level_{{ depth - 1 }} as below
            inner join
                parents
                on below.source_name = parents.source_name
                and below.next_key = parents.work_item_key
            where not below.is_cycle
        ),
    {%- endfor %}

    walked as (
        {%- for depth in range(0, maximum_depth + 1) %}
            select * from level_{{ depth }} {{ "union all" if not loop.last }}
        {%- endfor %}
    )

select
    walked.source_name,
    walked.work_item_key,
    walked.ancestor_key,
    walked.next_key,
    walked.initiative_code,
    cast(walked.depth as bigint) as depth,
    walked.path,
    walked.is_cycle
from walked
