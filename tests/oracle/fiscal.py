"""The fiscal calendar of portfolio.yml, reckoned from its first month: periods, quarters, years."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.inputs import Inputs

MONTHS = 12


@dataclass(frozen=True, order=True)
class Period:
    """A fiscal period: a calendar month, counted from the first of the fiscal year."""

    year: int
    number: int
    start: date
    end: date

    @property
    def label(self) -> str:
        """Name of the period, e.g. FY27-P04."""
        return f"FY{self.year % 100:02}-P{self.number:02}"

    @property
    def quarter(self) -> str:
        """Name of its quarter, e.g. FY27-Q2."""
        return f"FY{self.year % 100:02}-Q{(self.number - 1) // 3 + 1}"

    @property
    def year_label(self) -> str:
        """Name of its year, e.g. FY27."""
        return f"FY{self.year % 100:02}"

    @property
    def spans(self) -> list[tuple[str, str]]:
        """The spans it lies in, by type and label."""
        return [("period", self.label), ("quarter", self.quarter), ("year", self.year_label)]


def first_of_month(months: int) -> date:
    """The first day of the month that is so many months after January of the year 0."""
    return date(months // MONTHS, months % MONTHS + 1, 1)


def period_of(inputs: Inputs, day: date) -> Period:
    """The fiscal period of a day."""
    first_month = inputs.setting("fiscal_calendar", "first_month", default=1)
    number = (day.month - first_month) % MONTHS + 1
    began = day.year if day.month >= first_month else day.year - 1
    by_end = inputs.setting("fiscal_calendar", "year_named_after", default="end") == "end"
    months = day.year * MONTHS + day.month - 1
    start, following = first_of_month(months), first_of_month(months + 1)
    named = began + 1 if by_end and first_month > 1 else began
    return Period(named, number, start, following - timedelta(days=1))


def period_named(inputs: Inputs, year: int, number: int) -> Period:
    """The fiscal period of a fiscal year and a number, as ledgers write them."""
    around = period_of(inputs, date(year, 6, 15))
    months = around.start.year * MONTHS + around.start.month - 1
    away = (year - around.year) * MONTHS + number - around.number
    return period_of(inputs, first_of_month(months + away))


def periods_between(inputs: Inputs, first: date, last: date) -> list[Period]:
    """All fiscal periods from that of the first day to that of the last."""
    found = [period_of(inputs, first)]
    while found[-1].end < last:
        found.append(period_of(inputs, found[-1].end + timedelta(days=1)))
    return found


def span_days(periods: list[Period], span: tuple[str, str]) -> tuple[date, date]:
    """First and last day of a span, of periods that cover it."""
    inside = [period for period in periods if span in period.spans]
    return min(p.start for p in inside), max(p.end for p in inside)


def whole_year(inputs: Inputs, year: int) -> list[Period]:
    """The periods of a fiscal year."""
    return [period_named(inputs, year, number) for number in range(1, MONTHS + 1)]
