"""The tables of the pages: title, columns from left to right, and what to do when there is no row."""

from analytics_app.components.delivery_layouts import DELIVERY
from analytics_app.components.initiative_layouts import INITIATIVE
from analytics_app.components.layout import (
    NO_BRIDGE,
    NO_ESTIMATE,
    NO_KEY_RESULTS,
    NO_LOADED_MONEY,
    NO_MONEY,
    NO_RESTATEMENT,
    NO_REVIEW,
    Layout,
)

PORTFOLIO: dict[str, Layout] = {
    "themes": Layout(
        "Spend by theme",
        "theme_name funding_status actual_share target_share gap_share actual_amount budget_amount "
        "variance_amount commitment_amount outlook_amount capex_amount missing_reason",
        NO_MONEY,
    ),
    "spend_by_initiative": Layout(
        "Spend by initiative",
        "initiative_code initiative_name theme_name value_stream_name owner_name actual_amount "
        "budget_amount variance_amount commitment_amount aligned_actual_amount missing_reason",
        NO_MONEY,
    ),
    "spend_by_slice": Layout(
        "Spend by slice",
        "slice_name actual_amount budget_amount variance_amount commitment_amount reclassified_amount "
        "posted_in_other_period_amount missing_reason",
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
        "source_name file_name row_number reason row_amount currency_code column_name detail raw",
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
        "initiative_name answer_state evidence_rule_id spend_after_evidence_amount evidence_date "
        "weeks_after_evidence answer_date portfolio_state theme_name owner_name initiative_code",
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
    "invariants": Layout(
        "Invariants",
        "invariant verdict severity comparison_count flag_count",
        "This version was published by a release that kept no record of them.",
    ),
    "comparisons": Layout(
        "Comparisons of the refresh",
        "verdict invariant scope expected_text actual_text difference_amount check_name severity",
        "This version was published by a release that kept no record of them.",
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
    "column_changes": Layout(
        "Columns that changed",
        "source_name column_change_severity column_changes file_name status as_of_date",
        "The columns of every file are those of the file before.",
    ),
    "missing_exports": Layout(
        "Days without an export",
        "source_name missing_from_date missing_to_date expect_every_days owner_name",
        "No export is missing between two that came.",
    ),
    "files": Layout(
        "Files",
        "source_name file_name status as_of_date row_count_read row_count_accepted row_count_rejected "
        "row_count_ignored difference_count reason remedy received_at",
        "No file has arrived yet. Put exports into the inbox.",
    ),
}

TABLES = PORTFOLIO | DELIVERY | INITIATIVE
