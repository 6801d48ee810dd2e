with

    run as (select * from {{ ref("dim_run") }}),

    initiatives as (select * from {{ ref("dim_initiative") }} where not is_run),

    alignment as (select * from {{ ref("fct_initiative_alignment") }}),

    work_items as (
        select
            items.*,
            coalesce(items.break_reason, {{ orphan_reason("alignment") }}) as reason
        from {{ ref("dim_work_item") }} as items
        left join alignment on items.initiative_code = alignment.initiative_code
        where not items.is_subtask
    ),

    items_of_initiatives as (select distinct initiative_code from work_items),

    orphans as (
        select
            reason,
            value_stream_name,
            initiative_code,
            count(*) as work_item_count,
            sum(
                case
                    when coalesce(status_category, '') in ('done', 'cancelled')
                    then 0
                    else 1
                end
            ) as open_work_item_count,
            {{ exact_sum("story_points") }} as story_points
        from work_items
        where reason is not null
        group by reason, value_stream_name, initiative_code
        union all
        -- An initiative may serve nothing before anybody has written a work item.
        select
            {{ orphan_reason("alignment") }} as reason,
            initiatives.value_stream_name,
            initiatives.initiative_code,
            0 as work_item_count,
            0 as open_work_item_count,
            cast(null as double) as story_points
        from initiatives
        inner join alignment on initiatives.initiative_code = alignment.initiative_code
        left join
            items_of_initiatives
            on initiatives.initiative_code = items_of_initiatives.initiative_code
        where
            initiatives.is_live
            and {{ orphan_reason("alignment") }} is not null
            and items_of_initiatives.initiative_code is null
    )

select
    {{
        surrogate_key(
            ["orphans.reason", "orphans.value_stream_name", "orphans.initiative_code"]
        )
    }} as orphan_work_key,
    orphans.reason,
    orphans.value_stream_name,
    orphans.initiative_code,
    initiatives.initiative_name,
    run.reporting_currency_code as currency_code,
    case
        when orphans.initiative_code = 'unknown'
        then 'no_initiative'
        else spend.unaligned_actual_amount_reason
    end as spend_reason,
    case
        when orphans.initiative_code <> 'unknown' then spend.unaligned_actual_amount
    end as spend_amount,
    cast(orphans.work_item_count as bigint) as work_item_count,
    cast(orphans.open_work_item_count as bigint) as open_work_item_count,
    orphans.story_points,
    initiatives.is_live as is_live_initiative,
    run.as_of_date
from orphans
cross join run
inner join initiatives on orphans.initiative_code = initiatives.initiative_code
left join
    {{ ref("fct_initiative_spend") }} as spend
    on orphans.initiative_code = spend.initiative_code
