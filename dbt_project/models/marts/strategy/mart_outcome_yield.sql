select
    yields.outcome_yield_key,
    yields.initiative_code,
    initiatives.initiative_name,
    initiatives.theme_name,
    initiatives.owner_name,
    initiatives.portfolio_state,
    yields.fiscal_quarter_label,
    yields.spend_quarter_label,
    yields.currency_code,
    yields.outcome_yield_reason,
    yields.change_spend_amount,
    yields.change_spend_reason,
    yields.weighted_score_change,
    yields.score_coverage_share,
    yields.outcome_yield,
    yields.lag_quarters,
    yields.judged_on_date
from {{ ref("fct_outcome_yields") }} as yields
inner join
    {{ ref("dim_initiative") }} as initiatives
    on yields.initiative_code = initiatives.initiative_code
