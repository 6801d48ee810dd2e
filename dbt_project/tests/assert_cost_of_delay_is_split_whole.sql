-- A row here is a difference, of any digit, between the cost of delay of all
-- initiatives
-- and of all themes.
{{ config(meta={"metrics": ["M08"]}) }}
with

    themes as (
        select
            sum(cost_of_delay_per_week_amount) as amount,
            sum(cost_of_delay_per_week_low_amount) as low_amount,
            sum(cost_of_delay_per_week_high_amount) as high_amount
        from {{ ref("mart_cost_of_delay_burn") }}
    ),

    initiatives as (
        select sum(cost_of_delay_per_week_amount) as amount
        from {{ ref("mart_cost_of_delay") }}
    ),

    portfolio as (select * from {{ ref("mart_portfolio_delay") }})

select themes.amount as theme_amount, initiatives.amount as initiative_amount
from themes
cross join initiatives
cross join portfolio
where
    coalesce(themes.amount, 0) <> coalesce(initiatives.amount, 0)
    or coalesce(themes.amount, 0)
    <> coalesce(portfolio.cost_of_delay_per_week_amount, 0)
    or coalesce(themes.low_amount, 0)
    <> coalesce(portfolio.cost_of_delay_per_week_low_amount, 0)
    or coalesce(themes.high_amount, 0)
    <> coalesce(portfolio.cost_of_delay_per_week_high_amount, 0)
