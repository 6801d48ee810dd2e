"""Cost of delay (M01 to M06, M11): the formulas by urgency profile, and each initiative's figures.

Sources: Arnold and Yuce (urgency profiles, CD3), Reinertsen (cost of delay as the derivative of the
delay cost), SAFe (WSJF). r money a week, L weeks of life, D weeks of delay, h half-life, E window's end.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from tests.oracle.calendars import exchange_rate
from tests.oracle.inputs import Inputs, Row
from tests.oracle.register import initiatives

DAYS_PER_WEEK = 7
WINDOWED = {"standard", "peak_affected_long", "peak_affected_short", "end_of_life"}
KNOWN_PROFILES = WINDOWED | {"fixed_date", "expedite", "intangible"}
SCORES = ("user_business_value", "time_criticality", "risk_opportunity")


def weeks(first: date, last: date) -> float:
    """Weeks of seven days from one day to another, 0 when it does not come after."""
    return max(0, (last - first).days) / DAYS_PER_WEEK


@dataclass(frozen=True)
class Value:
    """What one initiative's value loses by delay: its profile with one rate (low, expected or high)."""

    profile: str
    rate: float | None
    life: float | None = None
    half_life: float | None = None
    penalty: float | None = None
    penalty_per_week: float | None = None
    growth: float | None = None
    has_deadline: bool = False
    is_closed: bool = False  # the window ended before today, and no day tells since when it was needed

    def _is_known(self, delay: float) -> bool:
        needs = {
            "standard": self.rate is not None,
            "expedite": self.rate is not None,
            "peak_affected_long": None not in {self.rate, self.life} and (self.half_life or 0) > 0,
            "peak_affected_short": None not in {self.rate, self.life},
            "end_of_life": None not in {self.rate, self.life},
            "fixed_date": self.has_deadline and (delay <= 0 or self._has_penalty()),
            "intangible": self.growth is not None,
        }
        return needs.get(self.profile, False) and not (
            self.profile in WINDOWED and self.life is not None and self.life < 0
        )

    def _has_penalty(self) -> bool:
        return self.penalty is not None or self.penalty_per_week is not None

    def delay_cost(self, delay: float) -> float | None:
        """DC(D), the lifetime value lost by D weeks of delay."""
        if not self._is_known(delay):
            return None
        rate, life = self.rate or 0.0, self.life
        match self.profile:
            case "standard" | "end_of_life":
                return rate * (delay if life is None else min(delay, life))
            case "expedite":
                return rate * delay
            case "peak_affected_long":
                return rate * life - rate * 2 ** (-delay / self.half_life) * max(life - delay, 0)
            case "peak_affected_short":
                within = min(delay, life)
                return 0.0 if life == 0 else rate * life / 2 * (1 - (1 - within / life) ** 2)
            case "fixed_date":
                late = (self.penalty or 0.0) + (self.penalty_per_week or 0.0) * delay
                return late if delay > 0 else 0.0
            case _:
                return self.growth * delay**2 / 2

    def per_week(self, delay: float) -> float | None:
        """CoD(D) = dDC/dD, money a week; of a fixed date that lies ahead only a forecast could tell."""
        life, is_windowed = self.life, self.profile in WINDOWED
        if self.is_closed or (is_windowed and life is not None and 0 <= life <= delay):
            return 0.0  # nothing is left to lose, whatever it was worth
        if not self._is_known(delay):
            return None
        rate = self.rate or 0.0
        match self.profile:
            case "standard" | "end_of_life":
                return rate
            case "expedite":
                return rate
            case "peak_affected_long":
                slope = 1 + math.log(2) / self.half_life * (life - delay)
                return rate * 2 ** (-delay / self.half_life) * slope
            case "peak_affected_short":
                return rate * (1 - delay / life)
            case "fixed_date":
                return (self.penalty_per_week or 0.0) if delay > 0 else None
            case _:
                return self.growth * delay


@dataclass(frozen=True)
class Delay:
    """One initiative's delay: its days, and its value at the expected, the low and the high rate."""

    initiative: Row
    estimate: Row | None
    due: date | None
    until: date
    expected: Value
    low: Value
    high: Value
    today: date

    def late(self, day: date) -> float:
        """Weeks of delay on a day; none without a day on which it is due."""
        return weeks(self.due, day) if self.due else 0.0

    def since_ready(self, value: Value, day: date) -> float | None:
        """M05: cost of delay added up from the ready day; before it is due a week costs CoD(0)."""
        ready = self.initiative["ready_date"]
        if ready is None or value.delay_cost(self.late(day)) is None:
            return None
        if day <= ready:
            return 0.0
        before = weeks(ready, min(day, self.due) if self.due else day)
        first_week = 0.0 if value.profile == "fixed_date" else value.per_week(0.0) or 0.0
        if value.is_closed:  # it was worth its rate as long as the window was open
            first_week = value.rate or 0.0
        accrued = value.delay_cost(self.late(day)) - value.delay_cost(self.late(ready))
        return first_week * before + accrued


def _in_reporting_currency(inputs: Inputs, row: Row) -> Row:
    """The newest estimate counts at the rate of the as-of date; without a rate it has no amount."""
    rate = exchange_rate(inputs, row["currency_code"], inputs.as_of)
    amounts = {
        name: row[name] * rate if rate is not None and row[name] is not None else None
        for name in row
        if name.endswith("_amount")
    }
    return row | amounts | {"has_rate": rate is not None}


@cache
def estimates(inputs: Inputs) -> dict[str, Row]:
    """Initiative -> its newest estimate up to the as-of date, in the reporting currency."""
    found: dict[str, Row] = {}
    for row in sorted(inputs.rows("cost_of_delay_estimates"), key=lambda row: row["estimate_date"]):
        if row["estimate_date"] <= inputs.as_of:
            found[row["initiative_code"]] = _in_reporting_currency(inputs, row)
    return found


def expected_rate(estimate: Row) -> Decimal | None:
    """M02, PERT: (low + 4 x likely + high) / 6; the likely value alone where a bound is missing."""
    low, likely, high = (estimate[f"rate_{name}_amount"] for name in ("low", "likely", "high"))
    if likely is None or low is None or high is None:
        return likely
    return (low + 4 * likely + high) / 6


def _number(value: Decimal | float | None) -> float | None:
    return None if value is None else float(value)


def _is_closed(estimate: Row, needed: date | None, today: date) -> bool:
    end = estimate["window_end_date"]
    return estimate["urgency_profile"] == "standard" and needed is None and end is not None and end <= today


def _value(estimate: Row, rate: Decimal | None, needed: date | None, today: date) -> Value:
    end = estimate["window_end_date"]
    return Value(
        profile=estimate["urgency_profile"],
        rate=_number(rate),
        life=(end - needed).days / DAYS_PER_WEEK if end and needed else None,
        half_life=estimate["half_life_weeks"],
        penalty=_number(estimate["penalty_amount"]),
        penalty_per_week=_number(estimate["penalty_per_week_amount"]),
        growth=_number(estimate["debt_growth_amount"]),
        has_deadline=estimate["deadline_date"] is not None,
        is_closed=_is_closed(estimate, needed, today),
    )


@cache
def delays(inputs: Inputs) -> dict[str, Delay]:
    """Each initiative's delay; it lasts until value starts, cancellation or the as-of date."""
    found = {}
    for code, initiative in initiatives(inputs).items():
        estimate = estimates(inputs).get(code)
        needed, ends = initiative["needed_date"], [inputs.as_of]
        ends += [day for day in (initiative["value_start_date"], initiative["cancelled_date"]) if day]
        due, values = needed, [Value("unknown", None)] * 3
        if estimate:
            is_fixed = estimate["urgency_profile"] == "fixed_date"
            due = estimate["deadline_date"] if is_fixed else needed
            rates = (expected_rate(estimate), estimate["rate_low_amount"], estimate["rate_high_amount"])
            values = [_value(estimate, rate, needed, inputs.as_of) for rate in rates]
            if values[0].is_closed:
                ends.append(estimate["window_end_date"])
        found[code] = Delay(initiative, estimate, due, min(ends), *values, today=inputs.as_of)
    return found


def cost_of_delay_reason(delay: Delay) -> str | None:
    """Why there is no cost of delay; the first that holds."""
    estimate, value = delay.estimate, delay.expected
    if value.per_week(delay.late(delay.today)) is not None:
        return None
    if estimate is None:
        return "no_estimate"
    if value.profile not in KNOWN_PROFILES:
        return "profile_unknown"
    if value.profile in WINDOWED and value.life is not None and value.life < 0:
        return "window_before_needed"
    if not estimate["has_rate"]:
        return "no_exchange_rate"
    if value.profile == "fixed_date" and value.has_deadline and delay.late(delay.today) == 0:
        return "no_forecast"
    needs_rate = value.profile in WINDOWED | {"expedite"}
    return "no_rate" if needs_rate and value.rate is None else "profile_input_missing"


def cd3(delay: Delay) -> tuple[float | None, float | None, str | None]:
    """M03: weeks by which it divides, cost of delay a week / remaining weeks, and why there is none.

    What is blocked takes until its forecast delivery, where that lies ahead.
    """
    initiative, forecast = delay.initiative, delay.initiative["forecast_delivery_date"]
    duration = initiative["remaining_duration_weeks"]
    if initiative["delay_state"] == "blocked" and forecast and forecast > delay.today:
        duration = weeks(delay.today, forecast)
    cost = delay.expected.per_week(delay.late(delay.today))
    if cost is None:
        return duration, None, "no_cost_of_delay"
    if duration is None:
        return duration, None, "no_remaining_duration"
    if duration <= 0:
        return duration, None, "nothing_remaining"
    return duration, cost / duration, None


def wsjf(estimate: Row | None) -> tuple[float | None, str | None]:
    """M11, SAFe: (user-business value + time criticality + risk or opportunity) / job size."""
    parts = [estimate[name] if estimate else None for name in (*SCORES, "job_size")]
    if None in parts:
        return None, "score_missing"
    if parts[-1] <= 0:
        return None, "job_size_zero"
    if estimate["estimation_batch"] is None:
        return None, "no_batch"
    return sum(parts[:-1]) / parts[-1], None


def latest_start(delay: Delay) -> tuple[date | None, str | None]:
    """M01d: deadline less the remaining duration, whole days; the day that still suffices."""
    if delay.expected.profile != "fixed_date":
        return None, "not_a_fixed_date"
    if delay.due is None:
        return None, "no_deadline"
    remaining = delay.initiative["remaining_duration_weeks"]
    if remaining is None:
        return None, "no_remaining_duration"
    return delay.due - timedelta(days=math.ceil(remaining * DAYS_PER_WEEK)), None
