"""Spans of fiscal periods: their quarters and years, and the periods of a span."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.calendars import FiscalPeriod, fiscal_period
from tests.oracle.inputs import Inputs

MONTHS = 12


@dataclass(frozen=True, order=True)
class Period(FiscalPeriod):
    """A fiscal period that knows the spans it lies in."""

    @property
    def quarter(self) -> str:
        """Name of its quarter, e.g. FY27-Q2."""
        return f"{self.year_label}-Q{(self.period - 1) // 3 + 1}"

    @property
    def spans(self) -> list[tuple[str, str]]:
        """The spans it lies in, by type and label."""
        return [("period", self.label), ("quarter", self.quarter), ("year", self.year_label)]


def first_of_month(months: int) -> date:
    """The first day of the month that is so many months after January of the year 0."""
    return date(months // MONTHS, months % MONTHS + 1, 1)


def period_of(inputs: Inputs, day: date) -> Period:
    """The fiscal period of a day."""
    found = fiscal_period(inputs, day)
    return Period(found.start, found.year, found.period)


def period_named(inputs: Inputs, year: int, number: int) -> Period:
    """The fiscal period of a fiscal year and a number, as ledgers write them."""
    around = period_of(inputs, date(year, 6, 15))
    months = around.start.year * MONTHS + around.start.month - 1
    away = (year - around.year) * MONTHS + number - around.period
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
