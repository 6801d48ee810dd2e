"""What leadership looks at: envelopes, decisions, objectives, and the money along the strategy."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.app.published_folder import AS_OF, Row, money
from tests.app.rows.organisation import CURRENCY, HOSTILE_FORMULA, INITIATIVES, MONEY, period


def _envelopes() -> list[Row]:
    # scope, envelope, spent, ordered, burn a period, used up on, or why not
    figures: tuple[tuple[Any, ...], ...] = (
        ("portfolio", "portfolio", "3360000", "816001.15", "5000", "272000.3833", date(2027, 1, 10), None),
        ("theme", "Growth", "1860000", "480000.60", "0", "160000.2", date(2026, 12, 19), None),
        ("value_stream", "Logistics", "420000", "90000", "5000", "0", None, "no_burn"),
    )
    return [
        {
            "envelope_key": f"{kind} {name}",
            "scope_kind": kind,
            "scope_name": name,
            "fiscal_year_label": "FY26",
            "currency_code": CURRENCY,
            "envelope_amount": money(envelope),
            "actual_amount": money(actual),
            "commitment_amount": money(ordered),
            "remaining_amount": Decimal(envelope) - Decimal(actual) - Decimal(ordered),
            "burn_per_period_amount": money(burn),
            "run_out_date": run_out,
            "run_out_reason": reason,
            "fiscal_year_end_date": date(2026, 12, 31),
            "as_of_date": AS_OF,
        }
        for kind, name, envelope, actual, ordered, burn, run_out, reason in figures
    ]


def _decisions() -> list[Row]:
    names = {row[0]: row for row in INITIATIVES}
    figures: tuple[tuple[Any, ...], ...] = (
        ("D-1", date(2026, 2, 15), True, "B-1", "continue", None),
        ("D-2", date(2026, 3, 20), True, "B-3", "pause", 20000),
        ("D-3", date(2026, 4, 10), False, "B-2", "accelerate", 50000),
        ("D-4", date(2026, 5, 2), False, "B-5", "stop", None),
    )
    return [
        {
            "decision_key": decision,
            "decision_id": decision,
            "decision_date": day,
            "is_taken": is_taken,
            "gate_name": "Portfolio board",
            "initiative_code": code,
            "initiative_name": names[code][1],
            "theme_name": names[code][2],
            "value_stream_name": names[code][3],
            "outcome": outcome,
            # One was taken against the gate's advice.
            "recommended_outcome": "stop" if outcome == "pause" else outcome,
            "is_override": outcome == "pause",
            "reason": HOSTILE_FORMULA if outcome == "pause" else None,
            "decided_by_name": "Owner 01" if is_taken else None,
            "moved_reporting_amount": money(moved),
            "reporting_currency_code": CURRENCY,
        }
        for decision, day, is_taken, code, outcome, moved in figures
    ]


def restatement_rows() -> list[Row]:
    """Return one restated period, for the changes since a review."""
    return [
        {
            "restatement_part_key": "1",
            "table_name": "ledger_lines",
            "theme_name": "Growth",
            "initiative_code": "B-1",
            "restated_at": datetime(2026, 3, 15),
            "change_reporting_amount": money("1000.20"),
            "restated_reporting_amount": money("110000.20"),
            "reporting_currency_code": CURRENCY,
            "fiscal_year_label": "FY26",
            "fiscal_period_label": "FY26-P02",
        }
    ]


def _objectives() -> list[Row]:
    # code, name, serves, theme, score, covered, why none, expected, status, scored of key results
    figures: tuple[tuple[Any, ...], ...] = (
        ("O-1", "Grow and stay safe", None, "Growth", 0.15, 0.9, None, 0.25, "at_risk", 3, 4),
        ("O-2", "Ship without waste", "O-1", "Efficiency", 0.3, 1.0, None, 0.25, "on_track", 1, 1),
        ("O-3", "Open every town", None, "Trust", None, None, "no_key_results", None, None, 0, 0),
    )
    return [
        {
            "objective_key": code,
            "objective_code": code,
            "objective_name": name,
            "parent_objective_code": serves,
            "theme_name": theme,
            "owner_name": "Owner 01",
            "score": score,
            "score_coverage_share": covered,
            "score_reason": reason,
            "expected": expected,
            "gap": None if score is None else score - expected,
            "derived_status": status,
            "grade": "red" if status else None,
            "has_breached_guardrail": False,
            "child_objective_count": int(code == "O-1"),
            "scored_key_result_count": scored,
            "key_result_count": count,
            "quality_score": 90.0,
        }
        for code, name, serves, theme, score, covered, reason, expected, status, scored, count in figures
    ]


def _findings() -> list[Row]:
    rules = (
        ("key_result", "K-4", "Shops opened", "R18", "is checked in on time", "major", "Check in a value."),
        ("objective", "O-1", "Grow and stay safe", "R01", "has an owner", "minor", "Name one person."),
    )
    return [
        {
            "okr_finding_key": f"{code} {rule}",
            "entity_type": kind,
            "entity_code": code,
            "entity_name": name,
            "objective_code": "O-1",
            "objective_name": "Grow and stay safe",
            "theme_name": "Growth",
            "owner_name": "Owner 01",
            "rule_id": rule,
            "rule_name": says,
            "severity": severity,
            "fix_text": fix,
            "points": 0,
        }
        for kind, code, name, rule, says, severity, fix in rules
    ]


def _check_ins() -> list[Row]:
    scores = (("K-1", 0.1, 0.2, 0.3), ("K-2", 0.0, 0.1, 0.05))
    names = {"K-1": "Orders in the app", "K-2": "Fraud losses"}
    return [
        {
            "check_in_key": f"{code} {month}",
            "key_result_code": code,
            "key_result_name": names[code],
            "objective_code": "O-1",
            "score": score,
            "confidence": 0.6,
            "check_in_date": date(2026, month, 20),
        }
        for code, *of_months in scores
        for month, score in enumerate(of_months, start=1)
    ]


# Where the money of an initiative goes: key result, its weight, and why it serves no live one.
FLOWS: dict[str, tuple[tuple[str | None, str, str | None], ...]] = {
    "B-1": (("K-1", "0.5", None), ("K-4", "0.3", "never_checked_in"), (None, "0.2", "partly")),
    "B-2": (("K-2", "1", None),),
    "B-3": ((None, "1", "bet_no_kr"),),
    "B-4": (("K-3", "1", None),),
    "unknown": ((None, "1", "no_initiative"),),
}


# The key results' names and objectives.
KEY_RESULTS = {
    "K-1": ("Orders in the app", "O-1", "Grow and stay safe"),
    "K-2": ("Fraud losses", "O-1", "Grow and stay safe"),
    "K-3": ("Picks per hour", "O-2", "Ship without waste"),
    "K-4": ("Shops opened", "O-1", "Grow and stay safe"),
    None: (None, None, None),
}


def _key_result_spend() -> list[Row]:
    rows = []
    for code, name, theme, stream, owner, _, is_run in INITIATIVES:
        if is_run:
            continue
        for key_result, weight, reason in FLOWS.get(code, ()):
            key_result_name, objective, objective_name = KEY_RESULTS[key_result]
            common = {
                "theme_name": theme,
                "objective_code": objective,
                "objective_name": objective_name,
                "key_result_code": key_result,
                "key_result_name": key_result_name,
                "initiative_code": code,
                "initiative_name": name,
                "value_stream_name": stream,
                "owner_name": owner,
                "unaligned_reason": reason,
                "currency_code": CURRENCY,
                "is_live": reason is None,
            }
            for month, actual in enumerate(MONEY[code][0], start=1):
                part = {
                    "key_result_spend_key": f"{code} {key_result} {month}",
                    "actual_amount": Decimal(actual) * Decimal(weight),
                }
                rows.append(common | part | period(2026, month))
    return rows


def tables() -> dict[str, list[Row]]:
    """Return the rows of the marts that leadership's pages read."""
    return {
        "marts.mart_envelopes": _envelopes(),
        "marts.mart_decisions": _decisions(),
        "marts.mart_objectives": _objectives(),
        "marts.mart_okr_findings": _findings(),
        "marts.mart_key_result_check_ins": _check_ins(),
        "marts.mart_key_result_spend": _key_result_spend(),
    }
