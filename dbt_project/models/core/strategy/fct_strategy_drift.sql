with

    totals as (
        select * from {{ ref("fct_aligned_spend") }} where scope_type = 'portfolio'
    ),

    gaps as (
        select
            span_type,
            span_label,
            count(target_share) as target_count,
            max(
                case when funding_status_reason = 'targets_not_whole' then 1 else 0 end
            ) as broken_count,
            {{
                exact_sum(
                    "abs(coalesce(actual_share, 0) - coalesce(target_share, 0))"
                )
            }} / 2 as strategy_drift
        from {{ ref("fct_theme_funding") }}
        group by span_type, span_label
    ),

    judged as (
        select
            totals.*,
            gaps.strategy_drift,
            case
                when totals.aligned_spend_share_reason is not null
                then totals.aligned_spend_share_reason
                when gaps.broken_count > 0
                then 'targets_not_whole'
                when coalesce(gaps.target_count, 0) = 0
                then 'no_targets'
            end as strategy_drift_reason
        from totals
        left join
            gaps
            on totals.span_type = gaps.span_type
            and totals.span_label = gaps.span_label
    )

select
    {{ surrogate_key(["judged.span_type", "judged.span_label"]) }}
    as strategy_drift_key,
    judged.span_type,
    judged.span_label,
    judged.fiscal_year_label,
    judged.strategy_drift_reason,
    case
        when judged.strategy_drift_reason is null then judged.strategy_drift
    end as strategy_drift,
    judged.span_start_date,
    judged.span_end_date
from judged
