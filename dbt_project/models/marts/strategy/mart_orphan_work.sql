with

    run as (select * from {{ ref("dim_run") }}),

    work_items as (
        select
            items.*, coalesce(items.break_reason, traces.orphan_reason) as orphan_reason
        from {{ ref("dim_work_item") }} as items
        left join
            {{ ref("fct_initiative_traces") }} as traces
            on items.initiative_code = traces.initiative_code
        where not items.is_subtask
    ),

    spend as (
        select
            theme_spend.initiative_code,
            sum(
                theme_spend.actual_amount - theme_spend.aligned_actual_amount
            ) as spend_amount
        from {{ ref("fct_theme_spend") }} as theme_spend
        inner join run on theme_spend.fiscal_year_label = run.fiscal_year_label
        where not theme_spend.is_run
        group by theme_spend.initiative_code
    ),

    initiatives as (select * from {{ ref("dim_initiative") }} where not is_run)

select
    {{
        surrogate_key(
            [
                "work_items.orphan_reason",
                "work_items.value_stream_name",
                "work_items.initiative_code",
            ]
        )
    }} as orphan_work_key,
    work_items.orphan_reason as reason,
    work_items.value_stream_name,
    work_items.initiative_code,
    initiatives.initiative_name,
    run.reporting_currency_code as currency_code,
    case
        when work_items.initiative_code = 'unknown' then 'no_initiative'
    end as spend_reason,
    case
        when work_items.initiative_code <> 'unknown'
        then {{ money("max(coalesce(spend.spend_amount, 0))") }}
    end as spend_amount,
    cast(count(*) as bigint) as work_item_count,
    cast(
        sum(
            case
                when work_items.status_category in ('todo', 'in_progress') then 1 else 0
            end
        ) as bigint
    ) as open_work_item_count,
    {{ exact_sum("work_items.story_points") }} as story_points
from work_items
cross join run
inner join initiatives on work_items.initiative_code = initiatives.initiative_code
left join spend on work_items.initiative_code = spend.initiative_code
where work_items.orphan_reason is not null
group by
    work_items.orphan_reason,
    work_items.value_stream_name,
    work_items.initiative_code,
    initiatives.initiative_name,
    run.reporting_currency_code
