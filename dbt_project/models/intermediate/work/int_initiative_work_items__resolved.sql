with

    links as (select * from {{ ref("stg_initiative_work_items") }}),

    sources as (select * from {{ ref("stg_sources") }}),

    keys as (select * from {{ ref("int_work_item_keys__resolved") }}),

    -- A register may say whose key it means: jira:PROJ-1.
    named as (
        select
            links.source_name,
            links.initiative_code,
            links.work_item_key,
            sources.source_name as tracker_name,
            case
                when sources.source_name is null
                then links.work_item_key
                else substring(links.work_item_key, length(sources.source_name) + 2)
            end as bare_key
        from links
        left join
            sources
            on {{
                dbt.position(
                    "concat_ws('', sources.source_name, ':')", "links.work_item_key"
                )
            }} = 1
    ),

    -- Inner, and only then by tracker: an outer join would compare each with each.
    found as (
        select
            named.source_name,
            named.initiative_code,
            named.work_item_key,
            keys.source_name as tracker_name,
            keys.work_item_id
        from named
        inner join keys on named.bare_key = keys.work_item_key
        where named.tracker_name is null or named.tracker_name = keys.source_name
    ),

    matched as (
        select
            named.source_name,
            named.initiative_code,
            named.work_item_key,
            count(found.work_item_id) as match_count,
            min(found.tracker_name) as tracker_name,
            max(found.tracker_name) as other_tracker_name,
            min(found.work_item_id) as work_item_id
        from named
        left join
            found
            on named.source_name = found.source_name
            and named.initiative_code = found.initiative_code
            and named.work_item_key = found.work_item_key
        group by named.source_name, named.initiative_code, named.work_item_key
    )

select
    matched.source_name,
    matched.initiative_code,
    matched.work_item_key,
    matched.tracker_name,
    matched.other_tracker_name,
    -- Which of several is meant is not guessed.
    case when matched.match_count = 1 then matched.work_item_id end as work_item_id,
    matched.match_count
from matched
