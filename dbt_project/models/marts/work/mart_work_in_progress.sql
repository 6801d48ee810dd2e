with

    run as (select * from {{ ref("dim_run") }}),

    history as (
        select
            type_name,
            {{ quantile("cast(flow_seconds as double) / 86400", 0.85) }}
            as flow_time_p85_days
        from {{ ref("fct_work_item_flow") }}
        where not is_subtask and flow_seconds is not null
        group by type_name
    ),

    open_items as (
        select
            items.work_item_hash,
            items.work_item_key,
            items.title,
            items.type_name,
            items.status_name,
            items.value_stream_name,
            items.initiative_code,
            flow.started_date
        from {{ ref("dim_work_item") }} as items
        inner join
            {{ ref("fct_work_item_flow") }} as flow
            on items.work_item_hash = flow.work_item_hash
        where items.status_category = 'in_progress' and not items.is_subtask
    ),

    aged as (
        select
            open_items.*,
            cast(
                {{ dbt.datediff("open_items.started_date", "run.as_of_date", "day") }}
                + 1 as bigint
            ) as age_days
        from open_items
        cross join run
    )

select
    aged.work_item_hash,
    aged.work_item_key,
    aged.title,
    aged.type_name,
    aged.status_name,
    aged.value_stream_name,
    aged.initiative_code,
    initiatives.initiative_name,
    case when aged.started_date is null then 'no_status_history' end as age_reason,
    history.flow_time_p85_days,
    aged.age_days,
    aged.age_days > history.flow_time_p85_days as is_older_than_p85,
    aged.started_date
from aged
inner join
    {{ ref("dim_initiative") }} as initiatives
    on aged.initiative_code = initiatives.initiative_code
left join history on aged.type_name = history.type_name
