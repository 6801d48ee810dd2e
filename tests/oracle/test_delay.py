"""Cost of delay of each initiative (M01 to M06, M11), against core and marts."""

import math

from ingest.contracts import TABLES
from tests.oracle import delay as figures
from tests.oracle import delay_states
from tests.oracle.builds import ON_BOTH
from tests.oracle.comparison import assert_same_rows
from tests.oracle.delay_totals import is_current
from tests.oracle.inputs import Inputs, Row
from tests.oracle.register import main_theme
from tests.oracle.strategy import alignment

METRICS = {"M01", "M02", "M03", "M04", "M05", "M06", "M11"}
pytestmark = ON_BOTH
STATES = ("queue", "active", "blocked", "released")
TOLD_OF_INITIATIVES = (
    "portfolio_state",
    "delay_state",
    "stage_name",
    "remaining_duration_weeks",
    "ready_date",
    "needed_date",
    "forecast_delivery_date",
)
ESTIMATE = ("source_name", *TABLES["cost_of_delay_estimates"].schema)
TOLD_OF_ESTIMATES = ("value_type", "estimation_batch", "basis", "estimate_date")


def _today(delay: figures.Delay) -> Row:
    """What one more week costs today, and the points: one row of fct_initiative_days."""
    estimate, late = delay.estimate, delay.late(delay.today)
    duration, cd3, cd3_reason = figures.cd3(delay)
    wsjf, wsjf_reason = figures.wsjf(estimate)
    start, start_reason = figures.latest_start(delay)
    reason = figures.cost_of_delay_reason(delay)
    age = (delay.today - estimate["estimate_date"]).days if estimate else None
    return {
        "urgency_profile": estimate["urgency_profile"] if estimate else "unknown",
        "rate_low_amount": estimate["rate_low_amount"] if estimate else None,
        "rate_likely_amount": estimate["rate_likely_amount"] if estimate else None,
        "rate_high_amount": estimate["rate_high_amount"] if estimate else None,
        "expected_rate_amount": figures.expected_rate(estimate) if estimate else None,
        "cost_of_delay_per_week_amount": delay.expected.per_week(late),
        "cost_of_delay_per_week_low_amount": delay.low.per_week(late),
        "cost_of_delay_per_week_high_amount": delay.high.per_week(late),
        "cost_of_delay_reason": reason,
        "cd3": cd3,
        "cd3_reason": cd3_reason,
        "cd3_duration_weeks": duration,
        "wsjf": wsjf,
        "wsjf_reason": wsjf_reason,
        "latest_start_date": start,
        "latest_start_reason": start_reason,
        "estimate_age_days": age,
        "is_uncapped": delay.expected.profile == "standard" and estimate["window_end_date"] is None,
    }


def _reason(value: float | None, no_date: bool, name: str) -> str | None:
    if value is not None:
        return None
    return name if no_date else "no_cost_of_delay"


def _accrued(inputs: Inputs, code: str, delay: figures.Delay) -> Row:
    """What the delay has cost so far: one row of fct_initiative_delays."""
    needed, ready = (lambda value: _since_needed(delay, value)), delay.initiative["ready_date"]
    since_ready = delay.since_ready(delay.expected, delay.until)
    states, blocks = delay_states.states(inputs)[code], delay_states.blocks(inputs)[code]
    upper = delay_states.cost_by_kind(delay, blocks, "any")
    critical = delay_states.cost_by_kind(delay, blocks, "initiative")
    has_path = upper is None or abs(upper - critical) < 0.00005
    ready_reason = _reason(since_ready, ready is None, "no_ready_date")
    return {
        "accrued_since_needed_amount": needed(delay.expected),
        "accrued_since_needed_low_amount": needed(delay.low),
        "accrued_since_needed_high_amount": needed(delay.high),
        "accrued_since_needed_reason": _reason(needed(delay.expected), delay.due is None, "no_needed_date"),
        "accrued_since_ready_amount": since_ready,
        "accrued_since_ready_low_amount": delay.since_ready(delay.low, delay.until),
        "accrued_since_ready_high_amount": delay.since_ready(delay.high, delay.until),
        "accrued_since_ready_reason": ready_reason,
        **{f"accrued_in_{s}_amount": delay_states.cost_by_kind(delay, states, s) for s in STATES},
        "blocked_cost_upper_amount": upper,
        "blocked_cost_critical_amount": critical if has_path else None,
        "blocked_cost_critical_reason": ready_reason if has_path else "no_path",
        "delay_weeks": delay.late(delay.until) if delay.due else None,
    }


def _since_needed(delay: figures.Delay, value: figures.Value) -> float | None:
    """M04: DC(D), D the weeks from the needed date (fixed date: its deadline) until the delay ends."""
    return value.delay_cost(delay.late(delay.until)) if delay.due else None


def test_what_one_more_week_costs_today(published, inputs) -> None:
    expected = [
        {"initiative_code": code, **_today(delay), "is_awaiting_value": delay.initiative["is_awaiting_value"]}
        for code, delay in figures.delays(inputs).items()
    ]
    rows = [row for row in published("core.fct_initiative_days") if row["initiative_code"] != "unknown"]
    assert_same_rows(rows, expected, key=["initiative_code"])


def test_what_the_delay_has_cost(published, inputs) -> None:
    expected = [
        {"initiative_code": code, "accrued_until_date": delay.until, **_accrued(inputs, code, delay)}
        for code, delay in figures.delays(inputs).items()
    ]
    assert_same_rows(published("core.fct_initiative_delays"), expected, key=["initiative_code"])


def test_what_each_state_has_cost(published, inputs) -> None:
    _assert_intervals(
        published("core.fct_delay_intervals"), inputs, delay_states.states(inputs), "delay_state"
    )


def test_what_each_block_has_cost(published, inputs) -> None:
    _assert_intervals(
        published("core.fct_initiative_blocks"), inputs, delay_states.blocks(inputs), "block_scope"
    )


def _assert_intervals(rows: list[Row], inputs: Inputs, intervals: dict, kind: str) -> None:
    delays = figures.delays(inputs)
    expected = [
        {
            "initiative_code": code,
            kind: one.kind,
            "started_date": one.start,
            "ended_date": one.end,
            "duration_days": (one.end - one.start).days,
            "cost_amount": one.cost(delays[code], delays[code].expected),
            "cost_low_amount": one.cost(delays[code], delays[code].low),
            "cost_high_amount": one.cost(delays[code], delays[code].high),
            "cost_reason": _reason(one.cost(delays[code], delays[code].expected), False, ""),
        }
        for code, those in intervals.items()
        for one in those
    ]
    assert_same_rows(rows, expected, key=["initiative_code", kind, "started_date"])


def test_the_mart_shows_the_same_with_its_ranks(published, inputs) -> None:
    waiting = {
        code: delay for code, delay in figures.delays(inputs).items() if delay.initiative["is_awaiting_value"]
    }
    expected = [
        {
            "initiative_code": code,
            **{name: value for name, value in _today(delay).items() if name != "cd3_duration_weeks"},
            **_accrued(inputs, code, delay),
            **_ranks(inputs, code, waiting),
            **{name: delay.initiative[name] for name in TOLD_OF_INITIATIVES},
            **{name: (delay.estimate or {}).get(name) for name in TOLD_OF_ESTIMATES},
            "theme_name": main_theme(inputs, code),
            "aligned_weight_share": alignment(inputs, code)["aligned_weight_share"],
            "is_estimate_current": is_current(inputs, delay),
        }
        for code, delay in waiting.items()
    ]
    assert_same_rows(published("marts.mart_cost_of_delay"), expected, key=["initiative_code"])


def _ranks(inputs: Inputs, code: str, waiting: dict[str, figures.Delay]) -> Row:
    """CD3: highest first, ties by cost of delay, then code; WSJF: in its batch, ties by CD3, then code."""
    cd3 = {other: figures.cd3(delay)[1] for other, delay in waiting.items()}
    order = sorted(
        (-round(value, 6), -waiting[other].expected.per_week(waiting[other].late(inputs.as_of)), other)
        for other, value in cd3.items()
        if value is not None
    )
    money = {other: place for place, (*_, other) in enumerate(order, start=1)}
    batch = (waiting[code].estimate or {}).get("estimation_batch")
    points = sorted(
        (-figures.wsjf(delay.estimate)[0], -cd3[other] if cd3[other] is not None else math.inf, other)
        for other, delay in waiting.items()
        if figures.wsjf(delay.estimate)[0] is not None and delay.estimate["estimation_batch"] == batch
    )
    places = {other: place for place, (*_, other) in enumerate(points, start=1)}
    return {
        "cd3_rank": money.get(code),
        "is_ranked_first": figures.cd3(waiting[code])[2] == "nothing_remaining",
        "wsjf_rank": places.get(code),
    }


def test_each_version_of_an_estimate(published, inputs) -> None:
    rows = inputs.rows("cost_of_delay_estimates")
    expected = [{name: row[name] for name in ESTIMATE} for row in rows]
    key = ["source_name", "initiative_code", "estimate_date"]
    assert_same_rows(published("core.fct_cost_of_delay_estimates"), expected, key=key)
