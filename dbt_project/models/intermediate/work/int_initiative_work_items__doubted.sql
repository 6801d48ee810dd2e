with

    links as (select * from {{ ref("int_initiative_work_items__resolved") }}),

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
                ' claim it; each counts an equal part, and lists show it with ',
                claims.first_code
            ) as detail
        from claims
        inner join
            {{ ref("stg_work_items") }} as work_items
            on claims.tracker_name = work_items.source_name
            and claims.work_item_id = work_items.work_item_id
    )

{% for rule in ["unresolved", "contested"] %}
    select rule_name, source_name, work_item_id, work_item_key, detail
    from {{ rule }} {{ "union all" if not loop.last }}
{% endfor %}
