-- A row here is a difference between the cost of delay of all initiatives and of all
-- themes; each theme is rounded once.
with

    themes as (
        select sum(cost_of_delay_per_week_amount) as amount, count(*) as row_count
        from {{ ref("mart_cost_of_delay_burn") }}
    ),

    initiatives as (
        select sum(cost_of_delay_per_week_amount) as amount
        from {{ ref("mart_cost_of_delay") }}
    )

select themes.amount as theme_amount, initiatives.amount as initiative_amount
from themes
cross join initiatives
where
    abs(coalesce(themes.amount, 0) - coalesce(initiatives.amount, 0))
    > 0.0001 * (1 + themes.row_count)
