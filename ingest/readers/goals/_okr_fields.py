"""The columns of OKR sheets, in the spellings that exports use."""

from ingest.readers._rows import Fields

OBJECTIVE_FIELDS: Fields = {
    "objective_code": (
        "objective id", "objective code", "objective key", "goal id", "goal code", "goal identifier",
    ),
    "objective_name": (
        "objective", "objective title", "objective name", "goal", "goal title", "goal name", "related goal",
    ),
    "objective_owner_name": ("objective owner", "goal owner", "owner email id"),
    "objective_type": ("objective type", "goal type", "level"),
    "objective_weight": ("objective weight",),
    "objective_status_name": ("objective status", "goal status"),
    "theme_name": ("theme", "strategic theme", "pillar"),
    "objective_action": ("objective action",),
    "parent_objective_code": (
        "parent objective id", "parent objective code", "parent objective", "supports objective",
    ),
}  # fmt: skip
PERIOD_FIELDS: Fields = {
    "period_label": ("quarter", "period", "cycle", "goal cycle", "okr cycle", "time period"),
    "fiscal_year": ("fiscal year", "fiscal yr", "fy", "year"),
    "fiscal_quarter": ("fiscal quarter", "fiscal qtr", "qtr"),
    "period_start_date": ("start date", "period start", "period start date"),
    "period_end_date": ("end date", "due date", "due at", "deadline", "period end", "period end date"),
}
KEY_RESULT_FIELDS: Fields = {
    "key_result_code": ("kr id", "kr code", "key result id", "key result code", "row id"),
    "key_result_name": (
        "key result", "key results", "key result name", "key result title", "kr", "kr name", "kr text",
        "indicator", "metric name",
    ),
    "owner_name": ("owner", "kr owner", "key result owner", "owner name", "owner email", "related owner"),
    "unit": ("unit", "units", "metric unit"),
    "direction": ("direction",),
    "key_result_type": ("kr type", "key result type", "type", "metric type"),
    "key_result_action": ("key result action",),
    "baseline_value": (
        "start value", "baseline", "baseline value", "starting value", "initial value", "metric start value",
        "key result start value", "start",
    ),
    "target_value": ("target value", "target", "metric target value", "key result target value"),
    "weight": ("weight", "kr weight", "key result weight"),
    "check_in_cadence_days": ("check in cadence days", "cadence days", "check in every days"),
    "progress_curve": ("progress curve", "expected curve", "curve"),
    "progress_steps": ("progress steps", "steps of the curve"),
}  # fmt: skip
CHECK_IN_FIELDS: Fields = {
    "current_value": (
        "current value", "current", "actual value", "actual", "latest value", "metric current value",
        "key result current value",
    ),
    "check_in_date": (
        "last updated", "last update", "updated", "last check in", "check in date", "date", "as of",
    ),
    "confidence": ("confidence", "confidence level"),
    "status_name": ("status", "kr status", "key result status", "progress status"),
    "reported_status": ("reported status", "rag", "rag status", "health"),  # else the status itself
    "note": ("notes", "note", "comment", "comments"),
}  # fmt: skip
FIELDS: Fields = {**OBJECTIVE_FIELDS, **PERIOD_FIELDS, **KEY_RESULT_FIELDS, **CHECK_IN_FIELDS}

CHECK_IN_SHEETS = frozenset({"check ins", "checkins", "check in", "updates", "progress"})
SHEET_FIELDS: Fields = {
    **CHECK_IN_FIELDS,
    "check_in_date": ("date", "check in date", "updated", "last updated"),
    "key_result": ("kr", "kr id", "key result", "key result id", "kr code", "kr text"),
    "owner_name": ("owner",),
}

# Sheets called after a level of the organisation tell the type of their objectives.
LEVEL_SHEETS = frozenset({"company", "organisation", "organization", "department", "team", "individual"})

# The directions of the contract, and the words of Viva Goals, ServiceNow and public administrations for them.
# `reach` is an increase or a decrease, as baseline and target lie.
REACH = "reach"
DIRECTIONS = {
    "increase": ("up", "measurable increase", "higher is better", "grow", "maximize", "maximise"),
    "decrease": ("down", "measurable decrease", "lower is better", "reduce", "minimize", "minimise"),
    "maintain_at_least": (
        "at least", "stay above", "maintain above", "maintain at least", "maintain at or above threshold",
    ),
    "maintain_at_most": (
        "at most", "stay below", "maintain below", "maintain at most", "maintain at or below threshold",
    ),
    "range": ("between", "stay between"),
    "milestone": ("binary", "boolean", "yes no", "done not done"),
    "baseline": (),
    REACH: (),
}  # fmt: skip
DIRECTION_OF_WORD = {
    word.replace(" ", "_"): direction
    for direction, words in DIRECTIONS.items()
    for word in (direction, *words)
}
# The ways along which progress is expected; `step(4)` tells its steps, too.
CURVES = {
    "linear": "linear",
    **dict.fromkeys(("s_curve", "s_shaped"), "s_curve"),
    **dict.fromkeys(("back_loaded", "backloaded", "late"), "back_loaded"),
    **dict.fromkeys(("step", "steps", "milestones"), "step"),
}
STEP_CURVE = r"(?i)^steps?\s*\(\s*([0-9]+)\s*\)$"
# What stands in the cells of a milestone.
DONE_WORDS = {
    **dict.fromkeys(("yes", "done", "true"), "1"),
    **dict.fromkeys(("no", "not done", "false"), "0"),
}
# Types of goal tools that tell a unit.
UNITS_OF_TYPE = {
    **dict.fromkeys(("percent", "percentage", "custom percent"), "%"),
    "euro": "EUR",
    "dollar": "USD",
}
PERCENT_UNITS = ("%", "percent", "percentage", "pct", "prozent", "pour cent", "por ciento", "per cento")
SHARE_UNITS = ("share", "ratio", "fraction")
CONFIDENCES = {
    **dict.fromkeys(("h", "high", "g", "green", "hoch"), 0.8),
    **dict.fromkeys(("m", "medium", "a", "amber", "y", "yellow", "mittel"), 0.5),
    **dict.fromkeys(("l", "low", "r", "red", "niedrig", "tief"), 0.2),
}
