-- A row here is a bridge whose parts do not lead from one stage to the next, or a theme
-- whose actuals of closed periods are not what its spend says, to the last digit. Where
-- a line has no exchange rate there is no sum to compare.
{{ config(meta={"invariant": "money", "metrics": ["M45"]}) }}

with

    steps as (
        select
            theme_name,
            from_stage,
            to_stage,
            from_amount,
            to_amount,
            from_amount
            + scope_amount
            + coalesce(fx_amount, 0)
            + timing_amount
            + reclassified_amount
            + volume_amount as bridged_amount
        from {{ ref("mart_budget_bridge") }}
    ),

    bridged as (
        select
            theme_name,
            sum(case when to_stage = 'actual' then to_amount end) as actual_amount,
            sum(
                case when to_stage = 'actual' and to_amount is null then 1 else 0 end
            ) as unknown_count
        from steps
        group by theme_name
    ),

    spent as (
        select
            theme_spend.theme_name,
            sum(
                case
                    when days.fiscal_period_label is not null
                    then theme_spend.actual_amount
                end
            ) as actual_amount
        from {{ ref("mart_theme_spend") }} as theme_spend
        left join
            (
                select distinct fiscal_period_label
                from {{ ref("mart_budget_bridge") }}
                where to_stage = 'actual'
            ) as days
            on theme_spend.fiscal_period_label = days.fiscal_period_label
        group by theme_spend.theme_name
    )

select
    theme_name, from_stage as problem, to_amount as expected, bridged_amount as actual
from steps
where to_amount <> bridged_amount
union all
select
    spent.theme_name,
    'actual' as problem,
    spent.actual_amount as expected,
    bridged.actual_amount as actual
from spent
inner join bridged on spent.theme_name = bridged.theme_name
where
    bridged.unknown_count = 0
    and coalesce(spent.actual_amount, 0) <> coalesce(bridged.actual_amount, 0)
