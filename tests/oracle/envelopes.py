"""M42 and M44: what is left of the year's envelopes, and what kind of expense the money was."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from math import floor

from tests.oracle.calendars import days
from tests.oracle.earned import ZERO, Scope, money_scopes, scopes_of
from tests.oracle.fiscal import Period, period_of, periods_between, whole_year
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import (
    Line,
    budget_in_force,
    ledger_lines,
    parts,
    rate_reason,
    reclassifications,
    told,
)

TRAILING = 3  # closed fiscal periods
WORKING_DAYS = 5
TEN_YEARS = timedelta(days=3650)
EXPENSES = ("actual_amount", "reclassified_amount", "posted_in_other_period_amount")


@dataclass
class Envelope:
    """The sums of a scope."""

    granted: Decimal = ZERO
    spent: Decimal = ZERO
    committed: Decimal = ZERO
    trailing: Decimal = ZERO


@cache
def envelopes(inputs: Inputs) -> dict[Scope, Envelope]:
    """The sums of each scope with money: budget and spend of the year, commitments, trailing spend."""
    year = period_of(inputs, inputs.as_of).year
    closed = set(closed_periods(inputs))
    found = {scope: Envelope() for scope in money_scopes(inputs)}

    def add(lines: list[Line], name: str) -> None:
        for line, code, theme, part in parts(inputs, lines):
            for scope in scopes_of(inputs, code, theme):
                setattr(found[scope], name, getattr(found[scope], name) + line.reported * part)

    actual = ledger_lines(inputs)
    add([line for line in budget_in_force(inputs) if line.period.year == year], "granted")
    add([line for line in actual if line.period.year == year], "spent")
    add(ledger_lines(inputs, "commitment"), "committed")
    add([line for line in actual if line.period in closed], "trailing")
    return found


@cache
def closed_periods(inputs: Inputs) -> tuple[Period, ...]:
    """The last three closed fiscal periods, as far as the ledger goes back; the open one is left out."""
    first = min((line.period.start for line in ledger_lines(inputs)), default=inputs.as_of)
    closed = [p for p in periods_between(inputs, first, inputs.as_of) if p.end <= inputs.as_of]
    return tuple(closed[-TRAILING:])


def elapsed_share(inputs: Inputs) -> Decimal:
    """Working days of the fiscal year that are over / all of them; Monday to Friday."""
    year = whole_year(inputs, period_of(inputs, inputs.as_of).year)
    working = [day for day in days(year[0].start, year[-1].end) if day.isoweekday() <= WORKING_DAYS]
    return Decimal(sum(day <= inputs.as_of for day in working)) / len(working)


def envelope_row(inputs: Inputs, of: Envelope, periods: tuple[Period, ...]) -> Row:
    """M42 of a scope: runway = (envelope - actual - commitments) / burn, the mean of closed periods."""
    burn = of.trailing / len(periods) if periods else None
    rest = of.granted - of.spent - of.committed
    reason = rate_reason(rest, of.trailing)
    if reason is None and of.granted <= 0:
        reason = "no_envelope"
    elif reason is None and burn is None:
        reason = "no_closed_period"
    elif reason is None and burn <= 0:
        reason = "no_burn"
    runway = None if reason or burn is None else max(rest / burn, ZERO)
    day_count = sum((period.end - period.start).days + 1 for period in periods)
    out_reason, day = reason, None
    if runway is not None:
        left = timedelta(days=floor(max(rest, ZERO) * day_count / of.trailing))
        out_reason = "already_spent" if rest <= 0 else ("beyond_ten_years" if left > TEN_YEARS else None)
        day = None if out_reason else inputs.as_of + left
    no_share = rate_reason(of.granted, of.spent) or (None if of.granted > 0 else "no_envelope")
    consumed = None if no_share else of.spent / of.granted
    no_burn = rate_reason(of.trailing) or ("no_closed_period" if burn is None else None)
    amounts = {"envelope": of.granted, "actual": of.spent, "commitment": of.committed, "remaining": rest}
    return {
        **{f"{name}_amount": told(amount) for name, amount in amounts.items()},
        **{f"{name}_amount_reason": rate_reason(amount) for name, amount in amounts.items()},
        "burn_per_period_amount": None if no_burn else burn,
        "burn_per_period_reason": no_burn,
        "runway_periods": runway,
        "runway_reason": reason,
        "run_out_date": day,
        "run_out_reason": out_reason,
        "consumed_share": consumed,
        "elapsed_share": elapsed_share(inputs),
        "pace_gap_share": None if consumed is None else consumed - elapsed_share(inputs),
        "consumed_reason": no_share,
    }


def expense_types(inputs: Inputs) -> list[Row]:
    """M44: the share of each kind of expense in what a theme spent in a period."""
    lines = ledger_lines(inputs)
    moved = reclassifications(inputs, lines)
    sums: dict[tuple, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO])
    whole: dict[tuple, Decimal] = defaultdict(Decimal)
    for place, line in enumerate(lines):
        for _, _, theme, part in parts(inputs, [line]):
            amount = line.reported * part
            own = sums[theme, line.period, line.expense_type]
            whole[theme, line.period] += amount
            own[0] += amount
            own[1] += amount if place in moved else 0  # what is not known counts where it belongs
            own[2] += amount if period_of(inputs, line.day) != line.period else 0
    no_share = {
        key: rate_reason(amount) or (None if amount > 0 else "no_spend") for key, amount in whole.items()
    }
    return [
        {
            "theme_name": theme,
            "fiscal_year_label": period.year_label,
            "fiscal_period_label": period.label,
            "fiscal_period_start_date": period.start,
            "expense_type": kind,
            **{name: told(amount) for name, amount in zip(EXPENSES, own, strict=True)},
            **{f"{name}_reason": rate_reason(amount) for name, amount in zip(EXPENSES, own, strict=True)},
            "expense_type_share": None if no_share[theme, period] else own[0] / whole[theme, period],
            "expense_type_share_reason": no_share[theme, period],
        }
        for (theme, period, kind), own in sums.items()
    ]
