with

    work_items as (select * from {{ ref("stg_work_items") }}),

    transitions as (select * from {{ ref("stg_work_item_transitions") }}),

    statuses as (select * from {{ ref("stg_statuses") }}),

    seen as (
        select source_name, status_name, status_category
        from work_items
        union all
        select
            source_name,
            to_status_name as status_name,
            cast(null as {{ dbt.type_string() }}) as status_category
        from transitions
        union all
        select
            source_name,
            from_status_name as status_name,
            cast(null as {{ dbt.type_string() }}) as status_category
        from transitions
    ),

    distinct_statuses as (
        select source_name, status_name, max(status_category) as tracker_category
        from seen
        where status_name is not null
        group by source_name, status_name
    )

select
    distinct_statuses.source_name,
    distinct_statuses.status_name,
    coalesce(
        of_source.status_category,
        of_all.status_category,
        distinct_statuses.tracker_category
    ) as status_category,
    coalesce(of_source.activity, of_all.activity) as activity,
    coalesce(of_source.status_category, of_all.status_category) is not null as is_mapped
from distinct_statuses
left join
    statuses as of_source
    on distinct_statuses.source_name = of_source.source_name
    and distinct_statuses.status_name = of_source.status_name
left join
    statuses as of_all
    on of_all.source_name is null
    and distinct_statuses.status_name = of_all.status_name
