"""How each column of the marts is shown: its name for people, and the way its values are written."""

from typing import Any

import polars as pl
import streamlit as st

from analytics_app import locales
from analytics_app.components.column import Column
from analytics_app.components.delivery_columns import DELIVERY
from analytics_app.components.trust_columns import TRUST
from analytics_app.exports import neutralised
from analytics_app.words import signed_words

COLUMNS: dict[str, Column] = (
    {
        "accrued_in_active_amount": Column("In progress", "money"),
        "accrued_in_blocked_amount": Column("While blocked", "money"),
        "accrued_in_queue_amount": Column("While waiting", "money"),
        "accrued_since_needed_amount": Column("Lost since needed", "money", "M04"),
        "accrued_since_ready_amount": Column("Lost since ready", "money", "M05"),
        "accrued_since_ready_high_amount": Column("High", "money"),
        "accrued_since_ready_low_amount": Column("Low", "money"),
        "actual_amount": Column("Actual", "money"),
        "actual_cost_amount": Column("Spent", "money"),
        "actual_share": Column("Share", "share", "Of all change spend that you may see, whatever is chosen"),
        "actual_text": Column("Actual"),
        "actual_total_amount": Column("Spent so far", "money"),
        "after_text": Column("Since then", "long"),
        "age_days": Column("Age in days", "count"),
        "aligned_actual_amount": Column("Aligned", "money", "M20: the part that serves a live key result"),
        "aligned_weight_share": Column("Live weight", "share", "Sum of its weights to live key results"),
        "alignment_reason": Column("Why not aligned", "code"),
        "alignment_score": Column("Score 0–100", "count", "M21: weight x priority of its live key results"),
        "allocated_amount": Column("Part of this initiative", "cents", "By the weights of the cost object"),
        "amount": Column("Amount", "money"),
        "answer_date": Column("Answered", "date"),
        "answer_state": Column("Decision", "code"),
        "as_of_date": Column("As of", "date"),
        "attribute_name": Column("What changed", "code"),
        "baseline_name": Column("Baseline", "code"),
        "batch_cd3_position": Column("By money in its batch", "count"),
        "batch_wsjf_position": Column(
            "By points in its batch", "count", "M11: points compare inside a batch only"
        ),
        "before_text": Column("Before", "long"),
        "beyond_amount": Column("Beyond the limit", "money"),
        "budget_amount": Column("Budget", "money"),
        "budget_at_completion_amount": Column("Budget in all", "money"),
        "business_date": Column("Date", "date"),
        "capex_amount": Column("Of which capex", "money"),
        "cd3": Column("CD3", "count", "M03: money a week per week of remaining duration"),
        "cd3_delay_cost_amount": Column("Delay by money", "money", "M10: until it is done in that order"),
        "cd3_position": Column("By money", "count", "M10: highest CD3 first"),
        "cd3_rank": Column("Rank by money", "count", "M03: 1 is the first to do"),
        "change": Column("Change"),
        "change_amount": Column("Change", "cents"),
        "change_count": Column("Changes", "count"),
        "change_kind": Column("What", "code"),
        "change_reporting_amount": Column("Change", "money", "M76: what later exports changed"),
        "change_spend_amount": Column("Spend", "money"),
        "closing_date": Column("Closed on", "date"),
        "code": Column("Code"),
        "column": Column("Column"),
        "column_name": Column("Column"),
        "commitment_amount": Column("Committed", "money", "Open commitments, never part of the actual"),
        "confidence": Column("Confidence", "share", "M32: as the owner reported it"),
        "confidence_slope": Column("Confidence a week", "points", "M32: over the last three check-ins"),
        "cost_object_code": Column("Cost object"),
        "cost_of_delay_per_week_amount": Column("Cost a week", "money", "M01 as of the data"),
        "cost_performance_index": Column(
            "CPI", "ratio", "M40: earned value over actual cost; below 1 is dear"
        ),
        "created_at": Column("Created, UTC", "moment"),
        "currency_code": Column("Currency"),
        "current_delay_cost_amount": Column(
            "Delay as of today", "money", "M10: until it is done in that order"
        ),
        "current_position": Column("Today", "count", "Begun first, then approved first"),
        "days_without_reach": Column("Days without", "count", "Money has not reached the target so long"),
        "decided_by_name": Column("Decided by"),
        "decision_date": Column("Decided", "date"),
        "delay_state": Column("State", "code"),
        "dependency_state": Column("State", "code"),
        "derived_status": Column("Status", "code", "M31: from score and expected progress"),
        "detail": Column("Detail", "long"),
        "difference_amount": Column("Difference", "cents"),
        "earned_value_amount": Column("Earned", "money", "Work done, at its budget"),
        "entity_code": Column("Code"),
        "entity_name": Column("Which", "long"),
        "entry_code": Column("About", "long"),
        "entry_kind": Column("Kind", "code"),
        "estimate_age_days": Column("Age in days", "count"),
        "estimate_at_completion_amount": Column("Forecast in all", "money", "M41"),
        "estimate_date": Column("Estimated", "date"),
        "estimation_batch": Column("Batch"),
        "evidence": Column("Found"),
        "evidence_date": Column("Evidence since", "date"),
        "evidence_rule_id": Column("Evidence by then", "code", "M28"),
        "expected": Column("Expected", "share", "M31: linear progress by now"),
        "fact_amount": Column("In the fact", "cents"),
        "figure_name": Column("Figure", "long"),
        "file_name": Column("File", "long"),
        "file_sha256": Column("SHA-256 of the file"),
        "fiscal_quarter_label": Column("Quarter"),
        "fix_text": Column("What to do", "wide"),
        "flow_state": Column("Serves", "code", "Whether the key result was live in the period, or why not"),
        "forecast_amount": Column("Forecast", "money"),
        "formula": Column("Formula", "long"),
        "funded_initiative_count": Column("Funded initiatives", "count"),
        "funding_status": Column("This year", "code", "M22, fiscal year to date"),
        "gap": Column("Gap", "points", "Score less expected progress"),
        "gap_amount": Column("Money off target", "money"),
        "gap_code": Column("Code"),
        "gap_kind": Column("Gap", "code"),
        "gap_name": Column("Theme, objective or key result", "long"),
        "gap_share": Column("Gap", "points", "M22: actual share less target share"),
        "gate_name": Column("Gate"),
        "grade": Column("Grade", "code", "M33b: what the score would be worth at the end"),
        "guardrail_name": Column("Guardrail", "code"),
        "guardrail_result": Column("Result", "code", "M43"),
        "has_breached_guardrail": Column("Guardrail broken", "code"),
        "high_amount": Column("High", "money"),
        "initiative_code": Column("Code"),
        "initiative_name": Column("Initiative", "long"),
        "is_green_after_evidence": Column("Green against evidence", "code", "No decision had answered it"),
        "is_live": Column("Live", "code"),
        "is_override": Column("Against advice", "code"),
        "item_name": Column("Which", "long"),
        "key_result_code": Column("Key result code"),
        "key_result_count": Column("Key results", "count"),
        "key_result_name": Column("Key result", "long"),
        "label": Column("Metric", "long"),
        "lag_quarters": Column("Lag, quarters", "count", "Spend came so long before the score"),
        "last_check_in_date": Column("Last check-in", "date"),
        "latency_days": Column("Days to decide", "count"),
        "level_amount": Column("Leads to", "money"),
        "likely_amount": Column("Likely", "money"),
        "line_count": Column("Lines", "count"),
        "linked_key_result_count": Column("Linked", "count", "Key results it is linked to"),
        "live_key_result_count": Column("Live", "count", "Key results of these that are live"),
        "loaded_amount": Column("Loaded", "cents"),
        "low_amount": Column("Low", "money"),
        "lower_text": Column("At least"),
        "missing_reason": Column("Why missing", "code"),
        "model": Column("Model", "long"),
        "money_kind": Column("Of", "code"),
        "moves_up_count": Column("Moves up", "count", "Place today less place by money"),
        "now_amount": Column("Now", "cents"),
        "now_reporting_amount": Column("Now", "money"),
        "null_meaning": Column("No value means", "long"),
        "objective_code": Column("Objective code"),
        "objective_name": Column("Objective", "long"),
        "open_work_item_count": Column("Still open", "count"),
        "outcome": Column("Outcome", "code"),
        "outcome_yield": Column("Yield", "ratio", "M27: association, not causation"),
        "outlook_amount": Column(
            "Outlook of the year", "money", "Closed periods as spent, others as forecast"
        ),
        "owner": Column("Owner"),
        "owner_name": Column("Owner"),
        "pace": Column("Pace", "number", "M31: score over expected progress"),
        "parent_objective_code": Column("Serves"),
        "percent_complete_share": Column("Work done", "share"),
        "planned_value_amount": Column("Planned", "money"),
        "portfolio_state": Column("Stage", "code"),
        "posted_in_other_period_amount": Column("Posted elsewhere", "money", "M44: in another fiscal period"),
        "quality_score": Column("Quality 0–100", "count", "M34: points of the lint rules"),
        "rank_gap": Column("Ranks apart", "count", "Rank by money less rank by points"),
        "raw": Column("Row as it came", "long"),
        "reached_date": Column("Reached", "date"),
        "ready_date": Column("Ready since", "date"),
        "reason": Column("Reason", "code"),
        "reason_text": Column("Reason", "long"),
        "reclassified_amount": Column("Only moved", "money", "M44: what documents moved here, or away"),
        "recommended_outcome": Column("Recommended", "code"),
        "remaining_duration_weeks": Column("Weeks left", "number"),
        "report_date": Column("Reported on", "date"),
        "reported_status": Column("Reported", "code"),
        "reporting_amount": Column("In reports", "money", "Its part in the reporting currency"),
        "resolved_at": Column("Resolved, UTC", "moment"),
        "restated_amount": Column("After it", "cents"),
        "restated_at": Column("Heard, UTC", "moment"),
        "review_figure": Column("Figure", "long"),
        "role_name": Column("This one", "code"),
        "row_amount": Column("Amount of the row", "cents"),
        "row_count_accepted": Column("Accepted", "count"),
        "row_count_ignored": Column("Left out by rule", "count"),
        "row_count_read": Column("Read", "count"),
        "row_count_rejected": Column("In quarantine", "count"),
        "row_number": Column("Row", "count"),
        "row_text": Column("What the row said", "long"),
        "rule_id": Column("Rule"),
        "rule_label": Column("A good one", "long"),
        "rule_name": Column("Finding", "code"),
        "saved_amount": Column(
            "Saved", "money", "Delay as of today less delay by money; below 0 it waits longer"
        ),
        "schedule_performance_index": Column(
            "SPI", "ratio", "M40: earned over planned value; below 1 is late"
        ),
        "scope_kind": Column("Of", "code"),
        "score": Column("Score", "share", "M30"),
        "score_coverage_share": Column("Covered", "share", "M33: weight of what has a score"),
        "score_name": Column("Score of", "code"),
        "score_points": Column("Points", "number"),
        "score_reason": Column("Why no score", "code"),
        "scored_key_result_count": Column("With a score", "count"),
        "severity": Column("Severity", "code"),
        "slice_name": Column("Slice", "long"),
        "source_name": Column("Source"),
        "source_table": Column("Row of", "code"),
        "spend_after_evidence_amount": Column("Spent since", "money", "M28"),
        "spend_per_week_amount": Column("Spend a week", "money", "Mean of the last three closed periods"),
        "state_now": Column("Now", "long"),
        "state_then": Column("Then", "long"),
        "status": Column("Status", "code"),
        "status_category": Column("Is", "code"),
        "status_text": Column("Words of the report", "long"),
        "step_name": Column("Step"),
        "story_points": Column("Points", "number"),
        "strategy_latency_days": Column("Days until money followed", "count", "M29"),
        "strategy_version": Column("Strategy"),
        "subject_name": Column("Which", "long"),
        "target_share": Column("Target", "share"),
        "theme_name": Column("Theme"),
        "then_amount": Column("Then", "cents"),
        "then_basis": Column("Then means", "code"),
        "then_reporting_amount": Column("Then", "money"),
        "traceability_count_share": Column("By count", "share"),
        "traceability_rate": Column("Traced", "share", "M26: of story points"),
        "traced_story_points": Column("Points traced", "count"),
        "traced_work_items": Column("Stories traced", "count"),
        "unaligned_actual_amount": Column("Not aligned", "money"),
        "unit": Column("Unit"),
        "unsized_work_items": Column("Without points", "count"),
        "upper_text": Column("At most"),
        "urgency_profile": Column("Urgency", "code"),
        "value_now": Column("Now"),
        "value_stream_name": Column("Value stream"),
        "value_then": Column("Then"),
        "variance_amount": Column("Difference", "money"),
        "variance_at_completion_amount": Column(
            "Left at the end", "money", "Budget in all less forecast in all"
        ),
        "verdict": Column("Verdict", "code"),
        "weeks_after_evidence": Column("Weeks since", "number"),
        "weight": Column("Weight", "share"),
        "weighted_score_change": Column("Score moved", "points"),
        "work_item_count": Column("Work items", "count"),
        "work_item_key": Column("Work item"),
        "work_items": Column("Stories", "count", "Those that several initiatives claim in parts"),
        "worst_child_objective_code": Column(
            "Worst below it", "text", "M33: the lowest score that serves it"
        ),
        "wsjf": Column("WSJF", "number", "M11: in points, inside one estimation batch"),
        "wsjf_rank": Column("Rank by points", "count", "M11: inside its estimation batch"),
    }
    | DELIVERY
    | TRUST
)

_FORMATS: dict[str, str] = {
    "money": "%,.0f",
    "cents": "%,.2f",
    "share": "%.1f%%",
    "points": "%+.1f pp",
    "count": "%,d",
    "number": "%.1f",
    "ratio": "%.2f",
}
# Where the browser writes them as its locale does: the step of the last digit, and the unit in the heading.
_LOCALISED: dict[str, tuple[float, str]] = {
    "money": (1, ""),
    "cents": (0.01, ""),
    "share": (0.1, ", %"),
    "points": (0.1, ", pp"),
    "count": (1, ""),
    "number": (0.1, ""),
    "ratio": (0.01, ""),
}


def labelled(frame: pl.DataFrame, currency: str) -> pl.DataFrame:
    """Return the frame for a download: names and codes in words, every digit kept."""
    codes = [name for name in frame.columns if COLUMNS[name].kind == "code"]
    return _in_words(frame, codes).rename({name: label(name, currency) for name in frame.columns})


def visible(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame for the eye: codes in words, formulas neutralised, shares in per cent, doubles."""
    codes = [name for name in frame.columns if COLUMNS[name].kind == "code"]
    percent = [name for name in frame.columns if COLUMNS[name].kind in {"share", "points"}]
    whole = [name for name in frame.columns if COLUMNS[name].kind in {"money", "count"}]
    doubles = _in_words(frame, codes).with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    return neutralised(doubles).with_columns(pl.col(percent) * 100, pl.col(whole).round(0))


def configuration(names: list[str], currency: str) -> dict[str, Any]:
    """Return Streamlit's configuration of the columns."""
    return {name: _configure(name, currency) for name in names}


def label(name: str, currency: str) -> str:
    """Return a column's name for people."""
    column = COLUMNS[name]
    return f"{column.label}, {currency}" if column.kind == "money" else column.label


def _in_words(frame: pl.DataFrame, codes: list[str]) -> pl.DataFrame:
    flags = pl.col(pl.Boolean).cast(pl.String).replace({"true": "yes", "false": "no"})
    named = frame.with_columns(flags)
    return named.with_columns(_worded(named[name]) for name in codes)


def _worded(codes: pl.Series) -> pl.Series:
    """Write each code once: a table has many rows and few codes."""
    told = {code: signed_words(code) for code in codes.drop_nulls().unique()}
    return codes.replace_strict(told, return_dtype=pl.String) if told else codes.cast(pl.String)


def _configure(name: str, currency: str) -> Any:
    column, title, is_english = COLUMNS[name], label(name, currency), locales.current() is None
    if column.kind in _LOCALISED and not is_english:
        step, unit = _LOCALISED[column.kind]
        return st.column_config.NumberColumn(
            f"{title}{unit}", format="localized", step=step, help=column.help
        )
    if column.kind in _FORMATS:
        return st.column_config.NumberColumn(title, format=_FORMATS[column.kind], help=column.help)
    if column.kind == "date":
        return st.column_config.DateColumn(
            title, format="D MMM YYYY" if is_english else "localized", help=column.help
        )
    if column.kind == "moment":
        return st.column_config.DatetimeColumn(
            title, format="D MMM YYYY, HH:mm" if is_english else "localized", help=column.help
        )
    width = "medium" if column.kind == "long" else "large" if column.kind == "wide" else None
    return st.column_config.TextColumn(title, width=width, help=column.help)
