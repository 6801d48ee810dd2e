"""Sheets with a column for each period: which of them hold lines, and those lines one below the other.

A header names a stretch of time (`Jan-25`, `FY26 Q1`, `FY_2023`, `P04`), and beside it perhaps a version
(`Budget Jan-25`, `Jan-25 Actual`, `Forecast 2 (Mar 2026)`).
"""

import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass

import polars as pl

from ingest.configuration import FiscalCalendar
from ingest.fiscal import PERIODS_OF_YEAR, period_span
from ingest.parsing.numbers import NO_VALUE
from ingest.parsing.periods import month_period, parse_period
from ingest.readers._rows import Rows
from ingest.readers.money._lines import ANY_YEAR, POSTED_VERSIONS
from ingest.reading import UnreadableFile
from ingest.table import ROW_NUMBER

VERSION = re.compile(
    r"\b(?:(?:original |current |revised |approved )?budget(?: amount)?|plan|actuals?|ist|amount|original|"
    r"current|revised|commitments?|obligo|(?:latest )?(?:forecast|fc|estimate)(?: ?[0-9]+(?= |$))?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class WideColumn:
    """A column of a sheet whose header names a stretch of time."""

    column: str
    header_version: str | None  # as written; NULL: the row tells it
    header_year: str | None  # of the fiscal calendar; NULL: the row tells it
    fiscal_period: str | None  # NULL: longer than one period
    period_start_date: str | None
    first_period: int
    length: int  # in fiscal periods

    @property
    def version(self) -> str:
        """Return the header's version as it is compared."""
        return (self.header_version or "").lower()

    @property
    def is_posted(self) -> bool:
        """Tell whether the header says that what stands below was spent, or is ordered."""
        return self.version in POSTED_VERSIONS

    def covers(self, other: "WideColumn") -> bool:
        """Tell whether this column holds the money of a finer one of the same version as well."""
        if self.version != other.version or self.length <= other.length:
            return False
        if self.header_year is None or other.header_year is None:
            return True
        is_inside = self.first_period <= other.first_period < self.first_period + self.length
        return self.header_year == other.header_year and is_inside


def wide_column(column: str, name: str, calendar: FiscalCalendar, months: str | None) -> WideColumn | None:
    """Return what a header tells of its column; None when it names no stretch of time."""
    if found := period_column(column, None, name, calendar, months):
        return found
    words = VERSION.search(name.replace("_", " "))
    if words is None:
        return None
    rest = name.replace("_", " ").replace(words[0], " ", 1).strip(" ()[]:-/|")
    return period_column(column, words[0], rest, calendar, months)


def period_column(
    column: str, version: str | None, name: str, calendar: FiscalCalendar, months: str | None
) -> WideColumn | None:
    """Return the column of a version and of the stretch of time that `name` is; None when it is none."""
    if month := month_period(name, calendar, months):
        year, period = month
        start = period_span(calendar, year, period).start
        return WideColumn(column, version, str(year), str(period), start.isoformat(), period, 1)
    label = name.replace("_", " ")
    if (found := parse_period(label, calendar, ANY_YEAR)) is None:
        return None
    first, length = found.first_period, found.last_period - found.first_period + 1
    period = str(first) if length == 1 else None
    if parse_period(label, calendar) is None:  # without a year of its own, as `P04`
        return WideColumn(column, version, None, period, None, first, length) if length == 1 else None
    start = found.span.start.isoformat() if length < PERIODS_OF_YEAR else None
    return WideColumn(column, version, str(found.fiscal_year), period, start, first, length)


def columns_with_lines(columns: Iterable[WideColumn]) -> list[WideColumn]:
    """Return the columns to read: a longer one that covers finer ones repeats their money.

    What was spent in more than one period belongs to no month, so that no ledger can take it.
    """
    found = list(columns)
    finest = [column for column in found if not any(column.covers(other) for other in found)]
    return [column for column in finest if column.length == 1 or not column.is_posted]


def melt(rows: Rows, used: list[WideColumn]) -> dict[str, int]:
    """Make a line of each filled cell of these columns; return how many rows have none, by rule.

    The frame gets `column`; a header's version wins where the sheet holds several.
    """
    _refuse_doubles(rows, used)
    rows.keep_as_extra(name for name in rows.unknown if name not in {column.column for column in used})
    before = rows.frame[ROW_NUMBER]
    rows.frame = _melted(rows, used)
    told = pl.concat([rows.frame[ROW_NUMBER], pl.Series(sorted(rows.refused_rows), dtype=pl.Int64)])
    empty = before.filter(~before.is_in(told.unique().implode())).len()
    return {"no_amounts": empty} if empty else {}


def _refuse_doubles(rows: Rows, used: list[WideColumn]) -> None:
    """Raise UnreadableFile when two columns hold the same time: perhaps plan and actual, or one twice."""
    seen: dict[tuple, str] = {}
    for column in used:
        time = (column.version, column.header_year, column.first_period, column.length)
        label = rows.table.label(column.column) or column.column
        if time in seen:
            raise UnreadableFile(
                rows.path,
                "header",
                f"{seen[time]!r} and {label!r} are columns of the same time",
                "name the version in their headers, as in 'Actual Jan-25', or deliver one of them",
            )
        seen[time] = label


def _melted(rows: Rows, used: list[WideColumn]) -> pl.DataFrame:
    cells = rows.table.frame.select(ROW_NUMBER, *(column.column for column in used)).unpivot(
        index=ROW_NUMBER, variable_name="column", value_name="amount"
    )
    filled = cells.with_columns(pl.col("amount").str.strip_chars()).filter(
        ~pl.col("amount").str.replace_all("[\u2013\u2014\u2212]", "-").str.to_lowercase().is_in(NO_VALUE)
    )
    texts = ("column", "header_version", "header_year", "fiscal_period", "period_start_date")
    schema = {
        **dict.fromkeys(texts, pl.String()),
        **dict.fromkeys(("first_period", "length", "place"), pl.Int64()),
    }
    headers = [(*astuple(column), place) for place, column in enumerate(used)]
    fields = rows.frame.drop("amount", "fiscal_period", "period_start_date")
    lines = filled.join(pl.DataFrame(headers, schema=schema, orient="row"), on="column").join(
        fields, on=ROW_NUMBER
    )
    told = [pl.col("version_name"), pl.col("header_version")]
    versions = {column.header_version for column in used if not column.is_posted}
    return lines.sort(ROW_NUMBER, "place").with_columns(
        pl.coalesce("header_year", "fiscal_year").alias("fiscal_year"),
        pl.when(pl.col("header_version").str.to_lowercase().is_in(list(POSTED_VERSIONS)))
        .then("header_version")
        .otherwise(pl.coalesce(told if len(versions) == 1 else told[::-1]))
        .alias("version_name"),
    )
