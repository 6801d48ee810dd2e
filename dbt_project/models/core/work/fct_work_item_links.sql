select
    {{
        surrogate_key(
            [
                "links.source_name",
                "links.work_item_id",
                "links.link_type",
                "links.direction",
                "links.linked_key",
            ]
        )
    }} as work_item_link_key,
    {{ surrogate_key(["links.source_name", "links.work_item_id"]) }} as work_item_hash,
    case
        when coalesce(keys.work_item_id, by_id.work_item_id) is not null
        then
            {{
                surrogate_key(
                    [
                        "links.source_name",
                        "coalesce(keys.work_item_id, by_id.work_item_id)",
                    ]
                )
            }}
    end as linked_work_item_hash,
    links.source_name,
    links.work_item_id,
    links.link_type,
    links.direction,
    links.linked_key,
    links.known_at
from {{ ref("stg_work_item_links") }} as links
left join
    {{ ref("int_work_item_keys__resolved") }} as keys
    on links.source_name = keys.source_name
    and links.linked_key = keys.work_item_key
left join
    {{ ref("stg_work_items") }} as by_id
    on links.source_name = by_id.source_name
    and links.linked_key = by_id.work_item_id
