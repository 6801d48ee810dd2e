-- A row here is a figure that is missing without a reason, or has a reason and is not
-- missing.
{%- set figures = [
    (
        "mart_cost_of_delay",
        "cost_of_delay_per_week_amount",
        "cost_of_delay_reason",
    ),
    (
        "mart_cost_of_delay",
        "accrued_since_needed_amount",
        "accrued_since_needed_reason",
    ),
    (
        "mart_cost_of_delay",
        "accrued_since_ready_amount",
        "accrued_since_ready_reason",
    ),
    (
        "mart_cost_of_delay_burn",
        "cost_of_delay_per_week_amount",
        "cost_of_delay_reason",
    ),
    ("mart_orphan_work", "spend_amount", "spend_reason"),
    ("mart_cost_of_delay", "cd3", "cd3_reason"),
    ("mart_cost_of_delay", "wsjf", "wsjf_reason"),
    ("mart_key_results", "score", "score_reason"),
    ("mart_key_results", "pace", "pace_reason"),
    ("mart_objectives", "score", "score_reason"),
    ("mart_key_results", "expected", "expected_reason"),
    ("mart_key_results", "confidence_slope", "confidence_slope_reason"),
    ("fct_key_result_days", "confidence", "confidence_reason"),
    (
        "fct_parent_objective_scores",
        "children_score",
        "children_score_reason",
    ),
    ("fct_key_result_criteria", "points", "points_reason"),
    ("fct_objective_criteria", "points", "points_reason"),
    ("fct_okr_quality", "quality_score", "quality_score_reason"),
    ("mart_theme_funding", "funding_status", "funding_status_reason"),
    ("mart_strategy", "aligned_spend_share", "aligned_spend_share_reason"),
    ("mart_strategy", "strategy_drift", "strategy_drift_reason"),
    ("mart_strategy", "strategy_coverage_share", "strategy_coverage_reason"),
    (
        "mart_strategy",
        "cost_of_delay_coverage_count_share",
        "cost_of_delay_coverage_reason",
    ),
    ("mart_earned_value", "earned_value_amount", "earned_value_reason"),
    ("mart_earned_value", "cost_variance_amount", "actual_cost_reason"),
    (
        "mart_earned_value",
        "cost_performance_index",
        "cost_performance_index_reason",
    ),
    (
        "mart_earned_value",
        "schedule_performance_index",
        "schedule_performance_index_reason",
    ),
    (
        "mart_earned_value",
        "time_performance_index",
        "time_performance_index_reason",
    ),
    (
        "mart_earned_value",
        "to_complete_performance_index",
        "to_complete_performance_index_reason",
    ),
    (
        "mart_earned_value",
        "estimate_at_completion_amount",
        "estimate_at_completion_reason",
    ),
    ("mart_earned_value", "eac_cpi_amount", "eac_cpi_reason"),
    ("mart_earned_value", "eac_cpi_spi_amount", "eac_cpi_spi_reason"),
    ("mart_earned_value", "eac_forecast_amount", "eac_forecast_reason"),
    ("mart_budget_bridge", "fx_amount", "fx_reason"),
    (
        "mart_restatements",
        "change_reporting_amount",
        "reporting_amount_reason",
    ),
    ("mart_envelopes", "runway_periods", "runway_reason"),
    ("mart_envelopes", "run_out_date", "run_out_reason"),
    ("mart_envelopes", "pace_gap_share", "consumed_reason"),
    ("mart_theme_spend", "fx_effect_amount", "fx_effect_reason"),
    ("mart_flow", "flow_efficiency", "flow_efficiency_reason"),
    ("mart_wip_limits", "excess_count", "excess_reason"),
    ("mart_wip_limits", "waiting_cost_amount", "waiting_cost_reason"),
    ("mart_flow", "flow_time_p50_days", "flow_time_reason"),
    ("mart_flow", "lead_time_p85_days", "lead_time_reason"),
    ("mart_flow", "cycle_time_p95_days", "cycle_time_reason"),
    ("mart_flow", "done_share", "done_share_reason"),
    ("mart_flow_balance", "littles_law_error", "littles_law_reason"),
    ("mart_work_in_progress", "age_days", "age_reason"),
    ("mart_work_in_progress", "age_zone", "age_zone_reason"),
    ("mart_decisions", "latency_days", "latency_reason"),
    (
        "mart_decisions",
        "moved_reporting_amount",
        "moved_reporting_amount_reason",
    ),
    ("mart_capacity", "supply_hours", "supply_reason"),
    ("mart_capacity", "demand_hours", "demand_reason"),
    ("mart_capacity", "utilisation", "utilisation_reason"),
    ("mart_capacity", "over_allocated_hours", "over_allocated_reason"),
    ("mart_capacity", "excess_fte", "excess_fte_reason"),
    ("mart_portfolio_capacity", "utilisation", "utilisation_reason"),
] %}
{% for mart, figure, reason in figures %}
    select '{{ mart }}.{{ figure }}' as figure, count(*) as row_count
    from {{ ref(mart) }}
    where ({{ figure }} is null) <> ({{ reason }} is not null)
    having count(*) > 0 {{ "union all" if not loop.last }}
{% endfor %}
