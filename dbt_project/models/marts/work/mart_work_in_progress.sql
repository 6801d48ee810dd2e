with

    run as (select * from {{ ref("dim_run") }}),

    history as (
        select
            type_name, {{ percentile_days("flow_seconds", 0.85) }} as flow_time_p85_days
        from {{ ref("fct_work_item_flow") }}
        where work_item_level <> 'subtask'
        group by type_name
    ),

    -- Sent back to the start, it is still begun and not done.
    open_items as (
        select
            items.*,
            flow.history_source,
            flow.is_start_known,
            flow.started_date,
            flow.state_entered_date
        from {{ ref("dim_work_item") }} as items
        inner join
            {{ ref("fct_work_item_flow") }} as flow
            on items.work_item_hash = flow.work_item_hash
        where
            items.work_item_level <> 'subtask'
            and (
                items.status_category = 'in_progress'
                or (
                    coalesce(items.status_category, 'todo') = 'todo'
                    and flow.started_date is not null
                )
            )
    ),

    aged as (
        select
            open_items.*,
            case
                when open_items.started_date is null
                then 'no_status_history'
                when not open_items.is_start_known
                then 'started_before_first_snapshot'
                when open_items.started_date > run.as_of_date
                then 'starts_after_as_of'
            end as age_reason,
            cast(
                {{ dbt.datediff("open_items.started_date", "run.as_of_date", "day") }}
                + 1 as bigint
            ) as days_since_start,
            cast(
                {{
                    dbt.datediff(
                        "open_items.state_entered_date", "run.as_of_date", "day"
                    )
                }} + 1 as bigint
            ) as state_age_days
        from open_items
        cross join run
    ),

    zoned as (
        select
            aged.*,
            case when aged.age_reason is null then aged.days_since_start end as age_days
        from aged
    )

select
    zoned.work_item_hash,
    zoned.work_item_key,
    zoned.title,
    zoned.type_name,
    zoned.work_item_level,
    zoned.status_name,
    zoned.value_stream_name,
    zoned.initiative_code,
    initiatives.initiative_name,
    zoned.history_source,
    zoned.age_reason,
    history.flow_time_p85_days,
    zoned.age_days,
    zoned.age_days > history.flow_time_p85_days as is_older_than_p85,
    case
        when zoned.age_reason is not null
        then zoned.age_reason
        when ages.age_p85_days is null
        then coalesce(ages.age_reason, 'nothing_left_it')
    end as age_zone_reason,
    case
        when zoned.age_days <= ages.age_p50_days
        then 'usual'
        when zoned.age_days <= ages.age_p85_days
        then 'watch'
        when zoned.age_days > ages.age_p85_days
        then 'late'
    end as age_zone,
    ages.age_p50_days as state_age_p50_days,
    ages.age_p85_days as state_age_p85_days,
    zoned.state_age_days,
    zoned.started_date,
    zoned.state_entered_date
from zoned
inner join
    {{ ref("dim_initiative") }} as initiatives
    on zoned.initiative_code = initiatives.initiative_code
left join history on zoned.type_name = history.type_name
left join
    {{ ref("fct_workflow_state_ages") }} as ages
    on zoned.source_name = ages.source_name
    and zoned.status_name = ages.status_name
    and zoned.work_item_level = ages.work_item_level
