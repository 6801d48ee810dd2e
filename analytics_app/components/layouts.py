"""The tables of the pages: title, columns from left to right, and what to do when there is no row."""

from dataclasses import dataclass

NO_MONEY = "No money in this selection. Load a ledger and a budget, or widen the filters."
NO_ESTIMATE = "No live initiative has an estimate. Load the initiatives register with its cost of delay."
NO_INITIATIVE = "No live initiatives in this selection. Load the initiatives register."
NO_WORK = "No work items in this selection. Load a tracker's export, or widen the filters."
NO_CAPACITY = "No capacity plan. Load one with the supply and demand of teams or people."
NO_REVIEW = (
    "No earlier review to compare with. Make one of any past day with `portfolio refresh --as-of DAY "
    "--as-known-on DAY`; it is kept beside what is served. Versions whose data ended earlier count as well."
)
OTHER_RELEASE = "That version was published by another release and cannot be compared. Choose another one."
NO_BRIDGE = "No budget in this selection leads to an actual or a forecast. Load a budget and a ledger."
NO_RESTATEMENT = (
    "No closed period of this selection says anything else than when it closed. Restatements show here once "
    "a later export of the ledger or a budget changes a period whose closing date is over."
)
NO_LOADED_MONEY = "No money is loaded. Add a ledger or a budget to portfolio.yml."
NO_KEY_RESULTS = "No key results in this selection. Load an OKR workbook."


@dataclass(frozen=True)
class Layout:
    """One table; its columns are described in `columns.py`."""

    title: str
    columns: str
    empty: str


TABLES: dict[str, Layout] = {
    "themes": Layout(
        "Spend by theme",
        "theme_name funding_status actual_share target_share gap_share actual_amount budget_amount "
        "variance_amount commitment_amount outlook_amount capex_amount",
        NO_MONEY,
    ),
    "spend_by_initiative": Layout(
        "Spend by initiative",
        "initiative_code initiative_name theme_name value_stream_name owner_name actual_amount "
        "budget_amount variance_amount commitment_amount aligned_actual_amount",
        NO_MONEY,
    ),
    "spend_by_slice": Layout(
        "Spend by slice",
        "slice_name actual_amount budget_amount variance_amount commitment_amount reclassified_amount "
        "posted_in_other_period_amount",
        NO_MONEY,
    ),
    "spend_by_period": Layout(
        "Spend by fiscal period",
        "fiscal_period_label actual_amount budget_amount forecast_amount commitment_amount",
        NO_MONEY,
    ),
    "bridge": Layout("Variance bridge", "step_name amount level_amount", NO_BRIDGE),
    "restatements": Layout(
        "Then and now",
        "fiscal_period_label theme_name money_kind then_reporting_amount change_reporting_amount "
        "now_reporting_amount then_basis source_name restated_at change_count missing_reason",
        NO_RESTATEMENT,
    ),
    "restated_parts": Layout(
        "What changed",
        "fiscal_period_label theme_name initiative_name cost_object_code money_kind currency_code "
        "then_amount change_amount restated_amount now_amount source_name restated_at closing_date "
        "initiative_code",
        NO_RESTATEMENT,
    ),
    "reconciled_files": Layout(
        "By file",
        "source_name file_name verdict currency_code loaded_amount fact_amount difference_amount line_count "
        "status as_of_date row_count_read row_count_accepted row_count_rejected row_count_ignored "
        "file_sha256",
        NO_LOADED_MONEY,
    ),
    "control_totals": Layout(
        "Control totals",
        "source_name file_name fiscal_period_label currency_code verdict loaded_amount fact_amount "
        "difference_amount line_count fact_line_count",
        NO_LOADED_MONEY,
    ),
    "quarantined_money": Layout(
        "Quarantined money",
        "source_name file_name row_number reason column_name detail raw",
        "No row of a ledger or a budget is in quarantine.",
    ),
    "cost_of_delay": Layout(
        "Cost of delay",
        "initiative_name delay_state cost_of_delay_per_week_amount cd3_rank wsjf_rank rank_gap cd3 wsjf "
        "remaining_duration_weeks ready_date accrued_since_needed_amount accrued_since_ready_amount "
        "missing_reason urgency_profile theme_name owner_name initiative_code",
        NO_ESTIMATE,
    ),
    "delay_lost": Layout(
        "Lost by waiting",
        "initiative_name delay_state accrued_since_ready_amount accrued_since_ready_low_amount "
        "accrued_since_ready_high_amount accrued_in_queue_amount accrued_in_active_amount "
        "accrued_in_blocked_amount accrued_since_needed_amount ready_date needed_date missing_reason "
        "theme_name owner_name initiative_code",
        "Nothing has been lost, or nobody knows: load estimates, ready dates and needed dates.",
    ),
    "delay_orders": Layout(
        "Places in each order",
        "initiative_name current_position cd3_position moves_up_count saved_amount batch_cd3_position "
        "batch_wsjf_position current_delay_cost_amount cd3_delay_cost_amount theme_name owner_name "
        "initiative_code",
        NO_ESTIMATE,
    ),
    "estimate_findings": Layout(
        "Findings about estimates",
        "rule_name estimation_batch score_name score_points initiative_code initiative_name",
        "No finding about the scores, or no scores are loaded.",
    ),
    "unestimated": Layout(
        "Without a current estimate",
        "initiative_name missing_reason spend_per_week_amount estimate_date estimate_age_days "
        "portfolio_state theme_name owner_name initiative_code",
        "Every live initiative has a current estimate.",
    ),
    "green_without_reason": Layout(
        "Green without a live key result",
        "initiative_code initiative_name theme_name owner_name alignment_reason spend_per_week_amount "
        "actual_total_amount",
        "Every initiative reported green serves a live key result, or no status reports are loaded.",
    ),
    "after_evidence": Layout(
        "Spent after evidence",
        "initiative_name answer_state evidence_rule_id spend_after_evidence_amount evidence_date weeks_after_evidence "
        "answer_date portfolio_state theme_name owner_name initiative_code",
        "No evidence speaks against an initiative, or no key results and ledger are loaded.",
    ),
    "theme_drift": Layout(
        "Themes against their targets",
        "theme_name funding_status actual_share target_share gap_share gap_amount actual_amount "
        "missing_reason",
        NO_MONEY,
    ),
    "strategy_latency": Layout(
        "Strategy latency",
        "strategy_version theme_name target_share valid_from_date reached_date strategy_latency_days "
        "days_without_reach missing_reason",
        "No version of the strategy sets targets. Put them into portfolio.yml.",
    ),
    "traceability": Layout(
        "Traceability",
        "value_stream_name traceability_rate traceability_count_share work_items traced_work_items "
        "unsized_work_items story_points traced_story_points missing_reason",
        "No story to follow. Load a tracker.",
    ),
    "orphans": Layout(
        "Orphan work",
        "reason work_item_count open_work_item_count story_points",
        "No orphan work, or no tracker is loaded.",
    ),
    "guardrails": Layout(
        "Guardrails that are broken",
        "guardrail_result guardrail_name scope_kind subject_name actual_text lower_text upper_text "
        "beyond_amount missing_reason initiative_code",
        "No guardrail is broken, or portfolio.yml sets none.",
    ),
    "key_results": Layout(
        "Key results",
        "key_result_code key_result_name derived_status score expected gap pace missing_reason confidence "
        "funded_initiative_count last_check_in_date objective_name theme_name owner_name",
        NO_KEY_RESULTS,
    ),
    "alignment": Layout(
        "Alignment of initiatives",
        "initiative_code initiative_name theme_name actual_amount unaligned_actual_amount alignment_score "
        "linked_key_result_count live_key_result_count aligned_weight_share alignment_reason "
        "portfolio_state reported_status owner_name",
        "No live initiatives in this selection. Load the initiatives register.",
    ),
    "review_figures": Layout(
        "Since the last review: figures", "review_figure value_then value_now change", NO_REVIEW
    ),
    "review_changes": Layout(
        "Since the last review: changes",
        "change_kind item_name state_then state_now theme_name",
        "Nothing has changed its state since, no decision was taken, no closed period restated.",
    ),
    "strategy_flows": Layout(
        "Money along the strategy",
        "theme_name objective_name key_result_name initiative_name actual_amount flow_state "
        "initiative_code key_result_code objective_code",
        NO_MONEY,
    ),
    "strategy_gaps": Layout(
        "Gaps and orphans",
        "gap_kind gap_code gap_name theme_name owner_name reason actual_amount",
        "No gaps: every theme has a live objective, every objective a live key result, every live key "
        "result funded work. Or no OKR workbook is loaded.",
    ),
    "objectives": Layout(
        "Objectives",
        "objective_code objective_name derived_status score expected gap score_coverage_share "
        "scored_key_result_count key_result_count score_reason grade has_breached_guardrail "
        "parent_objective_code worst_child_objective_code quality_score theme_name owner_name",
        "No objectives in this selection. Load an OKR workbook.",
    ),
    "okr_key_results": Layout(
        "Key results of objectives",
        "key_result_code key_result_name derived_status score expected gap pace missing_reason grade "
        "confidence confidence_slope last_check_in_date objective_name theme_name owner_name",
        NO_KEY_RESULTS,
    ),
    "okr_findings": Layout(
        "Quality findings",
        "entity_code entity_name rule_label fix_text evidence severity objective_name theme_name owner_name "
        "rule_id",
        "Every open objective and key result keeps the rules of a good one, or none is loaded.",
    ),
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
        "source_table entry_kind entry_code row_text reporting_amount file_name row_number business_date "
        "weight row_amount currency_code allocated_amount source_name",
        "No source row leads to it.",
    ),
    "sources": Layout(
        "Sources",
        "source_name freshness latest_as_of_date age_days expect_every_days file_count refused_file_count "
        "row_count_read row_count_accepted row_count_rejected row_count_ignored is_conserved owner_name",
        "No sources. Name them in portfolio.yml.",
    ),
    "reconciliation": Layout(
        "By source and currency",
        "source_name table_name currency_code verdict loaded_amount fact_amount mart_amount "
        "difference_amount line_count converted_amount unconverted_amount",
        NO_LOADED_MONEY,
    ),
    "failed_checks": Layout(
        "Failed checks",
        "severity source_name table_name expectation_name column_name row_count_failed row_count_checked",
        "Every check that met rows held.",
    ),
    "work_item_findings": Layout(
        "Findings about work items",
        "rule_name source_name work_item_key detail",
        "No loops, no unknown parents, no key that means two items.",
    ),
    "quarantine_reasons": Layout(
        "Quarantine by reason", "source_name reason row_count", "Nothing is in quarantine."
    ),
    "quarantine": Layout(
        "Quarantine",
        "source_name file_name row_number reason column_name detail raw",
        "Nothing is in quarantine.",
    ),
    "metrics": Layout(
        "Metrics",
        "code label unit formula null_meaning owner model column",
        "This version was published without its definitions. Run `portfolio refresh`.",
    ),
    "roadmap": Layout(
        "Roadmap",
        "initiative_code initiative_name timing late_days needed_date baseline_date moved_days expected_date "
        "forecast_source started_date ready_date cost_of_delay_per_week_amount reported_status theme_name "
        "value_stream_name owner_name portfolio_state",
        NO_INITIATIVE,
    ),
    "places": Layout(
        "Portfolio kanban",
        "initiative_code initiative_name portfolio_state day_count is_start_known valid_from_date lane "
        "cost_of_delay_per_week_amount accrued_since_ready_amount cost_of_delay_reason delay_state "
        "reported_status theme_name value_stream_name owner_name",
        NO_INITIATIVE,
    ),
    "limits": Layout(
        "Spans against limits to work in progress",
        "portfolio_state valid_from_date valid_to_date initiative_count wip_limit excess_count "
        "breach_day_count upstream_state waiting_count uncosted_count waiting_cost_amount",
        "No state has a limit. Set one in portfolio.yml.",
    ),
    "flow_balance": Layout(
        "Little's law by value stream",
        "value_stream_name stability littles_law_error average_wip_items expected_wip_items "
        "average_flow_time_days throughput_per_day arrival_count departure_count wip_end_count "
        "littles_law_reason fiscal_period_label until_date",
        NO_WORK,
    ),
    "flow_times": Layout(
        "Flow by value stream, type and period",
        "fiscal_period_label value_stream_name type_name throughput_count cancelled_count done_share "
        "flow_time_p50_days flow_time_p85_days flow_time_p95_days flow_time_reason lead_time_p85_days "
        "cycle_time_p85_days flow_efficiency flow_efficiency_reason flow_time_item_count",
        NO_WORK,
    ),
    "work_in_progress": Layout(
        "Work in progress",
        "work_item_key title type_name status_name age_days age_zone age_zone_reason flow_time_p85_days "
        "is_older_than_p85 state_age_days started_date age_reason history_source value_stream_name "
        "initiative_code initiative_name",
        "Nothing is begun and not done, or no history tells it.",
    ),
    "conflicts": Layout(
        "Initiatives that compete for the same hours",
        "initiative_name other_initiative_name resource_name resource_kind future_week_count first_week_date "
        "over_allocated_hours allocated_hours other_allocated_hours week_count team_name initiative_code "
        "other_initiative_code",
        "No two initiatives compete for hours beyond supply, or no capacity plan is loaded.",
    ),
    "capacity": Layout(
        "Capacity by week",
        "resource_name week_start_date utilisation supply_hours demand_hours over_allocated_hours excess_fte "
        "time_off_hours reserve_hours utilisation_reason supply_source demand_source is_future team_name",
        NO_CAPACITY,
    ),
    "loops": Layout(
        "Loops of dependencies",
        "initiative_name loop_path loop_length_count initiative_code loop_code",
        "Nothing waits for itself.",
    ),
    "needs": Layout(
        "What initiatives need from each other",
        "initiative_name dependency_risk provider_initiative_name slack_days needed_date expected_date "
        "forecast_source blast_per_week_amount blast_initiative_count is_on_loop slack_reason "
        "dependency_kind status_name provider_owner_name initiative_code provider_initiative_code",
        "No dependencies in this selection. Load a register of dependencies.",
    ),
    "files": Layout(
        "Files",
        "source_name file_name status as_of_date row_count_read row_count_accepted row_count_rejected "
        "row_count_ignored difference_count reason remedy received_at",
        "No file has arrived yet. Put exports into the inbox.",
    ),
}
