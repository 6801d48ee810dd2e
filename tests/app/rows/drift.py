"""Where money, work and rules have drifted from the strategy."""

from datetime import date

from tests.app.published_folder import AS_OF, Row, money
from tests.app.rows.organisation import CURRENCY


def _latency() -> list[Row]:
    # theme, days until money followed, days without, reached on
    told = (("Growth", 31, None, date(2026, 2, 1)), ("Trust", None, 90, None))
    return [
        {
            "strategy_latency_key": theme,
            "strategy_version": "S26",
            "theme_name": theme,
            "strategy_latency_reason": None if reached else "not_yet",
            "strategy_latency_days": days,
            "days_without_reach": without,
            "target_share": 0.5,
            "valid_from_date": date(2026, 1, 1),
            "reached_date": reached,
        }
        for theme, days, without, reached in told
    ]


def _guardrails() -> list[Row]:
    # code, name, kind of scope, scope, result, unit, actual, limit, beyond in money, why none
    told = (
        ("G1", "invest_in_the_future", "horizon", "H2", "breach", "share", 0.05, 0.3, "70000", None),
        ("G4", "owner_review", "initiative", "B-1", "warn", "days", 170.0, 180.0, None, "not_money"),
        ("G5", "envelope", "portfolio", "portfolio", "pass", "money", 1.0, 2.0, "0", None),
        ("G3", "approval_before_spend", "initiative", "B-3", "breach", "money", 40000.0, 0.0, "40000", None),
    )
    return [
        {
            "guardrail_check_key": f"{code} {scope}",
            "guardrail_code": code,
            "guardrail_name": name,
            "scope_kind": kind,
            "scope_name": scope,
            "guardrail_result": result,
            "unit": unit,
            "actual_value": actual,
            "upper_limit": limit,
            "beyond_amount": money(beyond),
            "beyond_reason": why,
            "currency_code": CURRENCY,
            "as_of_date": AS_OF,
        }
        for code, name, kind, scope, result, unit, actual, limit, beyond, why in told
    ]


def tables() -> dict[str, list[Row]]:
    """Return the rows of the marts of drift."""
    return {
        "marts.mart_strategy_latency": _latency(),
        "marts.mart_guardrails": _guardrails(),
        "marts.mart_traceability": [
            {
                "value_stream_name": stream,
                "traceability_rate": rate,
                "traceability_rate_reason": None if rate is not None else "no_story_points",
                "traceability_count_share": 0.5,
                "work_items": 10.0,
                "traced_work_items": 5.0,
                "unsized_work_items": 0.0,
            }
            for stream, rate in (("Shop", 0.6), ("Payments", 0.25), ("Platform", None))
        ],
        "marts.mart_trace_breaks": [
            {
                "trace_break_key": f"{stream} {place}",
                "value_stream_name": stream,
                "trace_break": place,
                "work_items": items,
                "story_points": items,
            }
            for stream, place, items in (
                ("Shop", "complete", 5.0),
                ("Shop", "no_epic", 3.0),
                ("Payments", "no_epic", 4.0),
                ("Payments", "kr_no_objective", 2.0),
                ("Platform", "run", 9.0),
            )
        ],
    }
