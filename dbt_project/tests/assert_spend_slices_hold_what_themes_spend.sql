-- A row here is a theme and period whose slices do not sum to what the theme spent and
-- committed, to the last digit. Where a line has no exchange rate there is no sum to
-- compare.
{{ config(meta={"invariant": "money"}) }}
with

    slices as (
        select
            theme_name,
            fiscal_period_label,
            sum(actual_amount) as actual_amount,
            sum(commitment_amount) as commitment_amount,
            sum(budget_amount) as budget_amount,
            sum(forecast_amount) as forecast_amount,
            sum(
                case
                    when
                        actual_amount is null
                        or commitment_amount is null
                        or budget_amount is null
                        or forecast_amount is null
                    then 1
                    else 0
                end
            ) as unknown_count
        from {{ ref("mart_spend_slices") }}
        group by theme_name, fiscal_period_label
    ),

    themes as (
        select
            theme_name,
            fiscal_period_label,
            sum(actual_amount) as actual_amount,
            sum(commitment_amount) as commitment_amount,
            sum(budget_amount) as budget_amount,
            sum(forecast_amount) as forecast_amount
        from {{ ref("mart_theme_spend") }}
        group by theme_name, fiscal_period_label
    )

select
    themes.theme_name,
    themes.fiscal_period_label,
    themes.actual_amount,
    slices.actual_amount as sliced_amount
from themes
left join
    slices
    on themes.theme_name = slices.theme_name
    and themes.fiscal_period_label = slices.fiscal_period_label
where
    coalesce(slices.unknown_count, 0) = 0
    and (
        themes.actual_amount <> coalesce(slices.actual_amount, 0)
        or themes.commitment_amount <> coalesce(slices.commitment_amount, 0)
        or themes.budget_amount <> coalesce(slices.budget_amount, 0)
        or themes.forecast_amount <> coalesce(slices.forecast_amount, 0)
    )
