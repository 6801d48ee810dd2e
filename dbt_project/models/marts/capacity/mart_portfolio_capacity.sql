select
    portfolio_capacity_week_key,
    week_start_date,
    is_future,
    team_count,
    compared_team_count,
    over_allocated_team_count,
    supply_hours,
    demand_hours,
    over_allocated_hours,
    utilisation,
    utilisation_reason,
    as_of_date
from {{ ref("fct_portfolio_capacity_weeks") }}
