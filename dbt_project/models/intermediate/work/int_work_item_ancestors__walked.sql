{#- Six levels: sub-task, story, feature, epic, initiative, and one to spare. -#}
{%- set maximum_depth = 6 -%}
with

    parents as (select * from {{ ref("int_work_items__parented") }}),

    level_0 as (
        select
            parents.source_name,
            parents.work_item_id,
            parents.work_item_id as ancestor_id,
            parents.parent_id as next_id,
            parents.initiative_code,
            0 as depth,
            concat_ws('', '/', parents.work_item_key, '/') as path,
            concat_ws('', '/', parents.work_item_id, '/') as id_path,
            false as is_cycle
        from parents
    ),

    {%- for depth in range(1, maximum_depth + 1) %}

        level_{{ depth }} as (
            select
                below.source_name,
                below.work_item_id,
                parents.work_item_id as ancestor_id,
                parents.parent_id as next_id,
                parents.initiative_code,
                {{ depth }} as depth,
                concat_ws('', below.path, parents.work_item_key, '/') as path,
                concat_ws('', below.id_path, parents.work_item_id, '/') as id_path,
                {{
                    dbt.position(
                        "concat_ws('', '/', parents.work_item_id, '/')",
                        "below.id_path",
                    )
                }} > 0 as is_cycle
            from level_{{ depth - 1 }} as below
            inner join
                parents
                on below.source_name = parents.source_name
                and below.next_id = parents.work_item_id
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
    walked.work_item_id,
    walked.ancestor_id,
    walked.next_id,
    walked.initiative_code,
    cast(walked.depth as bigint) as depth,
    walked.path,
    walked.is_cycle,
    walked.is_cycle
    or (
        walked.depth = {{ maximum_depth }} and walked.next_id is not null
    ) as is_unfinished
from walked
