"""Names of weeks: ISO weeks (`2026-W05`, `KW 5/2026`, `W05` beside a year) and days that begin one.

A week begins on its Monday. A date that is no Monday may be the first day of another calendar's week or
the last one of this week: it is refused.
"""

from datetime import date

import polars as pl

from ingest.configuration import ReadOptions
from ingest.parsing.dates import parse_dates

ISO_WEEK = (
    r"(?i)^(?:(?P<year>[0-9]{4})[ /-]?)?(?:w|wk|week|kw|cw)[ .-]?(?P<week>[0-9]{1,2})"
    r"(?:[ /-]+(?P<last_year>[0-9]{4}))?$"
)
MONDAY = 1
NO_WEEK = "not_a_week"


def parse_weeks(labels: pl.Series, years: pl.Series, options: ReadOptions) -> tuple[pl.Series, pl.Series]:
    """Return the Monday of each week, and why it cannot be told (NULL: it can, or there is no label).

    `years` are the ISO years of labels without one, such as `W05`. Reasons: those of dates,
    `week_without_year`, `not_a_monday`, `not_a_week`.
    """
    texts = labels.str.strip_chars().alias("label")
    parts = texts.to_frame().select(pl.col("label").str.extract_groups(ISO_WEEK).alias("part")).unnest("part")
    week = parts["week"].cast(pl.Int64)
    year = parts.select(pl.coalesce("year", "last_year").cast(pl.Int64)).to_series().fill_null(years)
    others, why = parse_dates(pl.select(pl.when(week.is_null()).then(texts)).to_series(), options)
    found = [
        _monday(day, reason) if number is None else _iso_monday(of_year, number)
        for of_year, number, day, reason in zip(year, week, others, why, strict=True)
    ]
    days = [value if isinstance(value, date) else None for value in found]
    reasons = [value if isinstance(value, str) else None for value in found]
    return pl.Series(labels.name, days, dtype=pl.Date), pl.Series(labels.name, reasons, dtype=pl.String)


def _iso_monday(year: int | None, week: int) -> date | str:
    if year is None:
        return "week_without_year"
    try:
        return date.fromisocalendar(year, week, MONDAY)
    except ValueError:
        return NO_WEEK


def _monday(day: date | None, reason: str | None) -> date | str | None:
    if reason is not None:
        return NO_WEEK if reason == "not_a_date" else reason
    return day if day is None or day.isoweekday() == MONDAY else "not_a_monday"
