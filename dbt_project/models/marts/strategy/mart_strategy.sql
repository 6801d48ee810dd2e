with

    run as (select * from {{ ref("dim_run") }}),

    spend as (select * from {{ ref("fct_strategy_years") }}),

    drift as (
        select
            fiscal_year_label,
            {{
                exact_sum(
                    "abs(coalesce(actual_share, 0) - coalesce(target_share, 0))"
                )
            }} / 2 as strategy_drift,
            count(target_share) as target_count
        from {{ ref("fct_theme_years") }}
        where actual_share is not null
        group by fiscal_year_label
    ),

    coverage as (select * from {{ ref("fct_portfolio_days") }})

select
    {{ surrogate_key(["spend.fiscal_year_label"]) }} as strategy_key,
    spend.fiscal_year_label,
    run.reporting_currency_code as currency_code,
    spend.share_reason as aligned_spend_share_reason,
    case
        when spend.share_reason is not null
        then spend.share_reason
        when drift.target_count = 0
        then 'no_targets'
    end as strategy_drift_reason,
    case
        when spend.fiscal_year_label <> run.fiscal_year_label
        then 'current_year_only'
        when coverage.live_key_result_count = 0
        then 'no_live_key_result'
        when coverage.strategy_coverage_share is null
        then 'no_priority'
    end as strategy_coverage_reason,
    case
        when spend.fiscal_year_label <> run.fiscal_year_label
        then 'current_year_only'
        when coverage.cost_of_delay_coverage_count_share is null
        then 'no_live_initiative'
    end as cost_of_delay_coverage_reason,
    {{ money("spend.change_spend_amount") }} as change_spend_amount,
    {{ money("spend.run_spend_amount") }} as run_spend_amount,
    {{ money("spend.aligned_spend_amount") }} as aligned_spend_amount,
    {{ money("spend.unallocated_spend_amount") }} as unallocated_spend_amount,
    case
        when spend.share_reason is null
        then
            {{ safe_divide("spend.aligned_spend_amount", "spend.change_spend_amount") }}
    end as aligned_spend_share,
    case when drift.target_count > 0 then drift.strategy_drift end as strategy_drift,
    case
        when spend.fiscal_year_label = run.fiscal_year_label
        then coverage.strategy_coverage_share
    end as strategy_coverage_share,
    case
        when spend.fiscal_year_label = run.fiscal_year_label
        then coverage.strategy_coverage_count_share
    end as strategy_coverage_count_share,
    case
        when spend.fiscal_year_label = run.fiscal_year_label
        then coverage.cost_of_delay_coverage_count_share
    end as cost_of_delay_coverage_count_share,
    case
        when spend.fiscal_year_label = run.fiscal_year_label
        then coverage.cost_of_delay_coverage_spend_share
    end as cost_of_delay_coverage_spend_share,
    spend.fiscal_year_label = run.fiscal_year_label as is_current
from spend
cross join run
cross join coverage
left join drift on spend.fiscal_year_label = drift.fiscal_year_label
