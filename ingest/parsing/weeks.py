"""Names of weeks: ISO weeks (`2026-W05`, `KW 5/2026`, `W05` beside a year) and days that begin one.

A week begins on its Monday. A date that is no Monday may be the first day of another calendar's week or
the last one of this week: it is refused.
"""

import re
from datetime import date

import polars as pl

from ingest.configuration import ReadOptions
from ingest.parsing.dates import parse_dates

ISO_WEEK = re.compile(
    r"(?:(?P<year>[0-9]{4})[ /-]?)?(?:w|wk|week|kw|cw|s)[ .-]?(?P<week>[0-9]{1,2})(?:[ /-]+(?P<last_year>[0-9]{4}))?"
)
MONDAY = 1


def parse_week(label: str, year: int | None, options: ReadOptions) -> date | str | None:
    """Return a week's Monday, the reason why it cannot be told (of REMEDIES), or None for no week at all.

    `year` is the ISO year of labels without one, such as `W05`.
    """
    found = ISO_WEEK.fullmatch(" ".join(label.casefold().split()))
    if found is None:
        return _monday(label, options)
    known = found["year"] or found["last_year"] or year
    if known is None:
        return "week_without_year"
    try:
        return date.fromisocalendar(int(known), int(found["week"]), MONDAY)
    except ValueError:
        return "not_a_week"


def _monday(label: str, options: ReadOptions) -> date | str | None:
    values, reasons = parse_dates(pl.Series([label]), options)
    if reasons[0] == "not_a_date":
        return None
    if reasons[0] is not None:
        return str(reasons[0])
    day: date | None = values[0]
    return day if day is None or day.isoweekday() == MONDAY else "not_a_monday"
