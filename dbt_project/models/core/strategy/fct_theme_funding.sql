{%- set own_spend = "case when spend.scope_name is null then 0 else spend.change_spend_amount end" -%}
{%- set own_budget = "case when spend.scope_name is null then 0 else spend.change_budget_amount end" -%}

with

    run as (select * from {{ ref("dim_run") }}),

    spend as (select * from {{ ref("fct_aligned_spend") }} where scope_type = 'theme'),

    totals as (
        select * from {{ ref("fct_aligned_spend") }} where scope_type = 'portfolio'
    ),

    targets as (select * from {{ ref("fct_theme_span_targets") }}),

    members as (
        select scope_name as theme_name, span_type, span_label
        from spend
        where
            coalesce(change_spend_amount, 1) <> 0
            or coalesce(change_budget_amount, 1) <> 0
        union
        select theme_name, span_type, span_label
        from targets
    ),

    shares as (
        select
            members.theme_name,
            totals.span_type,
            totals.span_label,
            totals.fiscal_year_label,
            totals.span_start_date,
            totals.span_end_date,
            totals.currency_code,
            totals.change_spend_amount as total_amount,
            {{ money(own_budget) }} as budget_amount,
            spend.change_budget_reason as budget_amount_reason,
            {{ money(own_spend) }} as actual_amount,
            spend.change_spend_reason as actual_amount_reason,
            coalesce(
                totals.aligned_spend_share_reason,
                case when not targets.is_whole then 'targets_not_whole' end
            ) as funding_status_reason,
            case
                when totals.aligned_spend_share_reason is null
                then {{ safe_divide(own_spend, "totals.change_spend_amount") }}
            end as actual_share,
            targets.strategy_version,
            targets.target_share
        from members
        inner join
            totals
            on members.span_type = totals.span_type
            and members.span_label = totals.span_label
        left join
            spend
            on members.theme_name = spend.scope_name
            and members.span_type = spend.span_type
            and members.span_label = spend.span_label
        left join
            targets
            on members.theme_name = targets.theme_name
            and members.span_type = targets.span_type
            and members.span_label = targets.span_label
    )

select
    {{ surrogate_key(["shares.theme_name", "shares.span_type", "shares.span_label"]) }}
    as theme_funding_key,
    {{ surrogate_key(["shares.theme_name"]) }} as theme_key,
    shares.theme_name,
    shares.span_type,
    shares.span_label,
    shares.fiscal_year_label,
    shares.strategy_version,
    shares.currency_code,
    case
        when shares.funding_status_reason is null
        then
            {{
                funding_status(
                    "shares.actual_share",
                    "shares.target_share",
                    "run.theme_tolerance",
                )
            }}
    end as funding_status,
    shares.funding_status_reason,
    coalesce(
        shares.funding_status_reason,
        case when shares.target_share is null then 'untargeted' end
    ) as gap_share_reason,
    shares.budget_amount,
    shares.budget_amount_reason,
    shares.actual_amount,
    shares.actual_amount_reason,
    case
        when shares.funding_status_reason is null
        then
            {{
                money(
                    "shares.actual_amount - cast(cast(shares.total_amount as decimal(20, 4)) * cast(shares.target_share as decimal(18, 10)) as decimal(18, 4))"
                )
            }}
    end as gap_amount,
    shares.actual_share,
    shares.target_share,
    case
        when shares.funding_status_reason is null
        then shares.actual_share - shares.target_share
    end as gap_share,
    shares.span_start_date,
    shares.span_end_date
from shares
cross join run
