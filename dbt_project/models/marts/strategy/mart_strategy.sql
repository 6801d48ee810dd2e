with

    run as (select * from {{ ref("dim_run") }}),

    spend as (
        select *
        from {{ ref("fct_aligned_spend") }}
        where scope_type = 'portfolio' and span_type = 'year'
    ),

    drift as (select * from {{ ref("fct_strategy_drift") }} where span_type = 'year'),

    capacity as (
        select *
        from {{ ref("fct_aligned_capacity") }}
        where scope_type = 'portfolio' and span_type = 'year'
    ),

    -- What is known of today only is a figure of the current year.
    today as (
        select
            strategy.*,
            portfolio.cost_of_delay_coverage_count_share,
            portfolio.cost_of_delay_coverage_spend_share,
            portfolio.cost_of_delay_coverage_spend_reason,
            run.fiscal_year_label
        from run
        cross join {{ ref("fct_strategy_days") }} as strategy
        cross join {{ ref("fct_portfolio_days") }} as portfolio
    )

select
    {{ surrogate_key(["spend.fiscal_year_label"]) }} as strategy_key,
    spend.fiscal_year_label,
    spend.currency_code,
    spend.aligned_spend_share_reason,
    spend.planned_aligned_share_reason,
    case
        when capacity.span_label is null
        then 'no_capacity'
        else capacity.aligned_capacity_share_reason
    end as aligned_capacity_share_reason,
    spend.stale_mandate_share_reason,
    drift.strategy_drift_reason,
    case
        when today.fiscal_year_label is null
        then 'current_year_only'
        else today.strategy_coverage_reason
    end as strategy_coverage_reason,
    case
        when today.fiscal_year_label is null
        then 'current_year_only'
        else today.aligned_initiative_count_share_reason
    end as aligned_initiative_count_share_reason,
    case
        when today.fiscal_year_label is null
        then 'current_year_only'
        when today.cost_of_delay_coverage_count_share is null
        then 'no_live_initiative'
    end as cost_of_delay_coverage_reason,
    case
        when today.fiscal_year_label is null
        then 'current_year_only'
        else today.cost_of_delay_coverage_spend_reason
    end as cost_of_delay_coverage_spend_reason,
    spend.change_spend_amount,
    spend.change_spend_reason,
    spend.run_spend_amount,
    spend.run_spend_reason,
    spend.aligned_spend_amount,
    spend.aligned_spend_reason,
    spend.unallocated_spend_amount,
    spend.unallocated_spend_reason,
    spend.stale_mandate_amount,
    spend.stale_mandate_reason,
    spend.aligned_spend_share,
    spend.planned_aligned_share,
    capacity.aligned_capacity_share,
    spend.stale_mandate_share,
    drift.strategy_drift,
    today.strategy_coverage_share,
    today.strategy_coverage_count_share,
    today.aligned_initiative_count_share,
    today.cost_of_delay_coverage_count_share,
    today.cost_of_delay_coverage_spend_share,
    today.single_thread_key_result_count,
    today.crowded_key_result_count,
    today.fiscal_year_label is not null as is_current
from spend
inner join drift on spend.span_label = drift.span_label
left join capacity on spend.span_label = capacity.span_label
left join today on spend.fiscal_year_label = today.fiscal_year_label
