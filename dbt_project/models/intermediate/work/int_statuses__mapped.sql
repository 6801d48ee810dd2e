with

    work_items as (select * from {{ ref("stg_work_items") }}),

    versions as (select * from {{ ref("stg_work_items__versions") }}),

    entered as (select * from {{ ref("int_work_item_statuses__entered") }}),

    statuses as (select * from {{ ref("stg_statuses") }}),

    seen as (
        select
            source_name,
            status_name,
            max(status_category) as current_category,
            cast(null as {{ dbt.type_string() }}) as former_category
        from work_items
        group by source_name, status_name
        union all
        select
            source_name,
            status_name,
            cast(null as {{ dbt.type_string() }}) as current_category,
            max(status_category) as former_category
        from versions
        group by source_name, status_name
        union all
        select
            source_name,
            status_name,
            cast(null as {{ dbt.type_string() }}) as current_category,
            cast(null as {{ dbt.type_string() }}) as former_category
        from entered
        group by source_name, status_name
    ),

    distinct_statuses as (
        select
            source_name,
            status_name,
            coalesce(max(current_category), max(former_category)) as tracker_category
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
