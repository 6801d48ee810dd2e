"""From the example's exports to the headline figures without the project: the files are read with csv,
json and openpyxl, amounts are `Decimal`.

What a delay costs is computed as in `tests.oracle`, which compares every row of the marts with the input
tables; its weekly cost is taken here as a derivative, so that one closed form checks the other.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from tests.oracle.delay import Value, expected_rate

DAYS_PER_WEEK = 7


def parse_date(text: str) -> date | None:
    """Return an ISO date, or None for an empty cell."""
    return date.fromisoformat(text.strip()[:10]) if text.strip() else None


def parse_number(text: str) -> float | None:
    """Return a number as the register writes it, or None for an empty cell."""
    cleaned = text.strip().replace(",", "").replace(" ", "").replace("'", "")
    return float(cleaned) if cleaned else None


def weeks_between(start: date, end: date) -> float:
    """Calendar weeks of seven days, negative when the end comes first."""
    return (end - start).days / DAYS_PER_WEEK


@dataclass(frozen=True)
class Estimate:
    """The cost-of-delay inputs of one initiative: money a week, dates, half-life in weeks."""

    profile: str
    low: float | None
    likely: float | None
    high: float | None
    needed: date | None
    window_end: date | None
    half_life_weeks: float | None
    debt_growth: float | None

    @property
    def value(self) -> Value:
        """What is lost by a delay, at the PERT mean of the three points; a fixed date is not valued here."""
        ends = self.needed and self.window_end
        return Value(
            self.profile,
            expected_rate({f"rate_{name}_amount": getattr(self, name) for name in ("low", "likely", "high")}),
            life=weeks_between(self.needed, self.window_end) if ends else None,
            half_life=self.half_life_weeks,
            growth=self.debt_growth,
        )


def delay_cost(estimate: Estimate, delay_weeks: float) -> float | None:
    """Lifetime value lost by a delay of so many weeks; None where the profile lacks an input."""
    return estimate.value.delay_cost(delay_weeks)


def cost_of_delay_per_week(estimate: Estimate, delay_weeks: float) -> float | None:
    """Derivative of `delay_cost`, taken numerically from the right: no second formula to get wrong."""
    step = 1e-5
    here, there = delay_cost(estimate, delay_weeks), delay_cost(estimate, delay_weeks + step)
    return None if here is None or there is None else (there - here) / step


def key_result_score(baseline: float, target: float, current: float | None) -> float | None:
    """Raw progress from baseline to target, the same in both directions."""
    if current is None:
        return None
    if target == baseline:
        return 1.0 if current == target else 0.0
    return (current - baseline) / (target - baseline)


def expected_progress(start: date, end: date, as_of: date) -> float:
    """Linear share of the period that has passed, between 0 and 1."""
    return min(1.0, max(0.0, (as_of - start).days / (end - start).days))


def strategy_drift(actual: dict[str, float], target: dict[str, float]) -> float:
    """Half the sum of absolute gaps: the share of money that would have to move."""
    return sum(abs(actual.get(name, 0.0) - target.get(name, 0.0)) for name in actual | target) / 2


def split_by_weight(text: str) -> dict[str, float | None]:
    """Read `A 60%; B 40%` or a bare list of names into name -> weight."""
    parts: dict[str, float | None] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        name, _, last = part.rpartition(" ")
        if last.endswith("%"):
            parts[name.strip()] = float(last[:-1]) / 100
        else:
            parts[part] = None
    if parts and all(weight is None for weight in parts.values()):
        return dict.fromkeys(parts, 1 / len(parts))
    return parts


def read_register(path: Path) -> dict[str, dict[str, str]]:
    """Rows of the initiatives register by code."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {row["Code"]: row for row in csv.DictReader(lines)}


def register_estimate(row: dict[str, str]) -> Estimate:
    """The cost-of-delay inputs in one row of the register."""
    return Estimate(
        profile=row["Urgency profile"].strip(),
        low=parse_number(row["CoD/week low"]),
        likely=parse_number(row["CoD/week likely"]),
        high=parse_number(row["CoD/week high"]),
        needed=parse_date(row["Needed by"]),
        window_end=parse_date(row["Window end"]),
        half_life_weeks=parse_number(row["Half-life weeks"]),
        debt_growth=parse_number(row["Debt growth"]),
    )


def european_amount(text: str) -> Decimal | None:
    """Read `1.254,51-`: dots group, comma decides, trailing minus; None when it is no amount."""
    cleaned = text.strip().replace(".", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    negative = cleaned.endswith("-")
    try:
        amount = Decimal(cleaned.rstrip("-"))
    except ArithmeticError:
        return None
    return -amount if negative else amount


def jira_instant(text: str) -> datetime:
    """Read `2026-07-01T09:13:05.000+0200`."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")
