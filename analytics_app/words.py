"""The words for the codes that the marts use, and a sign for those that say good or bad."""

NO_VALUE = "–"

_WORDS = {
    # alignment and orphan work
    "aligned": "Serves a live key result",
    "no_epic": "No epic above it",
    "epic_no_bet": "Epic without an initiative",
    "bet_no_kr": "Initiative without a key result",
    "kr_dead": "Key results ended or dropped",
    "theme_retired": "Theme retired",
    "no_theme": "No theme",
    "partly": "Linked only in part",
    "no_initiative": "Not mapped to an initiative",
    "cycle": "Parents form a loop",
    # findings about work items
    "parent_loop": "Its parents lead back to it",
    "parents_without_end": "Its parents do not end",
    "unknown_parent": "Unknown parent",
    "shared_key": "One key, several items",
    "unknown_work_item": "Register names an unknown item",
    "ambiguous_work_item": "Register's key means several items",
    "several_initiatives": "Claimed by several initiatives",
    "done_before_started": "Done before it was started",
    "done_before_created": "Done before it was created",
    # missing values
    "no_estimate": "No estimate",
    "no_forecast": "Fixed date without a forecast",
    "no_rate": "No rate in the estimate",
    "no_exchange_rate": "No exchange rate",
    "profile_unknown": "Urgency profile unknown",
    "profile_input_missing": "An input of its urgency profile is missing",
    "no_cost_of_delay": "No cost of delay",
    "no_needed_date": "No needed date",
    "no_ready_date": "Never approved and ready",
    "no_remaining_duration": "No remaining duration",
    "nothing_remaining": "Nothing remains: do it first",
    "score_missing": "A part of the score is missing",
    "no_batch": "No estimation batch",
    "job_size_zero": "Job size is zero",
    "no_change_spend": "No change spend",
    "no_targets": "No targets in portfolio.yml",
    "no_live_key_result": "No live key result",
    "current_year_only": "Known for the current year only",
    "never_checked_in": "Never checked in",
    # capacity
    "no_supply": "No supply stated",
    "no_demand": "No demand stated",
    "people_without_supply": "People without supply",
    "no_hours_per_day": "Days without declared hours",
    "demand_without_supply": "Demand, and no supply",
    "no_supply_left": "No supply left",
    "no_comparable_team": "No team with both",
    "stated_total": "A stated total",
    "people": "Sum of its people",
    # flow
    "todo": "To do",
    "fewer_than_ten": "Fewer than ten items",
    "none_measured": "None measured",
    "no_flow_times": "No flow times",
    "no_status_history": "No status history",
    "unmapped_status": "A status is not mapped",
    "started_before_first_snapshot": "Begun before the first snapshot",
    "starts_after_as_of": "Begins after the day of the data",
    "nothing_left_it": "No finished item left this status",
    # dates and dependencies
    "in_time": "In time",
    "late": "Late",
    "no_forecast_date": "No forecast",
    "no_report": "Not reported",
    "register": "Register's forecast",
    "weeks_left": "Weeks left from today",
    "commitment": "Provider's commitment",
    "provider_cancelled": "Provider cancelled",
    "not_needed": "Not needed any more",
    "unknown_provider": "Provider in no register",
    # delay
    "queue": "Waiting",
    "active": "In progress",
    "blocked": "Blocked",
    "peak_affected_long": "Long life, peak affected",
    "peak_affected_short": "Short life, peak affected",
    "fixed_date": "Fixed date",
    "end_of_life": "Saving ends on a date",
    "implementing": "In delivery",
    "ready": "Approved, not begun",
}
_SIGNS = {
    "on_target": "●",
    "on_track": "●",
    "published": "●",
    "unchanged": "●",
    "loaded": "●",
    "fresh": "●",
    "ties": "●",
    "green": "●",
    "at_risk": "◐",
    "held": "◐",
    "warning": "◐",
    "amber": "◐",
    "running": "◐",
    "untargeted": "○",
    "not_started": "○",
    "starved": "▼",
    "off_track": "▼",
    "late": "▼",
    "provider_cancelled": "▼",
    "in_time": "●",
    "stable": "●",
    "usual": "●",
    "watch": "◐",
    "unsteady": "◐",
    "growing": "▲",
    "shrinking": "▽",
    "on_time": "●",
    "refused": "▼",
    "critical": "▼",
    "stale": "▼",
    "differs": "▼",
    "failed": "▼",
    "red": "▼",
    "overfed": "▲",
}


def words(code: str | None) -> str:
    """Return the words for a code; an unknown one loses its underscores."""
    if not code:
        return NO_VALUE
    return _WORDS.get(code) or code.replace("_", " ").capitalize()


def signed_words(code: str | None) -> str:
    """Return the words for a code behind its sign, so that colour is never the only mark."""
    sign = _SIGNS.get(code or "")
    return f"{sign} {words(code)}" if sign else words(code)
