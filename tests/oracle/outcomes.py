"""M27 and M28: what the money moved, and what was spent after the evidence spoke against it."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from tests.oracle.alignment import PORTFOLIO_SCOPE, Sums, begun_periods, judged_on, spend_cells
from tests.oracle.bets import key_result_weights, theme_weights
from tests.oracle.fiscal import period_of, span_days, whole_year
from tests.oracle.goals import DROPPED, KeyResult, key_results, not_live_reason, priorities
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import ledger_lines, parts, rate_reason, told
from tests.oracle.okr import clamped, newest_value, raw_score, weighted_mean
from tests.oracle.register import UNALLOCATED, initiatives

MILLION = 1_000_000
OVER = {"dropped", "closed", "ended", "theme_retired"}  # silence is no evidence


def quarters(inputs: Inputs) -> dict[str, tuple[date, date]]:
    """The fiscal quarters with money that have begun, with their first and last days."""
    years = {period.year for period in begun_periods(inputs)}
    goals = [k.span for k in key_results(inputs).values() if k.span[0] and k.span[1]]
    years |= {period_of(inputs, day).year for span in goals for day in span if day and day <= inputs.as_of}
    periods = [period for year in sorted(years) for period in whole_year(inputs, year)]
    spans = {p.quarter: span_days(periods, ("quarter", p.quarter)) for p in periods}
    return {label: days for label, days in spans.items() if days[0] <= inputs.as_of}


def score_on(key_result: KeyResult, day: date) -> Decimal | None:
    """The clamped score of what was checked in by a day (M30)."""
    return clamped(raw_score(key_result.row, newest_value(key_result.heard(day)))[0])


def score_change(inputs: Inputs, key_result: KeyResult, first: date, last: date) -> Decimal | None:
    """M27: closing less opening score; 0 opens the quarter in which the key result begins."""
    day = min(last, inputs.as_of)
    heard = [row for row in key_result.heard(day) if row["value"] is not None]
    closing = score_on(key_result, day)
    if closing is None or not any(row["check_in_date"] >= first for row in heard):
        return None
    opening = score_on(key_result, first - timedelta(days=1))
    start = key_result.span[0]
    if start is not None and first <= start <= last:
        opening = Decimal(0)
    return None if opening is None else closing - opening


def in_quarter(key_result: KeyResult, first: date, last: date) -> bool:
    """Whether the quarter lies in the key result's period."""
    start, end = key_result.span
    return start is not None and end is not None and start <= last and end >= first


def yields(inputs: Inputs) -> Iterator[Row]:
    """M27 of each initiative with key results, quarter and lag; associations, not causes."""
    cells, goals, priority = spend_cells(inputs), key_results(inputs), priorities(inputs)
    labels = quarters(inputs)
    for code, weights in key_result_weights(inputs).items():
        if initiatives(inputs).get(code, {}).get("is_run"):
            continue
        for label, (first, last) in labels.items():
            own = {k: w for k, w in (weights or {}).items() if w > 0 and k in goals}
            own = {k: w for k, w in own.items() if in_quarter(goals[k], first, last)}
            changes = {k: score_change(inputs, goals[k], first, last) for k in own}
            known = {k: c for k, c in changes.items() if c is not None and priority[k] is not None}
            moved = sum(own[k] * c * (priority[k] or Decimal(0)) for k, c in known.items()) if known else None
            for lag in (0, 1) if own else ():
                day = first if lag == 0 else first - timedelta(days=1)
                paid_in = period_of(inputs, day).quarter
                if (PORTFOLIO_SCOPE, ("quarter", paid_in)) not in cells:
                    continue  # the exports do not reach back so far
                sums = cells.get((("initiative", code), ("quarter", paid_in)), Sums())
                reason = "no_score_change" if moved is None else sums.no_spend_reason
                yield {
                    "initiative_code": code,
                    "fiscal_quarter_label": label,
                    "lag_quarters": lag,
                    "spend_quarter_label": paid_in,
                    "change_spend_amount": told(sums.change),
                    "change_spend_reason": rate_reason(sums.change),
                    "weighted_score_change": moved,
                    "score_coverage_share": sum(own[k] for k in known) / sum(own.values()),
                    "outcome_yield": None if reason or moved is None else MILLION * moved / sums.change,
                    "outcome_yield_reason": reason,
                    "judged_on_date": min(last, inputs.as_of),
                }


def final_score(inputs: Inputs, code: str, day: date) -> Decimal | None:
    """The mean score, by weight, of the key results that end on a day (M28)."""
    goals, weights = key_results(inputs), key_result_weights(inputs).get(code) or {}
    ending = [k for k in weights if k in goals and goals[k].span[1] == day and weights[k] > 0]
    counted = [k for k in ending if not goals[k].is_word(DROPPED)]
    return weighted_mean([(weights[k], score_on(goals[k], day)) for k in counted])[0]


def crossings(inputs: Inputs, code: str) -> Iterator[tuple[date, str, date | None]]:
    """First day, rule and day of clearing of each time the evidence spoke against an initiative."""
    goals, weights = key_results(inputs), key_result_weights(inputs).get(code) or {}
    own = [goals[k] for k, weight in weights.items() if k in goals and weight > 0]
    held_since: date | None = None
    for period in [p for p in begun_periods(inputs) if p.end <= inputs.as_of]:
        day = judged_on(inputs, period)
        holds = bool(own) and all(not_live_reason(inputs, k, day) in OVER for k in own)
        if held_since is not None and not holds:
            yield held_since, "key_results_over", day
        held_since = (held_since or day) if holds else None
    if held_since is not None:
        yield held_since, "key_results_over", None
    ends = sorted({k.span[1] for k in own if k.span[1] is not None and k.span[1] <= inputs.as_of})
    scores = [(day, final_score(inputs, code, day)) for day in ends]
    for day, score in scores:  # a final score stays what it is
        if score is not None and score < inputs.thresholds["stop_score"]:
            yield day, "final_score_low", None
    themes = [theme for theme in theme_weights(inputs)[code] if theme != UNALLOCATED]
    given = {t["name"]: t.get("active_to") for t in inputs.setting("themes", default=[])}
    last_days = [given.get(theme) for theme in themes]
    known = [day for day in last_days if day is not None and day <= inputs.as_of]
    if themes and len(known) == len(themes):
        yield max(known), "theme_retired", None


def decided(inputs: Inputs, code: str, since: date) -> date | None:
    """The first decision about an initiative from a day on, up to the as-of date."""
    days = [
        row["decision_date"]
        for row in inputs.rows("decisions")
        if row["initiative_code"] == code and since <= row["decision_date"] <= inputs.as_of
    ]
    return min(days, default=None)


def after_evidence(inputs: Inputs, code: str) -> Row:
    """M28 of an initiative: the first evidence, who answered when, and the spend in between."""
    row = initiatives(inputs)[code]
    cancelled = row["cancelled_date"]
    over = min((day for day in (cancelled, row["value_start_date"]) if day is not None), default=None)
    found = []
    for since, rule, cleared in crossings(inputs, code):
        answer = decided(inputs, code, since)
        if cancelled is not None and since < cancelled <= inputs.as_of:
            answer = cancelled if answer is None else min(answer, cancelled)
        is_over = over is not None and since >= over
        unanswered = cleared is not None and (answer is None or answer > cleared)
        if not is_over and not unanswered:
            found.append((since, rule, answer))
    if not found:
        none: Row = {"rule_id": None, "spend_after_evidence_amount": None, "weeks_after_evidence": None}
        return none | {"evidence_date": None, "spend_after_evidence_reason": "no_evidence"}
    since, rule, answer = min(found)
    until = answer or inputs.as_of
    after = [line for line in ledger_lines(inputs) if since < line.day <= until]
    own = [line.reported * part for line, of, _, part in parts(inputs, after) if of == code]
    spent = sum(own, Decimal(0))
    return {
        "rule_id": rule,
        "spend_after_evidence_amount": told(spent),
        "weeks_after_evidence": Decimal((until - since).days) / 7,
        "evidence_date": since,
        "answer_date": answer,
        "is_answered": answer is not None,
        "spend_after_evidence_reason": rate_reason(spent),
    }
