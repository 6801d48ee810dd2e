{#- Of the items whose parents did not end within the walk, few or none, those who come back to themselves. -#}
{%- set maximum_length = 32 -%}
with

    parents as (select * from {{ ref("int_work_items__parented") }}),

    unfinished as (
        select walked.source_name, walked.work_item_id
        from {{ ref("int_work_item_ancestors__walked") }} as walked
        where walked.is_unfinished
        group by walked.source_name, walked.work_item_id
    ),

    level_1 as (
        select
            parents.source_name,
            parents.work_item_id,
            parents.parent_id as reached_id,
            case
                when parents.parent_id = parents.work_item_id then 1 else 0
            end as is_on_loop
        from parents
        inner join
            unfinished
            on parents.source_name = unfinished.source_name
            and parents.work_item_id = unfinished.work_item_id
    ),

    {%- for length in range(2, maximum_length + 1) %}

        level_{{ length }} as (
            select
                below.source_name,
                below.work_item_id,
                parents.parent_id as reached_id,
                case
                    when parents.parent_id = below.work_item_id
                    then 1
                    else below.is_on_loop
                end as is_on_loop
            from level_{{ length - 1 }} as below
            inner join
                parents
                on below.source_name = parents.source_name
                and below.reached_id = parents.work_item_id
            where parents.parent_id is not null
        ),
    {%- endfor %}

    endless as (select * from level_{{ maximum_length }})

select
    endless.source_name,
    endless.work_item_id,
    endless.is_on_loop = 1 as is_on_loop,
    coalesce(reached.is_on_loop, 0) = 1 as is_below_loop
from endless
left join
    endless as reached
    on endless.source_name = reached.source_name
    and endless.reached_id = reached.work_item_id
