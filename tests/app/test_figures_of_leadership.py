"""What leadership's pages show of the example, against figures worked out anew from its exports."""

import re
from datetime import date, timedelta
from decimal import Decimal
from math import ceil, fsum

import pytest

from tests.app.conftest import OpenPage
from tests.app.shown import NOISE, WHOLE_UNIT, agrees, check_column, written
from tests.app.test_views import page_text
from tests.oracle import wip_limits
from tests.oracle.alignment import PORTFOLIO_SCOPE, Sums, spend_cells
from tests.oracle.bets import key_result_weights, strategy_start_on, targets_of
from tests.oracle.delay_totals import per_week, portfolio, waiting
from tests.oracle.dependencies import HOLDS_UP, needs, risk
from tests.oracle.envelopes import closed_periods, envelope_row, envelopes
from tests.oracle.fiscal import period_of
from tests.oracle.goals import key_results, not_live_reason, objectives
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import ledger_lines, parts
from tests.oracle.okr import key_result_days, objective_day
from tests.oracle.okr_lint import all_points, open_key_results
from tests.oracle.register import initiatives
from tests.oracle.strategy import alignment, planned_and_burnt, service

pytestmark = pytest.mark.pipeline
OVER = {"ended", "closed", "dropped"}


def year_to_date(inputs: Inputs) -> Sums:
    """The money of the fiscal year, which pages open with."""
    return spend_cells(inputs)[PORTFOLIO_SCOPE, ("year", period_of(inputs, inputs.as_of).year_label)]


def live_key_results(inputs: Inputs) -> list[Row]:
    return [row for row in key_result_days(inputs).values() if row["is_live"]]


def on_pace(inputs: Inputs) -> tuple[int, int]:
    live = live_key_results(inputs)
    return sum(row["derived_status"] == "on_track" for row in live), len(live)


def green_without_reason(inputs: Inputs) -> list[str]:
    """Live change initiatives whose newest status report says green and that serve no live key result."""
    newest: dict[str, Row] = {}
    for row in sorted(inputs.rows("status_reports"), key=lambda row: row["report_date"]):
        if row["report_date"] <= inputs.as_of:
            newest[row["initiative_code"]] = row
    return [
        code
        for code, row in initiatives(inputs).items()
        if row["is_live"]
        and not row["is_run"]
        and newest.get(code, {}).get("reported_status", "").lower() == "green"
        and alignment(inputs, code)["live_key_result_count"] == 0
    ]


def at_risk(inputs: Inputs) -> tuple[int, int]:
    pending = [
        row for row in (risk(inputs, row) for row in needs(inputs)) if row["dependency_state"] in HOLDS_UP
    ]
    return sum(row["dependency_risk"] != "on_time" for row in pending), len(pending)


def test_the_overview(page: OpenPage, inputs: Inputs) -> None:
    money, delay = year_to_date(inputs), portfolio(inputs)
    left = envelope_row(inputs, envelopes(inputs)[PORTFOLIO_SCOPE], closed_periods(inputs))
    page("overview").check_tiles(
        Change_spend_to_date=money.change,
        Left_in_the_envelope=left["remaining_amount"],
        Runway=left["run_out_date"],
        Aligned_spend=money.aligned / money.change,
        Cost_of_delay=delay["cost_of_delay_per_week_amount"],
        Key_results_on_pace=on_pace(inputs),
    )


def test_the_answers_of_the_overview(page: OpenPage, inputs: Inputs) -> None:
    text, delay, lost = page_text(page("overview").app), portfolio(inputs), green_without_reason(inputs)
    found = re.search(
        r"and (\d+) more are reported green but serve no live key result: (EUR \S+) a week", text
    )
    assert found
    assert int(found[1]) == len(lost) - 1
    assert agrees(found[2], sum(planned_and_burnt(inputs, code)["spend_per_week_amount"] for code in lost))
    covered = (delay["estimated_initiative_count"], delay["initiative_count"])
    assert "Cost of delay covers {} of {} initiatives.".format(*covered) in text
    queue = [one for one in waiting(inputs).values() if one.initiative["delay_state"] in {"queue", "blocked"}]
    found = re.search(r"Each week of waiting costs (EUR \d+[kM]?)", text)
    assert found
    assert agrees(found[1], fsum(per_week(one) or 0 for one in queue))


def expected_day(inputs: Inputs, row: Row) -> date | None:
    """The day of release, else the forecast, else today and the weeks that are left; never in the past."""
    if row["released_date"] and row["released_date"] <= inputs.as_of:
        return row["released_date"]
    if row["delay_state"] == "released":
        return None
    if row["forecast_delivery_date"]:
        return max(row["forecast_delivery_date"], inputs.as_of)
    weeks = row["remaining_duration_weeks"]
    return None if weeks is None else inputs.as_of + timedelta(days=ceil(Decimal(str(weeks)) * 7))


def first_needed(inputs: Inputs, code: str) -> date | None:
    """The needed day as the register told it first."""
    told = (row["needed_date"] for row in inputs.versions("initiatives") if row["initiative_code"] == code)
    return next((day for day in told if day is not None), None)


def test_the_roadmap(page: OpenPage, inputs: Inputs) -> None:
    late: dict[str, int | None] = {}
    moved: dict[str, int | None] = {}
    for code, one in waiting(inputs).items():
        needed, first = one.initiative["needed_date"], first_needed(inputs, code)
        expected = expected_day(inputs, one.initiative)
        late[code] = (expected - needed).days if needed and expected else None
        moved[code] = (needed - first).days if needed and first else None
    dated = [days for days in late.values() if days is not None]
    costs = {code: per_week(one) for code, one in waiting(inputs).items()}
    shown = page("roadmap")
    shown.check_tiles(
        Late=(sum(days > 0 for days in dated), len(dated)),
        Late_ones_cost=fsum(costs[code] or 0 for code, days in late.items() if (days or 0) > 0),
        Plans_that_moved=sum((days or 0) > 0 for days in moved.values()),
        Needs_at_risk=at_risk(inputs),
        With_dates=(len(dated), len(late)),
    )
    table = shown.table("late_days", "baseline_date")
    check_column(table, "initiative_code", "late_days", late)
    check_column(table, "initiative_code", "cost_of_delay_per_week_amount", costs, WHOLE_UNIT)


def test_the_kanban(page: OpenPage, inputs: Inputs) -> None:
    today = [span for span in wip_limits.spans(inputs) if span.last == inputs.as_of]
    breaches = [span for span in wip_limits.spans(inputs) if span.excess]
    costs = [wip_limits.waiting_cost(inputs, span)["waiting_cost_amount"] for span in breaches]
    current = {stay.code: stay for stay in wip_limits.stays(inputs) if stay.end is None}
    held = [one for code, one in waiting(inputs).items() if code in current]
    before = [one for one in held if one.initiative["portfolio_state"] in {"funnel", "analysing", "ready"}]
    ages = {code: (inputs.as_of - stay.start).days + 1 for code, stay in current.items()}
    shown = page("kanban")
    shown.check_tiles(
        Above_a_limit=sum(span.excess or 0 for span in today),
        Cost_of_breaches=fsum(cost for cost in costs if cost is not None),
        Before_delivery=fsum(per_week(one) or 0 for one in before),
        Blocked=sum(one.initiative["delay_state"] == "blocked" for one in held),
        Longest_in_its_state=max(
            days for code, days in ages.items() if current[code].state not in {"done", "cancelled"}
        ),
    )
    check_column(shown.table("day_count", "lane"), "initiative_code", "day_count", ages)


def flows(inputs: Inputs) -> tuple[Decimal, Decimal]:
    """Change spend of the year that links give to key results not live then, and that no link claims."""
    year, weights, register = (
        period_of(inputs, inputs.as_of).year,
        key_result_weights(inputs),
        initiatives(inputs),
    )
    dead = none = Decimal(0)
    lines = [line for line in ledger_lines(inputs) if line.period.year == year]
    for line, code, _, part in parts(inputs, lines):
        if register.get(code, {}).get("is_run"):
            continue
        day, claimed = min(line.period.end, inputs.as_of), Decimal(0)
        for name, weight in (weights.get(code) or {}).items():
            goal = key_results(inputs).get(name)
            claimed += weight
            if goal is None or not_live_reason(inputs, goal, day) is not None:
                dead += line.reported * part * weight
        none += line.reported * part * (1 - claimed)
    return dead, none


def gaps(inputs: Inputs) -> set[str]:
    """Codes of themes, objectives and key results where the path breaks."""
    days, goals = key_result_days(inputs), key_results(inputs)
    targets = targets_of(inputs, strategy_start_on(inputs, inputs.as_of))
    reached = {goal.theme for code, goal in goals.items() if days[code]["is_live"]}
    found = {theme for theme, target in targets.items() if target > 0 and theme not in reached}
    for code in objectives(inputs):
        reasons = {
            days[k]["not_live_reason"] for k, goal in goals.items() if goal.row["objective_code"] == code
        }
        over = bool(reasons) and reasons <= OVER | {"not_started"}
        has_children = objective_day(inputs, code)["child_objective_count"] > 0
        if None not in reasons and not has_children and not over:
            found.add(code)
    return found | {
        code for code, day in days.items() if day["is_live"] and not service(inputs, code)["is_funded"]
    }


def test_the_strategy_map(page: OpenPage, inputs: Inputs) -> None:
    money, (dead, none), broken = year_to_date(inputs), flows(inputs), gaps(inputs)
    shown = page("strategy_map")
    table = shown.table("gap_code", "actual_amount")
    finished = table[table["actual_amount"] > 0]  # money still goes to an objective that is over
    shown.check_tiles(
        Change_spend_to_date=money.change,
        Aligned_spend=money.aligned / money.change,
        On_key_results_not_live=dead,
        On_no_key_result=none,
        Gaps=len(broken | set(finished["gap_code"])),
    )
    assert broken <= set(table["gap_code"])
    paths = shown.table("flow_state", "actual_amount")
    assert abs(Decimal(paths["actual_amount"].sum()) - money.change) <= WHOLE_UNIT * len(paths)


def test_the_okrs(page: OpenPage, inputs: Inputs) -> None:
    days, goals = key_result_days(inputs), key_results(inputs)
    of = {code: objective_day(inputs, code) for code in objectives(inputs)}
    reasons = {
        code: {days[k]["not_live_reason"] for k, goal in goals.items() if goal.row["objective_code"] == code}
        for code in of
    }
    running = [
        of[code]["derived_status"]
        for code, why in reasons.items()
        if of[code]["derived_status"] and not (why and why <= OVER)
    ]
    stated = [row["confidence"] for row in live_key_results(inputs) if row["confidence"] is not None]
    open_ones = open_key_results(inputs)
    broken = [
        points for rules in all_points(inputs).values() for points in rules.values() if points in {0, 1}
    ]
    shown = page("okrs")
    shown.check_tiles(
        Objectives_on_track=(running.count("on_track"), len(running)),
        Key_results_on_pace=on_pace(inputs),
        Confidence=fsum(stated) / len(stated),
        Scored_key_results=(sum(days[code]["score"] is not None for code in open_ones), len(open_ones)),
        Quality_findings=len(broken),
    )
    scores = {code: None if row["score"] is None else row["score"] * 100 for code, row in days.items()}
    table = shown.table("key_result_code", "confidence_slope")
    check_column(table, "key_result_code", "score", scores, NOISE)


def test_a_wrong_figure_would_be_seen() -> None:
    assert agrees("EUR 9.40M", Decimal(9_404_999))
    assert not agrees("EUR 9.40M", Decimal(9_405_001))
    assert agrees("72%", 0.7249)
    assert not agrees("72%", 0.7251)
    assert not agrees("EUR -802k", Decimal(802_000))
    assert not agrees("–", 0)
    assert written("EUR 1,472") == (Decimal(1472), Decimal("0.5001"))
