"""M20, M22, M22b, M29, M29b: spend by theme, initiative and span; what of it serves live key results."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from tests.oracle.bets import key_result_weights, strategy_start_on, targets_of
from tests.oracle.fiscal import Period, period_of, periods_between
from tests.oracle.goals import live
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import budget_in_force, ledger_lines, parts, rate_reason
from tests.oracle.register import UNALLOCATED, initiatives

PORTFOLIO = "portfolio"


@dataclass
class Sums:
    """Money of a scope and span; not a number where a line that belongs to it has no exchange rate.

    To `aligned` belongs what serves a live key result with any weight, to `unaligned` what does not do so
    wholly; run spend belongs to neither.
    """

    change: Decimal = Decimal(0)
    run: Decimal = Decimal(0)
    aligned: Decimal = Decimal(0)
    unaligned: Decimal = Decimal(0)
    unallocated: Decimal = Decimal(0)
    strategy: Decimal = Decimal(0)
    stale: Decimal = Decimal(0)
    budget: Decimal = Decimal(0)
    aligned_budget: Decimal = Decimal(0)
    periods: set[Period] = field(default_factory=set)

    @property
    def no_spend_reason(self) -> str | None:
        """Why no share of the change spend can be told (common rules: a ratio of sums, or NULL)."""
        return rate_reason(self.change) or ("no_change_spend" if self.change <= 0 else None)


Scope = tuple[str, str]  # type and name
Span = tuple[str, str]
Cells = dict[tuple[Scope, Span], Sums]


def judged_on(inputs: Inputs, period: Period) -> date:
    """The day a period is judged: its last, or the as-of date."""
    return min(period.end, inputs.as_of)


@cache
def aligned_weights(inputs: Inputs) -> dict[tuple[str, str], Decimal]:
    """(initiative, period label) -> sum of the weights to key results live in the period (M20)."""
    weights = key_result_weights(inputs)
    found: dict[tuple[str, str], Decimal] = {}
    for period in begun_periods(inputs):
        alive = live(inputs, judged_on(inputs, period))
        for code, of in weights.items():
            served = (weight for key_result, weight in (of or {}).items() if key_result in alive)
            found[code, period.label] = sum(served, Decimal(0))
    return found


@cache
def begun_periods(inputs: Inputs) -> list[Period]:
    """The fiscal periods of the money that have begun by the as-of date."""
    first = min(line.period.start for line in [*ledger_lines(inputs), *budget_in_force(inputs)])
    return periods_between(inputs, first, inputs.as_of)


@cache
def spend_cells(inputs: Inputs) -> Cells:
    """The sums of each scope (portfolio, theme, initiative) and span (period, quarter, year)."""
    register, weights = initiatives(inputs), aligned_weights(inputs)
    starts = {period: strategy_start_on(inputs, period.end) for period in begun_periods(inputs)}
    cells: Cells = defaultdict(Sums)
    for line, code, theme, part in parts(inputs, ledger_lines(inputs)):
        amount = line.reported * part
        initiative, start = register.get(code, {}), starts[line.period]
        share = weights.get((code, line.period.label), Decimal(0))
        for sums in _cells_of(cells, code, theme, line.period):
            if initiative.get("is_run"):
                sums.run += amount
                continue
            approved = initiative.get("approved_date")
            sums.change += amount
            sums.aligned += amount * share if share > 0 else 0
            sums.unaligned += amount * (1 - share) if share < 1 else 0
            sums.unallocated += amount if theme == UNALLOCATED else 0
            sums.strategy += amount if start else 0
            sums.stale += amount if start and approved and approved < start else 0
    _add_budget(inputs, cells, weights)
    return dict(cells)


def _add_budget(inputs: Inputs, cells: Cells, weights: dict[tuple[str, str], Decimal]) -> None:
    register = initiatives(inputs)
    begun = [line for line in budget_in_force(inputs) if line.period.start <= inputs.as_of]
    for line, code, theme, part in parts(inputs, begun):
        amount = Decimal(0) if register.get(code, {}).get("is_run") else line.reported * part
        share = weights.get((code, line.period.label), Decimal(0))
        for sums in _cells_of(cells, code, theme, line.period):
            sums.budget += amount
            sums.aligned_budget += amount * share if share > 0 else 0


def _cells_of(cells: Cells, code: str, theme: str, period: Period) -> Iterable[Sums]:
    for scope in ((PORTFOLIO, PORTFOLIO), ("theme", theme), ("initiative", code)):
        for span in period.spans:
            sums = cells[scope, span]
            sums.periods.add(period)
            yield sums


def ratio(part: Decimal, whole: Decimal) -> float | None:
    """A ratio of sums; None where the whole is 0 or less."""
    return None if whole <= 0 else float(part / whole)


@cache
def span_target(inputs: Inputs, span: Span) -> dict[str, float]:
    """Theme -> target of the newest period of the span that has begun."""
    inside = [period for period in begun_periods(inputs) if span in period.spans]
    return targets_of(inputs, strategy_start_on(inputs, inside[-1].end)) if inside else {}


def funding(inputs: Inputs, cells: Cells, theme: str, span: Span) -> Row:
    """M22: actual share less target share, and what that means with the tolerance."""
    whole, own = cells.get((PORTFOLIO_SCOPE, span), Sums()), cells.get((("theme", theme), span), Sums())
    targets = span_target(inputs, span)
    reason = whole.no_spend_reason
    if reason is None and targets and abs(sum(targets.values()) - 1) > 1e-9:
        reason = "targets_not_whole"
    actual = None if whole.no_spend_reason else float(own.change / whole.change)
    target = targets.get(theme)
    gap = None if reason or target is None or actual is None else actual - target
    tolerance = float(inputs.thresholds["theme_tolerance"])
    return {
        "actual_share": actual,
        "target_share": target,
        "gap_share": gap,
        "gap_amount": None if gap is None else own.change - Decimal(str(target)) * whole.change,
        "funding_status": None if reason else _status(gap, tolerance),
        "funding_status_reason": reason,
    }


def is_funded(inputs: Inputs, scope: tuple[str, str], span: Span, sums: Sums) -> bool:
    """Whether a theme's funding is judged (M22): it has change money, planned or spent, or a target."""
    return scope[0] == "theme" and bool(sums.change or sums.budget or scope[1] in span_target(inputs, span))


PORTFOLIO_SCOPE = (PORTFOLIO, PORTFOLIO)


def _status(gap: float | None, tolerance: float) -> str:
    if gap is None:
        return "untargeted"
    if gap < -tolerance - 1e-12:
        return "starved"
    return "overfed" if gap > tolerance + 1e-12 else "on_target"


def drift(inputs: Inputs, cells: Cells, span: Span) -> tuple[float | None, str | None]:
    """M22b: half the sum of the absolute gaps; a theme without a target has target 0."""
    whole, targets = cells.get((PORTFOLIO_SCOPE, span), Sums()), span_target(inputs, span)
    reason = whole.no_spend_reason or (None if targets else "no_targets")
    if reason is None and abs(sum(targets.values()) - 1) > 1e-9:
        reason = "targets_not_whole"
    if reason:
        return None, reason
    themes = {name for (kind, name), _ in cells if kind == "theme"} | set(targets)
    spent = {theme: cells.get((("theme", theme), span), Sums()).change / whole.change for theme in themes}
    return sum(abs(float(spent[theme]) - targets.get(theme, 0)) for theme in themes) / 2, None


def latency(inputs: Inputs, cells: Cells, start: date, theme: str) -> Row:
    """M29: days from a version's start to the first closed period within the tolerance."""
    until = min((s for s in _starts(inputs) if s > start), default=None)
    target = targets_of(inputs, start)[theme]
    if start > inputs.as_of:
        return {"strategy_latency_days": None, "strategy_latency_reason": "not_started", "reached_date": None}
    gaps: list[tuple[Period, float]] = []
    for period in begun_periods(inputs):
        if period_of(inputs, start) <= period and (until is None or period.end < until):
            gap = funding(inputs, cells, theme, ("period", period.label))["gap_share"]
            if period.end <= inputs.as_of and gap is not None:
                gaps.append((period, gap))
    tolerance = float(inputs.thresholds["theme_tolerance"])
    reached = next((p.start for p, gap in gaps if abs(gap) <= tolerance + 1e-12), None)
    reason = None
    if reached is None:
        superseded = "never_reached" if until is not None and until <= inputs.as_of else "not_yet"
        reason = superseded if gaps else "no_known_share"
    ended = inputs.as_of if until is None else min(until, inputs.as_of)
    return {
        "target_share": target,
        "reached_date": reached,
        "strategy_latency_days": None if reached is None else max((reached - start).days, 0),
        "strategy_latency_reason": reason,
        "days_without_reach": (ended - start).days if reached is None else None,
    }


def _starts(inputs: Inputs) -> set[date]:
    themes = inputs.setting("themes", default=[])
    return {target["valid_from"] for theme in themes for target in theme["targets"]}
