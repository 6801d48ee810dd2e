"""Cost of delay of the portfolio: totals, burn, coverage and sequences (M06 to M10, M13)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from tests.oracle import delay as figures
from tests.oracle.delay import Delay, Value, delays
from tests.oracle.delay_states import blocks, cost_by_kind, states
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import rate_reason
from tests.oracle.register import themes
from tests.oracle.strategy import year_spend

Weekly = Callable[[Delay], float | None]


def per_week(delay: Delay) -> float | None:
    """Return the cost of delay a week as of today."""
    return delay.expected.per_week(delay.late(delay.today))


def per_week_at(band: str) -> Weekly:
    """Return the same at the low or high estimate; one without a band counts as it is."""

    def weekly(delay: Delay) -> float | None:
        bound = getattr(delay, band).per_week(delay.late(delay.today))
        return per_week(delay) if bound is None else bound

    return weekly


def is_current(inputs: Inputs, delay: Delay) -> bool:
    """M09: a cost of delay exists, and its estimate is not older than the threshold."""
    if per_week(delay) is None or delay.estimate is None:
        return False
    age = (inputs.as_of - delay.estimate["estimate_date"]).days
    return age <= inputs.thresholds["cost_of_delay_max_age_days"]


@cache
def waiting(inputs: Inputs) -> dict[str, Delay]:
    """Every total counts what is live, no run work, and without value yet (M08)."""
    return {code: one for code, one in delays(inputs).items() if one.initiative["is_awaiting_value"]}


def total(those: list[Delay], amount: Weekly) -> float | None:
    """Sum what is known; None where nothing is."""
    known = [value for value in map(amount, those) if value is not None]
    return sum(known) if known else None


def coverage(inputs: Inputs, codes: list[str]) -> tuple[float | None, float | None]:
    """M09 by count and by spend of the fiscal year: those with a current cost of delay, of all."""
    spend = year_spend(inputs)
    current = [code for code in codes if is_current(inputs, delays(inputs)[code])]
    whole = sum((spend.get(code, Decimal(0)) for code in codes), Decimal(0))
    part = sum((spend.get(code, Decimal(0)) for code in current), Decimal(0))
    return (len(current) / len(codes) if codes else None), _share(part, whole)[0]


def unknown_spend(inputs: Inputs) -> str | None:
    """Why the fiscal year's spend on what waits for value is not known; None where it is."""
    return rate_reason(*(year_spend(inputs).get(code, Decimal(0)) for code in waiting(inputs)))


def _share(part: Decimal, whole: Decimal) -> tuple[float | None, str | None]:
    reason = rate_reason(whole) or (None if whole > 0 else "no_spend")
    return (None if reason else float(part / whole)), reason


def _is_queued(delay: Delay) -> bool:
    """M07: approved and not begun, and not blocked."""
    approved = delay.initiative["approved_date"]
    is_approved = approved is not None and approved <= delay.today
    return is_approved and delay.initiative["delay_state"] == "queue"


def _accrued(inputs: Inputs, kind: str, get: Callable[[Inputs], dict]) -> Weekly:
    return lambda one: cost_by_kind(one, get(inputs)[one.initiative["initiative_code"]], kind)


def _banded(amount: Callable[[Delay, Value], float | None], band: str) -> Weekly:
    def weekly(delay: Delay) -> float | None:
        bound = amount(delay, getattr(delay, band))
        return amount(delay, delay.expected) if bound is None else bound

    return weekly


def _since_needed(delay: Delay, value: Value) -> float | None:
    return value.delay_cost(delay.late(delay.until)) if delay.due else None


def _since_ready(delay: Delay, value: Value) -> float | None:
    return delay.since_ready(value, delay.until)


def portfolio(inputs: Inputs) -> Row:
    """M04 to M09 over all that wait for value: the one row of mart_portfolio_delay."""
    those = list(waiting(inputs).values())
    queued = [one for one in those if _is_queued(one)]
    blocked = [one for one in those if one.initiative["delay_state"] == "blocked"]
    row: Row = {
        "initiative_count": len(those),
        "valued_initiative_count": sum(per_week(one) is not None for one in those),
        "estimated_initiative_count": sum(is_current(inputs, one) for one in those),
        "queued_initiative_count": len(queued),
        "blocked_initiative_count": len(blocked),
        "cost_of_delay_per_week_amount": total(those, per_week),
        "queued_cost_per_week_amount": total(queued, per_week),
        "queued_cost_accrued_amount": total(queued, _accrued(inputs, "queue", states)),
        "blocked_cost_per_week_amount": total(blocked, per_week) if blocked else 0,
        "blocked_cost_upper_amount": total(those, _accrued(inputs, "any", blocks)),
        "accrued_since_needed_amount": total(those, _banded(_since_needed, "expected")),
        "accrued_since_ready_amount": total(those, _banded(_since_ready, "expected")),
    }
    for band in ("low", "high"):
        row[f"cost_of_delay_per_week_{band}_amount"] = total(those, per_week_at(band))
        row[f"queued_cost_per_week_{band}_amount"] = total(queued, per_week_at(band))
        row[f"accrued_since_needed_{band}_amount"] = total(those, _banded(_since_needed, band))
        row[f"accrued_since_ready_{band}_amount"] = total(those, _banded(_since_ready, band))
    for name in ("cost_of_delay", "accrued_since_needed", "accrued_since_ready"):
        amount = row.get(f"{name}_per_week_amount", row.get(f"{name}_amount"))
        row[f"{name}_reason"] = "no_cost_of_delay" if amount is None else None
    row |= _critical(inputs, those)
    by_count, by_spend = coverage(inputs, list(waiting(inputs)))
    return row | {
        "cost_of_delay_coverage_count_share": by_count,
        "cost_of_delay_coverage_spend_share": by_spend,
        "cost_of_delay_coverage_spend_reason": unknown_spend(inputs),
    }


def _critical(inputs: Inputs, those: list[Delay]) -> Row:
    """M06: known where it is known of each, for what of one is not known is not known of all."""
    upper, critical = _accrued(inputs, "any", blocks), _accrued(inputs, "initiative", blocks)
    amounts = [(upper(one), critical(one)) for one in those if upper(one) is not None]
    if any(most - surely >= 0.00005 for most, surely in amounts):
        return {"blocked_cost_critical_amount": None, "blocked_cost_critical_reason": "no_path"}
    known = sum(surely for _, surely in amounts) if amounts else None
    reason = None if amounts else "no_cost_of_delay"
    return {"blocked_cost_critical_amount": known, "blocked_cost_critical_reason": reason}


def burn(inputs: Inputs) -> list[Row]:
    """M08 and M09 by theme, portfolio state and delay state; money is split by theme weight."""
    groups: dict[tuple, list[tuple[Delay, Fraction]]] = {}
    for code, one in waiting(inputs).items():
        for theme, weight in themes(inputs)[code].items():
            key = (theme, one.initiative["portfolio_state"], one.initiative["delay_state"])
            groups.setdefault(key, []).append((one, weight))
    return [_burn_row(inputs, key, members) for key, members in groups.items()]


def _burn_row(inputs: Inputs, key: tuple, members: list[tuple[Delay, Fraction]]) -> Row:
    weights = {one.initiative["initiative_code"]: weight for one, weight in members}
    those = [one for one, _ in members]

    def part(amount: Weekly) -> Weekly:
        def weekly(one: Delay) -> float | None:
            value = amount(one)
            return None if value is None else value * float(weights[one.initiative["initiative_code"]])

        return weekly

    spend = {
        code: year_spend(inputs).get(code, Decimal(0)) * weight.numerator / weight.denominator
        for code, weight in weights.items()
    }
    current = [one.initiative["initiative_code"] for one in those if is_current(inputs, one)]
    costs = total(those, part(per_week))
    of_current = sum((spend[code] for code in current), Decimal(0))
    by_spend, no_spend = _share(of_current, sum(spend.values(), Decimal(0)))
    return {
        **dict(zip(("theme_name", "portfolio_state", "delay_state"), key, strict=True)),
        "initiative_count": len(those),
        "estimated_initiative_count": len(current),
        "cost_of_delay_per_week_amount": costs,
        "cost_of_delay_per_week_low_amount": total(those, part(per_week_at("low"))),
        "cost_of_delay_per_week_high_amount": total(those, part(per_week_at("high"))),
        "cost_of_delay_reason": "no_estimate" if costs is None else None,
        "cost_of_delay_coverage_count_share": len(current) / len(those),
        "cost_of_delay_coverage_spend_share": by_spend,
        "coverage_spend_reason": no_spend,
    }


@dataclass(frozen=True)
class Job:
    """What a sequence asks of an initiative."""

    code: str
    per_week: float
    duration: float
    cd3: float | None
    points: float | None
    begun: tuple

    def rank(self, order: str) -> tuple:
        """Place in the order of money, points, or today (begun first, then approved first)."""
        by_money = -round(self.cd3, 6) if self.cd3 is not None else float("inf")
        if order == "cd3":
            return (self.duration != 0, by_money, -self.per_week, self.code)
        return (-self.points, by_money, self.code) if order == "wsjf" else (*self.begun, self.code)


def sequences(inputs: Inputs) -> dict[tuple[str, str | None], list[Job]]:
    """Scope and batch -> its jobs: all with a cost of delay and a duration; of a batch the scored ones."""
    found: dict[tuple[str, str | None], list[Job]] = {}
    for code, one in waiting(inputs).items():
        duration, money, _ = figures.cd3(one)
        cost, (points, _) = per_week(one), figures.wsjf(one.estimate)
        if cost is None or duration is None or duration < 0:
            continue
        dates = [one.initiative[name] for name in ("started_date", "approved_date")]
        begun = tuple((day is None, day or inputs.as_of) for day in dates)
        job = Job(code, round(cost, 4), duration, money, points, begun)  # money has four decimals
        found.setdefault(("portfolio", None), []).append(job)
        if points is not None:
            found.setdefault(("batch", one.estimate["estimation_batch"]), []).append(job)
    return found


def in_order(jobs: list[Job], order: str) -> dict[str, tuple[int, float, float]]:
    """Code -> place, weeks until it is done, and M10's cost of delay until then, one after the other."""
    done, found = 0.0, {}
    for place, job in enumerate(sorted(jobs, key=lambda job: job.rank(order)), start=1):
        done += job.duration
        found[job.code] = (place, done, job.per_week * done)
    return found


def sequence_cost(jobs: list[Job], order: str) -> float:
    """M10: sum of cost of delay a week x weeks to completion."""
    return sum(cost for *_, cost in in_order(jobs, order).values())
