"""M30 to M33b: key results and objectives on a day - score, pace, status, confidence, grade."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from tests.oracle.bets import shared_out
from tests.oracle.goals import (
    DROPPED,
    KeyResult,
    key_results,
    not_live_reason,
    objectives,
    weights_in_objective,
)
from tests.oracle.inputs import Inputs, Row

EARLIEST_PACE = Decimal("0.05")  # M31: before that the gap tells more
GREEN = {True: Decimal("0.9"), False: Decimal("0.7")}  # M33b: committed or not
AMBER = {True: Decimal("0.7"), False: Decimal("0.4")}
SLOPE_POINTS = 3


def exact(value: float | None) -> Decimal | None:
    """A figure as people wrote it: 1.62 is 162 hundredths, so that a score of 0.4 is one."""
    return None if value is None else Decimal(str(value))


def newest_value(check_ins: Sequence[Row]) -> Decimal | None:
    """The value of the newest check-in that has one."""
    return next((exact(row["value"]) for row in reversed(check_ins) if row["value"] is not None), None)


def raw_score(row: Row, value: Decimal | None) -> tuple[Decimal | None, str | None]:
    """M30: (cur - base) / (target - base), the same formula both ways; or why there is none."""
    assert row["direction"] in {None, "increase", "decrease"}, "the formula of another direction is due"
    base, target = exact(row["baseline_value"]), exact(row["target_value"])
    if value is None or target is None or base is None:
        return None, "no_value" if value is None else "no_target" if target is None else "no_baseline"
    if target == base:
        is_passed = {"increase": value > target, "decrease": value < target}.get(row["direction"], False)
        return Decimal(
            value == target or is_passed
        ), None  # without a direction nobody says which way is past it
    return (value - base) / (target - base), None


def clamped(value: Decimal | None) -> Decimal | None:
    """The part of a figure that lies in 0..1."""
    return None if value is None else min(max(value, Decimal(0)), Decimal(1))


def expected_progress(row: Row, start: date | None, end: date | None, day: date) -> Decimal | None:
    """M31: the curve of the share of the period that has passed; linear where none is named."""
    if start is None or end is None:
        return None
    if day < start:
        return Decimal(0)
    if day >= end:
        return Decimal(1)
    passed = clamped(Decimal((day - start).days) / (end - start).days) or Decimal(0)
    curves = {
        "linear": passed,
        "s_curve": 3 * passed**2 - 2 * passed**3,
        "back_loaded": passed**2,
    }
    return curves[row.get("progress_curve") or "linear"]


def status(inputs: Inputs, gap: Decimal | None, start: date | None, day: date) -> str | None:
    """M31s: on track from a gap of -0.10, at risk from -0.25, by default."""
    if start is not None and day < start:
        return "not_started"
    if gap is None:
        return None
    if gap >= inputs.thresholds["on_track_gap"]:
        return "on_track"
    return "at_risk" if gap >= inputs.thresholds["at_risk_gap"] else "off_track"


def commitment(row: Row) -> str | None:
    """Committed or aspirational, where the type says so."""
    word = str(row.get("key_result_type") or row.get("objective_type") or "").lower()
    return word if word in {"committed", "aspirational"} else None


def grade(score: Decimal | None, committed: str | None) -> str | None:
    """M33b: green, amber or red; without a type it is judged as aspirational."""
    if score is None:
        return None
    is_committed = committed == "committed"
    if score >= GREEN[is_committed]:
        return "green"
    return "amber" if score >= AMBER[is_committed] else "red"


def slope_per_week(stated: Sequence[tuple[date, float]]) -> float | None:
    """M32: the least-squares slope of the last three statements, a week."""
    last = list(stated)[-SLOPE_POINTS:]
    if len(last) < SLOPE_POINTS:
        return None
    weeks = [(day - last[0][0]).days / 7 for day, _ in last]
    mean_x, mean_y = sum(weeks) / len(last), sum(y for _, y in last) / len(last)
    spread = sum((x - mean_x) ** 2 for x in weeks)
    return sum((x - mean_x) * (y - mean_y) for x, (_, y) in zip(weeks, last, strict=True)) / spread


def key_result_day(inputs: Inputs, key_result: KeyResult) -> Row:
    """One key result on the as-of date."""
    day, (start, end) = inputs.as_of, key_result.span
    heard = key_result.heard(day)
    raw, reason = raw_score(key_result.row, newest_value(heard))
    score, expected = clamped(raw), expected_progress(key_result.row, start, end, day)
    gap = None if score is None or expected is None else score - expected
    pace_reason = _pace_reason(score, expected, start, day)
    stated = [(row["check_in_date"], row["confidence"]) for row in heard if row["confidence"] is not None]
    committed = commitment(key_result.row) or commitment(key_result.objective)
    slope = slope_per_week(stated)
    dead = not_live_reason(inputs, key_result, day)
    return {
        "current_value": newest_value(heard),
        "score_raw": raw,
        "score": score,
        "score_reason": reason,
        "expected": expected,
        "expected_reason": None if expected is not None else "no_period",
        "gap": gap,
        "pace": None if pace_reason or score is None or expected is None else score / expected,
        "pace_reason": pace_reason,
        "derived_status": status(inputs, gap, start, day),
        "commitment_type": committed,
        "grade": grade(score, committed),
        "confidence": stated[-1][1] if stated else None,
        "confidence_slope": slope,
        "confidence_slope_reason": None if slope is not None else "fewer_than_three_confidences",
        "is_live": dead is None,
        "not_live_reason": dead,
        "last_check_in_date": heard[-1]["check_in_date"] if heard else None,
    }


def _pace_reason(
    score: Decimal | None, expected: Decimal | None, start: date | None, day: date
) -> str | None:
    if expected is None:
        return "no_period"
    if start is not None and day < start:
        return "not_started"
    if expected < EARLIEST_PACE:
        return "too_early"
    return "no_score" if score is None else None


@cache
def key_result_days(inputs: Inputs) -> dict[str, Row]:
    """Each key result on the as-of date."""
    return {code: key_result_day(inputs, key_result) for code, key_result in key_results(inputs).items()}


def weighted_mean(members: Sequence[tuple[Decimal, Decimal | None]]) -> tuple[Decimal | None, Decimal | None]:
    """M33: sum of w x score / sum of w over the scored ones, and the share of weight that is scored."""
    scored = [(weight, score) for weight, score in members if score is not None]
    whole, counted = sum(w for w, _ in members), sum(w for w, _ in scored)
    coverage = counted / whole if whole else None
    if not counted:
        return None, coverage
    return sum(weight * score for weight, score in scored) / counted, coverage


def is_dropped(row: Row) -> bool:
    """Whether a key result or objective was given up."""
    return (row["status_name"] or "").lower() in DROPPED


def own_score(inputs: Inputs, code: str) -> Row:
    """The score of an objective's own key results; dropped ones are left out."""
    weights, days = weights_in_objective(inputs), key_result_days(inputs)
    own_ones = [k for k in key_results(inputs).values() if k.row["objective_code"] == code]
    counted = [k for k in own_ones if not k.is_word(DROPPED)]
    own = [
        (weights[k.code] or Decimal(0), days[k.code]["score"], days[k.code]["commitment_type"])
        for k in counted
    ]
    score, coverage = weighted_mean([(weight, value) for weight, value, _ in own])
    types = {kind for _, _, kind in own}
    reason = None if score is not None else ("no_scored_key_result" if own else "no_key_results")
    if any(weights[k.code] is None for k in counted):
        reason, score = "weights_above_one", None
    return {
        "score": score,
        "score_coverage_share": coverage,
        "score_reason": reason,
        "key_result_count": len(own),
        "scored_key_result_count": sum(value is not None for _, value, _ in own),
        "shared_type": types.pop() if len(types) == 1 else None,
    }


def children_score(inputs: Inputs, code: str) -> Row:
    """The score of the objectives that serve it, as they have it of their own key results, and the worst."""
    told = {child: row for child, row in objectives(inputs).items() if child != code}  # none serves itself
    rows = [row for row in told.values() if row["parent_objective_code"] == code]
    serving = [(row["objective_code"], row["weight"]) for row in rows if not is_dropped(row)]
    weights = shared_out(serving)
    scores = {child: own_score(inputs, child)["score"] for child, _ in serving}
    mean, coverage = weighted_mean([((weights or {}).get(c, Decimal(0)), s) for c, s in scores.items()])
    scored = {child: score for child, score in scores.items() if score is not None}
    worst = min(scored, key=lambda child: (scored[child], child), default=None)
    return {
        "children_score": mean,
        "children_coverage": coverage,
        "worst_child_score": scored[worst] if worst else None,
        "worst_child_objective_code": worst,
        "child_objective_count": len(serving),
    }


def objective_day(inputs: Inputs, code: str) -> Row:
    """One objective on the as-of date: M33 of its own key results, else of what serves it."""
    row, own, children = objectives(inputs)[code], own_score(inputs, code), children_score(inputs, code)
    by_children = own["key_result_count"] == 0 and children["child_objective_count"] > 0
    score = children["children_score"] if by_children else own["score"]
    coverage = children["children_coverage"] if by_children else own["score_coverage_share"]
    reason = own["score_reason"]
    if by_children:
        reason = None if score is not None else "no_scored_child"
    start = row["period_start_date"]
    expected = expected_progress({}, start, row["period_end_date"], inputs.as_of)
    gap = None if score is None or expected is None else score - expected
    committed = commitment(row) or own["shared_type"]
    return {
        **{name: own[name] for name in ("key_result_count", "scored_key_result_count")},
        **{name: value for name, value in children.items() if name != "children_coverage"},
        "commitment_type": committed,
        "score_source": "child_objectives" if by_children else "key_results",
        "score": score,
        "score_reason": reason,
        "score_coverage_share": coverage,
        "expected": expected,
        "gap": gap,
        "derived_status": status(inputs, gap, start, inputs.as_of),
        "grade": grade(score, committed),
        "has_breached_guardrail": False,
    }
