"""Budgets, one line a row or one column a month -> `budget_lines`.

In a wide sheet each filled month cell becomes a line of the same row number. Quarters, years
and totals beside the months repeat the same money and are kept as `extra` only; a sheet that
has nothing finer than quarters or years is read by those.
"""

from dataclasses import astuple, dataclass, replace
from pathlib import Path

import polars as pl

from ingest.configuration import FiscalCalendar, Source
from ingest.fiscal import PERIODS_OF_YEAR, period_span
from ingest.parsing.numbers import NO_VALUE
from ingest.parsing.periods import month_period, parse_period
from ingest.readers._currency import read_currency
from ingest.readers._rows import Fields, Rows
from ingest.readers.money._lines import ANY_YEAR, EXPENSE_TYPES, LINE_FIELDS, read_fiscal_columns
from ingest.readers.money._totals import Totals, take_totals
from ingest.reading import CONTROL_TOTAL_SCHEMA, ReadContext, ReadResult, UnreadableFile
from ingest.table import ROW_NUMBER
from ingest.tabular import read_table

FIELDS: Fields = LINE_FIELDS | {
    "version_name": ("version", "version name", "budget version", "plan version", "scenario"),
    "period_start_date": ("period start", "period start date", "start date"),
    "fiscal_period": ("fiscal period", "posting period", "period", "month"),
    "line_type": ("line type", "account type"),
    "amount": ("amount", "budget", "budget amount", "planned amount", "plan", "value", "betrag"),
}
LINE_TYPES = {
    "expense": "expense", "expenses": "expense", "expenditure": "expense",
    "cost": "expense", "costs": "expense",
    "revenue": "revenue", "revenues": "revenue", "income": "revenue",
}  # fmt: skip


class BudgetReader:
    """One line a row, or one column a period."""

    format = "budget"
    tables = ("budget_lines",)
    description = "budget export (CSV, Excel, JSON), one line a row or one column a month; several versions"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one export; raises UnreadableFile."""
        expected = {name for names in FIELDS.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, FIELDS)
        totals = take_totals(rows)
        is_wide = "amount" not in rows.present
        ignored = totals.ignored | (_unpivot(path, rows, context.calendar) if is_wide else {})
        read_plan(rows, context.calendar, None if is_wide else source.read.months)
        result = rows.result({"budget_lines": rows.emit("budget_lines")}, ignored)
        return replace(result, control_totals=_compared(rows, totals, is_wide=is_wide))


def read_plan(rows: Rows, calendar: FiscalCalendar, month_format: str | None) -> None:
    """Parse rows that have the fields of FIELDS, an amount each; `month_format` is about `fiscal_period`."""
    read_currency(rows, "amount")
    rows.money("amount")
    rows.dates("period_start_date")
    read_fiscal_columns(rows, calendar, month_format)
    _date_the_periods(rows, calendar)
    rows.require("amount", "version_name")
    rows.translate("line_type", LINE_TYPES, default="expense")
    rows.translate("expense_type", EXPENSE_TYPES)


def _compared(rows: Rows, totals: Totals, *, is_wide: bool) -> pl.DataFrame:
    """Compare totals column by column; expense and revenue, or currencies, are never added up."""
    if totals.rows.is_empty():
        return pl.DataFrame(schema=CONTROL_TOTAL_SCHEMA)
    column = None if is_wide else next(iter(rows.columns.get("amount", ())), None)
    measure = pl.col("column") if is_wide else pl.lit(column, pl.String)
    kind = pl.concat_str("currency_code", "line_type", separator=" ", ignore_nulls=True)
    lines = rows.frame.select(ROW_NUMBER, measure.alias("measure"), "amount", kind.alias("kind"))
    columns = rows.frame["column"].unique(maintain_order=True).to_list() if is_wide else [column]
    return totals.compared(rows, lines, {name: name for name in columns if name})


@dataclass(frozen=True)
class _PeriodColumn:
    """A column of the sheet whose header names a stretch of time."""

    column: str
    fiscal_year: str | None  # NULL: the row tells it
    fiscal_period: str | None  # NULL: longer than one period
    period_start_date: str | None
    length: int  # in fiscal periods


def _period_column(
    column: str, name: str, calendar: FiscalCalendar, months: str | None
) -> _PeriodColumn | None:
    if month := month_period(name, calendar, months):
        year, period = month
        start = period_span(calendar, year, period).start
        return _PeriodColumn(column, str(year), str(period), start.isoformat(), 1)
    if (found := parse_period(name.replace("_", " "), calendar, ANY_YEAR)) is None:
        return None
    length = found.last_period - found.first_period + 1
    period = str(found.first_period) if length == 1 else None
    if parse_period(name.replace("_", " "), calendar) is None:  # without a year of its own, as `P04`
        return _PeriodColumn(column, None, period, None, length) if length == 1 else None
    start = found.span.start.isoformat() if length < PERIODS_OF_YEAR else None
    return _PeriodColumn(column, str(found.fiscal_year), period, start, length)


def _unpivot(path: Path, rows: Rows, calendar: FiscalCalendar) -> dict[str, int]:
    """Make a line of each filled cell under the finest periods of the header; return rows without any."""
    table, months = rows.table, rows.options.months
    names = {column: table.header[int(column[1:])].name for column in rows.unknown}
    found = [_period_column(column, name, calendar, months) for column, name in names.items()]
    columns = [column for column in found if column is not None]
    if not columns:
        raise UnreadableFile(
            path,
            "header",
            "neither an amount nor a column for each month",
            "name it in read.columns, or set read.months",
        )
    finest = min(column.length for column in columns)
    used = [column for column in columns if column.length == finest]
    rows.keep_as_extra(name for name in rows.unknown if name not in {column.column for column in used})
    before = rows.frame[ROW_NUMBER]
    rows.frame = _melted(rows, used)
    empty = before.len() - rows.frame[ROW_NUMBER].n_unique()
    return {"no_amounts": empty} if empty else {}


def _melted(rows: Rows, used: list[_PeriodColumn]) -> pl.DataFrame:
    cells = rows.table.frame.select(ROW_NUMBER, *(column.column for column in used)).unpivot(
        index=ROW_NUMBER, variable_name="column", value_name="amount"
    )
    filled = cells.with_columns(pl.col("amount").str.strip_chars()).filter(
        ~pl.col("amount").str.to_lowercase().is_in(NO_VALUE)
    )
    texts = ("column", "header_year", "fiscal_period", "period_start_date")
    schema = {**dict.fromkeys(texts, pl.String()), **dict.fromkeys(("length", "place"), pl.Int64())}
    headers = [(*astuple(column), place) for place, column in enumerate(used)]
    fields = rows.frame.drop("amount", "fiscal_period", "period_start_date")
    lines = filled.join(pl.DataFrame(headers, schema=schema, orient="row"), on="column").join(
        fields, on=ROW_NUMBER
    )
    return lines.sort(ROW_NUMBER, "place").with_columns(fiscal_year=pl.coalesce("header_year", "fiscal_year"))


def _date_the_periods(rows: Rows, calendar: FiscalCalendar) -> None:
    """Set the first day of each line's fiscal period, where only its number is given."""
    pairs = rows.frame.select("fiscal_year", "fiscal_period").unique().drop_nulls()
    days = {
        (year, period): period_span(calendar, year, period).start
        for year, period in pairs.rows()
        if 1 <= period <= PERIODS_OF_YEAR
    }
    known = pl.DataFrame(
        [(*pair, day) for pair, day in days.items()],
        schema={"fiscal_year": pl.Int64(), "fiscal_period": pl.Int64(), "_start": pl.Date()},
        orient="row",
    )
    rows.frame = (
        rows.frame.join(known, on=["fiscal_year", "fiscal_period"], how="left", maintain_order="left")
        .with_columns(period_start_date=pl.coalesce("period_start_date", "_start"))
        .drop("_start")
    )


READER = BudgetReader()
