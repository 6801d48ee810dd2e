{#- What trackers call the containers of stories. -#}
{%- set containers = [
    "epic",
    "feature",
    "capability",
    "initiative",
    "theme",
    "saga",
    "objective",
    "business outcome",
    "portfolio epic",
] -%}

with

    work_items as (select * from {{ ref("stg_work_items") }}),

    keys as (select * from {{ ref("int_work_item_keys__resolved") }}),

    -- A type of which some item is another one's epic.
    named as (
        select keys.source_name, keys.work_item_id
        from work_items
        inner join
            keys
            on work_items.source_name = keys.source_name
            and work_items.epic_key = keys.work_item_key
        group by keys.source_name, keys.work_item_id
    )

select
    work_items.source_name,
    work_items.type_name,
    case
        when
            max(case when named.work_item_id is not null then 1 else 0 end) = 1
            or lower(work_items.type_name) in (
                {% for name in containers %}
                    '{{ name }}'{{ "," if not loop.last }}
                {% endfor %}
            )
        then 'epic'
        else 'story'
    end as type_level
from work_items
left join
    named
    on work_items.source_name = named.source_name
    and work_items.work_item_id = named.work_item_id
group by work_items.source_name, work_items.type_name
