{%- set bands = ["", "_low", "_high"] -%}

select
    totals.portfolio_delay_key,
    totals.currency_code,
    totals.initiative_count,
    totals.valued_initiative_count,
    totals.estimated_initiative_count,
    totals.queued_initiative_count,
    totals.blocked_initiative_count,
    totals.cost_of_delay_reason,
    totals.accrued_since_needed_reason,
    totals.accrued_since_ready_reason,
    totals.queued_cost_per_week_reason,
    totals.queued_cost_accrued_reason,
    totals.blocked_cost_per_week_reason,
    totals.blocked_cost_critical_reason,
    {% for figure in [
        "cost_of_delay_per_week",
        "queued_cost_per_week",
        "accrued_since_needed",
        "accrued_since_ready",
    ] %}
        {% for band in bands %} totals.{{ figure ~ band }}_amount, {% endfor %}
    {% endfor %}
    totals.queued_cost_accrued_amount,
    totals.blocked_cost_per_week_amount,
    totals.blocked_cost_upper_amount,
    totals.blocked_cost_critical_amount,
    coverage.cost_of_delay_coverage_count_share,
    coverage.cost_of_delay_coverage_spend_share,
    coverage.cost_of_delay_coverage_spend_reason,
    totals.as_of_date
from {{ ref("fct_portfolio_delay") }} as totals
inner join
    {{ ref("fct_portfolio_days") }} as coverage
    on totals.as_of_date = coverage.as_of_date
