with

    run as (select * from {{ ref("dim_run") }}),

    flow as (select work_item_hash, done_date from {{ ref("fct_work_item_flow") }}),

    -- What has items below it is their sum: counting it as well would count them
    -- twice. Sub-tasks are below the level that is counted.
    containers as (
        select distinct parented.source_name, parented.parent_id as work_item_id
        from {{ ref("int_work_items__parented") }} as parented
        inner join
            {{ ref("dim_work_item") }} as children
            on parented.source_name = children.source_name
            and parented.work_item_id = children.work_item_id
        where parented.parent_id is not null and not children.is_subtask
    ),

    -- What several initiatives claim counts in part for each.
    counted as (
        select
            claims.initiative_code,
            claims.weight,
            items.story_points,
            items.status_category = 'done'
            and coalesce(flow.done_date <= run.as_of_date, true) as is_done
        from {{ ref("dim_work_item") }} as items
        cross join run
        inner join
            {{ ref("bridge_work_item_initiative") }} as claims
            on items.work_item_hash = claims.work_item_hash
        left join flow on items.work_item_hash = flow.work_item_hash
        left join
            containers
            on items.source_name = containers.source_name
            and items.work_item_id = containers.work_item_id
        where
            containers.work_item_id is null
            and not items.is_subtask
            and coalesce(items.status_category, 'todo') <> 'cancelled'
    ),

    totals as (
        select
            initiative_code,
            count(*) as item_count,
            sum(case when is_done then 1 else 0 end) as done_item_count,
            sum(case when story_points is null then 1 else 0 end) as unestimated_count,
            {{ exact_sum("weight") }} as parts,
            coalesce(
                {{ exact_sum("case when is_done then weight end") }}, 0
            ) as done_parts,
            coalesce({{ exact_sum("weight * story_points") }}, 0) as story_points,
            coalesce(
                {{ exact_sum("case when is_done then weight * story_points end") }}, 0
            ) as done_story_points
        from counted
        group by initiative_code
    ),

    -- Points only where every item has some: an item without points would be worth
    -- nothing, done or not.
    based as (
        select
            totals.*,
            totals.unestimated_count = 0
            and totals.story_points > 0 as is_measured_in_points
        from totals
    )

select
    {{ surrogate_key(["initiatives.initiative_code"]) }} as initiative_progress_key,
    initiatives.initiative_key,
    initiatives.initiative_code,
    case
        when based.initiative_code is null
        then cast(null as {{ dbt.type_string() }})
        when based.is_measured_in_points
        then 'story_points'
        else 'items'
    end as measured_in,
    cast(coalesce(based.item_count, 0) as bigint) as item_count,
    cast(coalesce(based.done_item_count, 0) as bigint) as done_item_count,
    cast(coalesce(based.unestimated_count, 0) as bigint) as unestimated_count,
    cast(coalesce(based.story_points, 0) as double) as story_points,
    cast(coalesce(based.done_story_points, 0) as double) as done_story_points,
    case
        when based.is_measured_in_points
        then {{ safe_divide("based.done_story_points", "based.story_points") }}
        else {{ safe_divide("based.done_parts", "based.parts") }}
    end as percent_complete_share,
    case
        when based.initiative_code is null then 'no_work_items'
    end as percent_complete_reason
from {{ ref("dim_initiative") }} as initiatives
left join based on initiatives.initiative_code = based.initiative_code
where initiatives.initiative_code not in ('unknown', 'not_applicable')
