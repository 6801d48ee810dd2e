with

    initiatives as (
        select *
        from {{ ref("dim_initiative") }}
        where initiative_code not in ('unknown', 'not_applicable')
    ),

    alignment as (select * from {{ ref("fct_initiative_alignment") }}),

    days as (select * from {{ ref("fct_initiative_days") }}),

    reports as (select * from {{ ref("fct_status_reports") }} where is_latest),

    spend as (select * from {{ ref("fct_initiative_spend") }}),

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
    alignment.alignment_score_reason,
    alignment.health_weighted_alignment_reason,
    spend.currency_code,
    spend.budget_amount,
    spend.budget_amount_reason,
    spend.actual_amount,
    spend.actual_amount_reason,
    spend.aligned_actual_amount,
    spend.aligned_actual_amount_reason,
    spend.unaligned_actual_amount,
    spend.unaligned_actual_amount_reason,
    spend.actual_total_amount,
    spend.actual_total_amount_reason,
    spend.spend_per_week_amount,
    spend.spend_per_week_amount_reason,
    days.cost_of_delay_per_week_amount,
    alignment.linked_key_result_count,
    alignment.live_key_result_count,
    alignment.aligned_weight_share,
    alignment.alignment_score,
    alignment.health_weighted_alignment_score,
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
inner join alignment on initiatives.initiative_code = alignment.initiative_code
inner join days on initiatives.initiative_code = days.initiative_code
left join reports on initiatives.initiative_code = reports.initiative_code
inner join spend on initiatives.initiative_code = spend.initiative_code
left join work on initiatives.initiative_code = work.initiative_code
