with

    run as (select * from {{ ref("dim_run") }}),

    initiatives as (
        select * from {{ ref("dim_initiative") }} where initiative_code <> 'unknown'
    ),

    alignment as (select * from {{ ref("fct_initiative_alignment") }}),

    days as (select * from {{ ref("fct_initiative_days") }}),

    reports as (select * from {{ ref("fct_status_reports") }} where is_latest),

    -- The burn is that of the last three closed periods: the open one is not yet whole.
    closed as (
        select
            days.fiscal_period_label,
            min(days.calendar_date) as start_date,
            count(*) as day_count
        from {{ ref("dim_date") }} as days
        cross join run
        where days.fiscal_period_end_date <= run.as_of_date
        group by days.fiscal_period_label
    ),

    ranked_closed as (
        select
            fiscal_period_label,
            day_count,
            row_number() over (order by start_date desc) as newness
        from closed
    ),

    last_periods as (select * from ranked_closed where newness <= 3),

    trailing_weeks as (
        select cast(sum(day_count) as double) / 7 as weeks from last_periods
    ),

    spend as (
        select
            theme_spend.initiative_code,
            sum(
                case
                    when theme_spend.fiscal_year_label = run.fiscal_year_label
                    then theme_spend.budget_amount
                    else 0
                end
            ) as budget_amount,
            sum(
                case
                    when theme_spend.fiscal_year_label = run.fiscal_year_label
                    then theme_spend.actual_amount
                    else 0
                end
            ) as actual_amount,
            sum(
                case
                    when theme_spend.fiscal_year_label = run.fiscal_year_label
                    then theme_spend.aligned_actual_amount
                    else 0
                end
            ) as aligned_actual_amount,
            sum(theme_spend.actual_amount) as actual_total_amount,
            sum(
                case
                    when last_periods.fiscal_period_label is not null
                    then theme_spend.actual_amount
                    else 0
                end
            ) as trailing_amount
        from {{ ref("fct_theme_spend") }} as theme_spend
        cross join run
        left join
            last_periods
            on theme_spend.fiscal_period_label = last_periods.fiscal_period_label
        group by theme_spend.initiative_code
    ),

    work as (
        select
            initiative_code,
            count(*) as work_item_count,
            sum(
                case when status_category = 'done' then 1 else 0 end
            ) as done_work_item_count
        from {{ ref("dim_work_item") }}
        where not is_subtask
        group by initiative_code
    )

select
    initiatives.initiative_key,
    initiatives.initiative_code,
    initiatives.initiative_name,
    initiatives.hypothesis,
    initiatives.theme_name,
    initiatives.value_stream_name,
    initiatives.owner_name,
    initiatives.horizon,
    initiatives.stage_name,
    initiatives.portfolio_state,
    reports.reported_status,
    alignment.alignment_reason,
    run.reporting_currency_code as currency_code,
    {{ money("coalesce(spend.budget_amount, 0)") }} as budget_amount,
    {{ money("coalesce(spend.actual_amount, 0)") }} as actual_amount,
    {{ money("coalesce(spend.aligned_actual_amount, 0)") }} as aligned_actual_amount,
    {{ money("coalesce(spend.actual_amount - spend.aligned_actual_amount, 0)") }}
    as unaligned_actual_amount,
    {{ money("coalesce(spend.actual_total_amount, 0)") }} as actual_total_amount,
    {{ money("coalesce(spend.trailing_amount / trailing_weeks.weeks, 0)") }}
    as spend_per_week_amount,
    days.cost_of_delay_per_week_amount,
    alignment.linked_key_result_count,
    alignment.live_key_result_count,
    alignment.aligned_weight_share,
    alignment.alignment_score,
    cast(coalesce(work.work_item_count, 0) as bigint) as work_item_count,
    cast(coalesce(work.done_work_item_count, 0) as bigint) as done_work_item_count,
    initiatives.is_live,
    initiatives.is_run,
    coalesce(reports.reported_status = 'green', false)
    and initiatives.is_live
    and not initiatives.is_run
    and alignment.live_key_result_count = 0 as is_green_without_live_key_result,
    reports.report_date as status_report_date
from initiatives
cross join run
cross join trailing_weeks
inner join alignment on initiatives.initiative_code = alignment.initiative_code
inner join days on initiatives.initiative_code = days.initiative_code
left join reports on initiatives.initiative_code = reports.initiative_code
left join spend on initiatives.initiative_code = spend.initiative_code
left join work on initiatives.initiative_code = work.initiative_code
