"""The tables of the page of one initiative."""

from analytics_app.components.layout import NO_MONEY, Layout

INITIATIVE: dict[str, Layout] = {
    "initiative_money": Layout(
        "Money by fiscal period",
        "fiscal_period_label actual_amount budget_amount variance_amount forecast_amount commitment_amount "
        "aligned_actual_amount",
        NO_MONEY,
    ),
    "initiative_earned_value": Layout(
        "Earned value",
        "baseline_name budget_at_completion_amount planned_value_amount earned_value_amount "
        "actual_cost_amount percent_complete_share cost_performance_index schedule_performance_index "
        "estimate_at_completion_amount variance_at_completion_amount missing_reason",
        "No earned value. Load a budget and a tracker.",
    ),
    "initiative_delay": Layout(
        "Cost of delay of the initiative",
        "figure_name likely_amount low_amount high_amount missing_reason",
        "Only what is live has a cost of delay. Load an estimate with the initiatives register.",
    ),
    "initiative_key_results": Layout(
        "Key results it is linked to",
        "key_result_code key_result_name weight is_live missing_reason derived_status score expected "
        "objective_name theme_name",
        "It is linked to no key result: nothing says what it is for. Link it in the initiatives register.",
    ),
    "initiative_themes": Layout(
        "Themes it is linked to", "theme_name weight is_live missing_reason", "It is linked to no theme."
    ),
    "initiative_outcomes": Layout(
        "Outcome yield",
        "fiscal_quarter_label lag_quarters change_spend_amount weighted_score_change outcome_yield "
        "score_coverage_share missing_reason",
        "No quarter of spend has a score to compare with. Load check-ins of key results.",
    ),
    "initiative_guardrails": Layout(
        "Guardrails of the initiative",
        "guardrail_result guardrail_name beyond_amount missing_reason",
        "No guardrail judges this initiative.",
    ),
    "initiative_flow": Layout(
        "Stories done by fiscal period",
        "fiscal_period_label throughput_count cancelled_count flow_time_p50_days flow_time_p85_days "
        "missing_reason",
        "No story of it is done. Load a tracker whose epics are linked to the initiative.",
    ),
    "initiative_in_progress": Layout(
        "Work in progress",
        "work_item_key title type_name status_name age_days age_zone state_age_days started_date",
        "Nothing of it is in progress.",
    ),
    "initiative_work_items": Layout(
        "Work items",
        "work_item_key title type_name status_category status_name story_points team_name created_at "
        "resolved_at source_name",
        "No work item leads to it. Link its epic in the initiatives register or the tracker.",
    ),
    "initiative_reports": Layout(
        "Status reports",
        "report_date reported_status is_green_after_evidence evidence_rule_id evidence_date "
        "live_key_result_count linked_key_result_count status_text",
        "No status report. Load the register's status columns.",
    ),
    "initiative_decisions": Layout(
        "Decisions",
        "decision_date outcome recommended_outcome is_override reason_text gate_name decided_by_name "
        "latency_days missing_reason",
        "No decision is recorded. Load the decision log.",
    ),
    "initiative_dependencies": Layout(
        "Dependencies",
        "role_name initiative_code initiative_name dependency_risk slack_days needed_date expected_date "
        "dependency_state is_on_loop missing_reason",
        "It waits for nothing, and nothing waits for it; or no dependencies are loaded.",
    ),
    "initiative_changes": Layout(
        "What changed when",
        "valid_from_date attribute_name before_text after_text",
        "The register has no versions of it.",
    ),
    "initiative_sources": Layout(
        "Source rows",
        "source_table entry_kind entry_code row_text reporting_amount missing_reason file_name row_number "
        "business_date weight row_amount currency_code allocated_amount source_name",
        "No source row leads to it.",
    ),
}
