"""The one place that cuts fiscal years into quarters and periods.

With the pattern `months` a year starts on the first day of `first_month` and its periods are
calendar months. With `4-4-5` and its kin it starts on the Monday nearest to that day and its
periods are whole weeks; the 53rd week that some years have belongs to the last period.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ingest.configuration import FiscalCalendar

PERIODS_OF_YEAR = 12
PERIODS_OF_QUARTER = 3


@dataclass(frozen=True)
class Span:
    """Days from `start` to `end`, both included."""

    start: date
    end: date


def year_span(calendar: FiscalCalendar, fiscal_year: int) -> Span:
    """Return the days of a fiscal year."""
    return Span(
        _year_start(calendar, fiscal_year), _year_start(calendar, fiscal_year + 1) - timedelta(days=1)
    )


def period_span(calendar: FiscalCalendar, fiscal_year: int, period: int) -> Span:
    """Return the days of a fiscal period (1 to 12); ValueError for any other period."""
    if not 1 <= period <= PERIODS_OF_YEAR:
        raise ValueError(f"a fiscal year has the periods 1 to {PERIODS_OF_YEAR}, not {period}")
    start = _period_start(calendar, fiscal_year, period)
    if period == PERIODS_OF_YEAR:
        return Span(start, year_span(calendar, fiscal_year).end)
    return Span(start, _period_start(calendar, fiscal_year, period + 1) - timedelta(days=1))


def periods_span(calendar: FiscalCalendar, fiscal_year: int, first: int, last: int) -> Span:
    """Return the days from one fiscal period to a later one of the same year."""
    return Span(period_span(calendar, fiscal_year, first).start, period_span(calendar, fiscal_year, last).end)


def quarter_span(calendar: FiscalCalendar, fiscal_year: int, quarter: int) -> Span:
    """Return the days of a fiscal quarter (1 to 4)."""
    last = quarter * PERIODS_OF_QUARTER
    return periods_span(calendar, fiscal_year, last - PERIODS_OF_QUARTER + 1, last)


def fiscal_year_of(calendar: FiscalCalendar, day: date) -> int:
    """Return the fiscal year in which a day lies."""
    year = day.year - 1  # no fiscal year begins or ends more than a year from its name
    while _year_start(calendar, year + 1) <= day:
        year += 1
    return year


def period_of(calendar: FiscalCalendar, day: date) -> tuple[int, int]:
    """Return the fiscal year and period in which a day lies."""
    year = fiscal_year_of(calendar, day)
    periods = range(PERIODS_OF_YEAR, 0, -1)
    return year, next(period for period in periods if _period_start(calendar, year, period) <= day)


def fiscal_year_starting_in(calendar: FiscalCalendar, calendar_year: int) -> int:
    """Return the name of the fiscal year that starts in (or nearest to) that calendar year."""
    return calendar_year + _name_offset(calendar)


def _name_offset(calendar: FiscalCalendar) -> int:
    """Years from the calendar year in which a fiscal year starts to the one that names it."""
    return int(calendar.year_named_after == "end" and calendar.first_month > 1)


def _year_start(calendar: FiscalCalendar, fiscal_year: int) -> date:
    first = date(fiscal_year - _name_offset(calendar), calendar.first_month, 1)
    if calendar.pattern == "months":
        return first
    weekday = first.weekday()
    return first - timedelta(days=weekday) if weekday <= 3 else first + timedelta(days=7 - weekday)


def _period_start(calendar: FiscalCalendar, fiscal_year: int, period: int) -> date:
    start = _year_start(calendar, fiscal_year)
    if calendar.pattern == "months":
        months = start.month - 1 + period - 1
        return date(start.year + months // 12, months % 12 + 1, 1)
    weeks = [int(count) for count in calendar.pattern.split("-")] * 4
    return start + timedelta(weeks=sum(weeks[: period - 1]))
