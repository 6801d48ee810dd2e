"""Lines of money: dated, in the reporting currency, and cut into initiatives and themes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from tests.oracle.bets import NONE, UNKNOWN, cost_object_parts
from tests.oracle.calendars import exchange_rate
from tests.oracle.fiscal import Period, period_named, period_of
from tests.oracle.inputs import Inputs, Row
from tests.oracle.register import UNALLOCATED

UNCLASSIFIED = "unclassified"
DIGITS = Decimal("0.0001")
NOT_KNOWN = Decimal("NaN")  # money without a rate: whatever it is part of is not known
NO_RATE = "no_exchange_rate"


@dataclass(frozen=True)
class Line:
    """A posting or budget line; `average` and `budget` are None without an exchange rate of that type."""

    row: Row
    day: date
    period: Period
    cost_object: str
    account: str
    expense_type: str
    amount: Decimal
    average: Decimal | None
    budget: Decimal | None

    @property
    def reported(self) -> Decimal:
        """The amount at the average rate: not a number where there is no rate, and so is every sum of it."""
        return NOT_KNOWN if self.average is None else self.average


def told(amount: Decimal) -> Decimal | None:
    """What is published of a sum: NULL where a line of it has no exchange rate."""
    return None if amount.is_nan() else amount


def rate_reason(*amounts: Decimal) -> str | None:
    """Why a figure made of these sums is NULL; None where each of them is known."""
    return NO_RATE if any(amount.is_nan() for amount in amounts) else None


def converted(inputs: Inputs, amount: Decimal, currency: str, day: date, rate_type: str) -> Decimal | None:
    """Money in the reporting currency at the rate in force on the day (common rules)."""
    rate = exchange_rate(inputs, currency, day, rate_type)
    return None if rate is None else (amount * rate).quantize(DIGITS)


def _line(inputs: Inputs, row: Row, day: date) -> Line:
    stated = (row["fiscal_year"], row["fiscal_period"])
    period = period_of(inputs, day) if None in stated else period_named(inputs, *stated)
    average, budget = (
        converted(inputs, row["amount"], row["currency_code"], day, rate_type)
        for rate_type in ("average", "budget")
    )
    return Line(
        row,
        day,
        period,
        row["cost_object_code"] or NONE,
        row["account_code"] or UNKNOWN,
        row["expense_type"] or UNCLASSIFIED,
        row["amount"],
        average,
        budget,
    )


@cache
def ledger_lines(inputs: Inputs, entry_type: str = "actual") -> list[Line]:
    """The ledger's lines up to the as-of date, by their day of posting."""
    rows = [row for row in inputs.rows("ledger_lines") if (row["entry_type"] or "actual") == entry_type]
    return [_line(inputs, row, row["posting_date"]) for row in rows if row["posting_date"] <= inputs.as_of]


@cache
def all_budget_lines(inputs: Inputs) -> list[Line]:
    """The lines of all versions of the budget, revenue too; the day is the first of the period."""
    return [_line(inputs, row, row["period_start_date"]) for row in inputs.rows("budget_lines")]


@cache
def budget_lines(inputs: Inputs) -> list[Line]:
    """The expense lines of all versions of the budget."""
    return [line for line in all_budget_lines(inputs) if (line.row["line_type"] or "expense") == "expense"]


@cache
def versions_in_force(inputs: Inputs) -> dict[int, str]:
    """Fiscal year -> budget version: `current`; else the one that appeared last, not the original."""
    appeared: dict[tuple[int, str], Row] = {}
    for line in budget_lines(inputs):
        appeared.setdefault((line.period.year, line.row["version_name"]), line.row)
    found: dict[int, str] = {}
    for year in {year for year, _ in appeared}:
        names = [name for y, name in appeared if y == year]
        rank = {n: (n == "current", n != "original", appeared[year, n]["known_at"], n) for n in names}
        found[year] = max(names, key=lambda name: rank[name])
    return found


@cache
def budget_in_force(inputs: Inputs) -> list[Line]:
    """The lines of the version in force of each fiscal year."""
    versions = versions_in_force(inputs)
    return [line for line in budget_lines(inputs) if versions[line.period.year] == line.row["version_name"]]


def parts(inputs: Inputs, lines: list[Line]) -> Iterator[tuple[Line, str, str, Decimal]]:
    """Each line once for each initiative and theme, with the part of the line that is theirs."""
    by_object = cost_object_parts(inputs)
    unclaimed = {(UNKNOWN, UNALLOCATED): Decimal(1)}
    for line in lines:
        for (initiative, theme), weight in by_object.get(line.cost_object, unclaimed).items():
            yield line, initiative, theme, weight


def reclassifications(inputs: Inputs, lines: list[Line]) -> set[int]:
    """Places of lines whose document nets to nothing within a period and currency (M44, M45).

    It names a cost object on each line, and at least two cost objects, accounts or kinds of expense.
    """
    documents: dict[tuple, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if line.row["document_number"] is not None:
            source, number = line.row["source_name"], line.row["document_number"]
            documents[source, number, line.period, line.row["currency_code"]].append(place)
    found: set[int] = set()
    for places in documents.values():
        of = [lines[place] for place in places]
        kinds = {(line.cost_object, line.account, line.expense_type) for line in of}
        if sum(line.amount for line in of) == 0 and len(kinds) > 1 and NONE not in {k[0] for k in kinds}:
            found |= set(places)
    return found
