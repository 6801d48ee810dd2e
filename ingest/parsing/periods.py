"""Labels of fiscal periods (`Q3 FY26`, `FY17-18`, `2026 H2`, `FY26-P04`) and of months (`Jul-25`).

A quarter, a half or a year in a label is always one of the fiscal calendar: `2026 Q3` is the
third quarter of the fiscal year 2026. A month by its name is a month of the Gregorian calendar.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from ingest.configuration import FiscalCalendar
from ingest.fiscal import (
    PERIODS_OF_YEAR,
    Span,
    fiscal_year_starting_in,
    period_of,
    periods_span,
)
from ingest.parsing.month_names import MONTH_NUMBERS

PARTS = {"q": 4, "h": 2, "p": 12}  # how many of each make a year
_YEAR = r"(?P<fy>fy ?)?(?P<year>[0-9]{4}|[0-9]{2})(?:[-/](?P<to>[0-9]{4}|[0-9]{2}))?"
_PART = r"(?P<part>[qhp])(?P<number>[0-9]{1,2})"
YEAR_FIRST = re.compile(rf"{_YEAR}(?:[ /-]*{_PART})?")
PART_FIRST = re.compile(rf"{_PART}(?:[ /'-]*{_YEAR})?")
MONTH_FORMS = (
    re.compile(r"(?P<name>[^\W\d_]{3,10})\.?[ /'-]*(?P<year>[0-9]{4}|[0-9]{2})"),
    re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})(?:[-/.]01(?:[ t]00:00:00)?)?"),
    re.compile(r"(?P<month>[0-9]{1,2})[/.](?P<year>[0-9]{4})"),
)


@dataclass(frozen=True)
class FiscalSpan:
    """A stretch of whole fiscal periods of one fiscal year."""

    fiscal_year: int
    first_period: int
    last_period: int
    span: Span


def parse_period(label: str, calendar: FiscalCalendar, default_year: int | None = None) -> FiscalSpan | None:
    """Return the fiscal periods a label stands for; None when it is no such label.

    `default_year` is the fiscal year of labels without one, such as `Q3`.
    """
    text = " ".join(label.casefold().split())
    found = YEAR_FIRST.fullmatch(text) or PART_FIRST.fullmatch(text)
    if found is None:
        return None
    year = _fiscal_year(found, calendar) if found["year"] else default_year
    if year is None or not 1990 <= year <= 2100:
        return None
    if found["part"] is None:
        return FiscalSpan(year, 1, PERIODS_OF_YEAR, periods_span(calendar, year, 1, PERIODS_OF_YEAR))
    count, number = PARTS[found["part"]], int(found["number"])
    if not 1 <= number <= count:
        return None
    length = PERIODS_OF_YEAR // count
    first, last = (number - 1) * length + 1, number * length
    return FiscalSpan(year, first, last, periods_span(calendar, year, first, last))


def _fiscal_year(found: re.Match[str], calendar: FiscalCalendar) -> int | None:
    year = _full_year(found["year"])
    if not found["fy"] and len(found["year"]) == 2 and not found["part"]:
        return None  # a bare `26` may be anything
    if not found["to"]:
        return year
    if _full_year(found["to"]) != year + 1:
        return None
    return fiscal_year_starting_in(calendar, year)


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def parse_month(label: str, month_format: str | None = None) -> date | None:
    """Return the first day of the month that a label names; None when it names none."""
    text = " ".join(label.split())
    if month_format:
        try:
            return datetime.strptime(text, month_format).date().replace(day=1)  # noqa: DTZ007 - a month has no zone
        except ValueError:
            return None
    for form in MONTH_FORMS:
        if found := form.fullmatch(text.casefold()):
            parts = found.groupdict()
            month = int(MONTH_NUMBERS.get(parts.get("name") or "", parts.get("month") or 0))
            year = _full_year(found["year"])
            return date(year, month, 1) if 1 <= month <= 12 and 1990 <= year <= 2100 else None
    return None


def month_period(
    label: str, calendar: FiscalCalendar, month_format: str | None = None
) -> tuple[int, int] | None:
    """Return the fiscal year and period of a month's label such as `Jul-25` or `FY26-P04`."""
    if month := parse_month(label, month_format):
        return period_of(calendar, month.replace(day=15))  # the first may lie in the week-based period before
    found = parse_period(label, calendar)
    if found is None or found.first_period != found.last_period:
        return None
    return found.fiscal_year, found.first_period
