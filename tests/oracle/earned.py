"""M40 and M41: earned value by initiative, theme, value stream and portfolio, for two baselines."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from tests.oracle.bets import UNKNOWN
from tests.oracle.calendars import business_date
from tests.oracle.fiscal import Period, period_of, periods_between
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import (
    NO_RATE,
    Line,
    budget_lines,
    ledger_lines,
    parts,
    rate_reason,
    versions_in_force,
)
from tests.oracle.register import initiatives
from tests.oracle.work_history import flows, meanings
from tests.oracle.work_tree import assignments, items, level, parent

BASELINES = ("original", "current")
UNASSIGNED = "Unassigned"
ZERO = Decimal(0)
Scope = tuple[str, str]
Counted = tuple[Decimal | None, bool, Decimal]  # points, done, and the part that an initiative has in it


def scopes_of(inputs: Inputs, code: str, theme: str) -> list[Scope]:
    """The scopes that a part of a line counts in, its initiative apart."""
    stream = initiatives(inputs).get(code, {}).get("value_stream_name") or UNASSIGNED
    return [("theme", theme), ("value_stream", stream), ("portfolio", "portfolio")]


@cache
def percent_complete(inputs: Inputs) -> dict[str, Decimal]:
    """Initiative -> physical percent complete (M40): done points / points, or items where any lacks them.

    What several initiatives claim counts in equal parts. Without cancelled items,
    sub-tasks, and items that have others than sub-tasks below them. What was done
    after the as-of date was not done on it.
    """
    states = meanings(inputs)
    above = {parent(inputs, item) for item in items(inputs) if level(inputs, item) != "subtask"}
    work: dict[str, list[Counted]] = defaultdict(list)
    for item, row in items(inputs).items():
        category = states[item[0], row["status_name"]].category
        if category == "cancelled" or level(inputs, item) == "subtask" or item in above:
            continue
        points = None if row["story_points"] is None else Decimal(str(row["story_points"]))
        codes, done_on = assignments(inputs)[item].codes, business_date(inputs, flows(inputs)[item].done_at)
        is_done = category == "done" and (done_on is None or done_on <= inputs.as_of)
        for code in codes:
            work[code].append((points, is_done, Decimal(1) / len(codes)))
    return {code: _done_share(of) for code, of in work.items()}


def _done_share(of: list[Counted]) -> Decimal:
    by_points = all(points is not None for points, *_ in of) and any(points for points, *_ in of)
    sizes = [(part * (points or ZERO) if by_points else part, done) for points, done, part in of]
    return sum((size for size, done in sizes if done), ZERO) / sum(size for size, _ in sizes)


@cache
def baseline_lines(inputs: Inputs, baseline: str) -> list[Line]:
    """The budget lines of a baseline: the original version, or the one in force of each year."""
    if baseline == "original":
        return [line for line in budget_lines(inputs) if line.row["version_name"] == "original"]
    versions = versions_in_force(inputs)
    return [line for line in budget_lines(inputs) if line.row["version_name"] == versions[line.period.year]]


def forecast_lines(inputs: Inputs) -> list[Line]:
    """The lines of each fiscal year's forecast that appeared last."""
    of = [line for line in budget_lines(inputs) if line.row["version_name"] not in {"original", "current"}]
    newest: dict[int, tuple] = {}
    for line in of:
        rank = (line.row["known_at"], line.row["version_name"])
        newest[line.period.year] = max(newest.get(line.period.year, rank), rank)
    return [line for line in of if newest[line.period.year][1] == line.row["version_name"]]


def share_over(inputs: Inputs, period: Period) -> Decimal:
    """The share of a period's days that are over on the as-of date."""
    days = (period.end - period.start).days + 1
    return Decimal(min(max((inputs.as_of - period.start).days + 1, 0), days)) / days


@dataclass
class Earned:
    """What a scope planned by period, earned, cost, and is still forecast to cost."""

    planned: dict[Period, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    earned: Decimal = ZERO
    cost: Decimal = ZERO
    remaining: Decimal = ZERO
    forecast_periods: set[Period] = field(default_factory=set)

    @property
    def budget(self) -> Decimal:
        """BAC."""
        return sum(self.planned.values(), ZERO)


@cache
def measured(inputs: Inputs, baseline: str) -> dict[Scope, Earned]:
    """The sums of each scope over the initiatives that can be measured."""
    done, register, plan = percent_complete(inputs), initiatives(inputs), baseline_lines(inputs, baseline)
    planned: dict[str, Decimal] = defaultdict(Decimal)
    first: dict[str, int] = {}
    for line, code, _, part in parts(inputs, plan):
        planned[code] += line.reported * part
        if line.amount:
            first[code] = min(first.get(code, line.period.year), line.period.year)
    counted = {
        code
        for code, row in register.items()
        if not row["is_run"] and code in done and (planned[code].is_nan() or planned[code] > 0)
    }
    found: dict[Scope, Earned] = defaultdict(Earned)
    for line, code, theme, part in parts(inputs, plan):
        for scope in _scopes(inputs, code, theme, counted):
            found[scope].planned[line.period] += line.reported * part
            found[scope].earned += line.reported * part * done[code]
    for line, code, theme, part in parts(inputs, ledger_lines(inputs)):
        for scope in _scopes(inputs, code, theme, counted):
            if line.period.year >= first[code]:
                found[scope].cost += line.reported * part
    for line, code, theme, part in parts(inputs, forecast_lines(inputs)):
        for scope in _scopes(inputs, code, theme, counted):
            left = 1 - share_over(inputs, line.period)
            found[scope].remaining += line.reported * part * left if left else ZERO
            found[scope].forecast_periods.add(line.period)
    return dict(found)


def _scopes(inputs: Inputs, code: str, theme: str, counted: set[str]) -> list[Scope]:
    return [("initiative", code), *scopes_of(inputs, code, theme)] if code in counted else []


def earned_schedule(inputs: Inputs, of: Earned) -> tuple[Decimal, Decimal]:
    """ES and AT in fiscal periods since the plan began: Lipke's earned schedule (M40)."""
    with_money = [period for period, amount in of.planned.items() if amount]
    periods = periods_between(inputs, min(with_money).start, max(with_money).end)
    elapsed = sum((share_over(inputs, period) for period in periods), ZERO)
    later = period_of(inputs, inputs.as_of)
    if later > periods[-1]:
        after = periods_between(inputs, periods[-1].start, inputs.as_of)[1:]
        elapsed += sum((share_over(inputs, period) for period in after), ZERO)
    before = ZERO
    for place, period in enumerate(periods):
        step = of.planned.get(period, ZERO)
        if before + step >= of.earned:
            return place + ((of.earned - before) / step if step else ZERO), elapsed
        before += step
    return Decimal(len(periods)), elapsed


def unmeasured_reason(inputs: Inputs, code: str) -> str:
    """Why an initiative cannot be measured."""
    if initiatives(inputs)[code]["is_run"]:
        return "run_spend"
    return "no_budget" if code in percent_complete(inputs) else "no_work_items"


def indices(inputs: Inputs, of: Earned) -> Row:
    """The figures of a scope whose plan is known (PMI; SPI(t) by Lipke)."""
    return _of_schedule(inputs, of) | (_of_cost(inputs, of) if not of.cost.is_nan() else COST_UNKNOWN)


def _value_due(inputs: Inputs, of: Earned) -> Decimal:
    return sum((amount * share_over(inputs, period) for period, amount in of.planned.items()), ZERO)


def _of_schedule(inputs: Inputs, of: Earned) -> Row:
    bac, earned, due = of.budget, of.earned, _value_due(inputs, of)
    schedule, elapsed = earned_schedule(inputs, of)
    return {
        "budget_at_completion_amount": bac,
        "planned_value_amount": due,
        "earned_value_amount": earned,
        "earned_value_reason": None,
        "percent_complete_share": earned / bac,
        "schedule_variance_amount": earned - due,
        "schedule_performance_index": earned / due if due > 0 else None,
        "schedule_performance_index_reason": None if due > 0 else "nothing_planned_yet",
        "earned_schedule_periods": schedule,
        "time_performance_index": schedule / elapsed if elapsed > 0 else None,
        "time_performance_index_reason": None if elapsed > 0 else "plan_not_begun",
    }


def _of_cost(inputs: Inputs, of: Earned) -> Row:
    bac, cost, earned, due = of.budget, of.cost, of.earned, _value_due(inputs, of)
    cpi = earned / cost if cost > 0 else None
    spi = earned / due if due > 0 else None
    cpi_reason = None if cost > 0 else ("negative_actual_cost" if cost < 0 else "no_actual_cost")
    typical = cost + bac - earned
    by_cpi = bac / cpi if cpi else None
    by_both = cost + (bac - earned) / (cpi * spi) if cpi and spi else None
    both_reason = cpi_reason or ("nothing_earned" if earned == 0 else None)
    both_reason = both_reason or ("nothing_planned_yet" if spi is None else None)
    covered = bool(of.forecast_periods) and max(of.forecast_periods) >= max(of.planned)
    estimate = typical if by_cpi is None else by_cpi
    no_forecast = rate_reason(of.remaining) or (None if covered else "no_forecast")
    return {
        "actual_cost_amount": cost,
        "cost_variance_amount": earned - cost,
        "actual_cost_reason": None,
        "cost_performance_index": cpi,
        "cost_performance_index_reason": cpi_reason,
        "to_complete_performance_index": (bac - earned) / (bac - cost) if bac > cost else None,
        "to_complete_performance_index_reason": None if bac > cost else "budget_spent",
        "estimate_at_completion_amount": estimate,
        "estimate_at_completion_reason": None,
        "estimate_method": "typical" if by_cpi is None else "cpi",
        "estimate_to_complete_amount": estimate - cost,
        "variance_at_completion_amount": bac - estimate,
        "eac_cpi_amount": by_cpi,
        "eac_cpi_reason": cpi_reason or ("nothing_earned" if earned == 0 else None),
        "eac_typical_amount": typical,
        "eac_cpi_spi_amount": by_both,
        "eac_cpi_spi_reason": both_reason,
        "eac_forecast_amount": None if no_forecast else cost + of.remaining,
        "eac_forecast_reason": no_forecast,
    }


COST_REASONS = tuple(
    f"{name}_reason"
    for name in (
        "actual_cost", "cost_performance_index", "to_complete_performance_index", "estimate_at_completion",
        "eac_cpi", "eac_cpi_spi", "eac_forecast",
    )
)  # fmt: skip
COST_FIGURES = (
    "actual_cost_amount", "cost_variance_amount", "cost_performance_index", "to_complete_performance_index",
    "estimate_at_completion_amount", "estimate_method", "estimate_to_complete_amount",
    "variance_at_completion_amount", "eac_cpi_amount", "eac_typical_amount", "eac_cpi_spi_amount",
    "eac_forecast_amount",
)  # fmt: skip
PLAN_FIGURES = (
    "budget_at_completion_amount", "planned_value_amount", "earned_value_amount", "percent_complete_share",
    "schedule_variance_amount", "schedule_performance_index", "earned_schedule_periods",
    "time_performance_index",
)  # fmt: skip
COST_UNKNOWN: Row = dict.fromkeys(COST_FIGURES) | dict.fromkeys(COST_REASONS, NO_RATE)


def unmeasured(reason: str) -> Row:
    """A scope of which nothing is known: each figure is NULL for the same reason."""
    of_plan = ("earned_value", "schedule_performance_index", "time_performance_index")
    reasons = [*COST_REASONS, *(f"{name}_reason" for name in of_plan)]
    return dict.fromkeys(COST_FIGURES + PLAN_FIGURES) | dict.fromkeys(reasons, reason)


@cache
def money_scopes(inputs: Inputs) -> set[Scope]:
    """The themes, value streams and the portfolio that any line of money counts in."""
    lines = [*budget_lines(inputs), *ledger_lines(inputs), *ledger_lines(inputs, "commitment")]
    found = {scope for _, c, theme, _ in parts(inputs, lines) for scope in scopes_of(inputs, c, theme)}
    assert UNKNOWN not in initiatives(inputs), "the name of what nobody claims is taken"
    return found
