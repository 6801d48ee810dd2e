"""Budgets, one line a row or one column a month -> `budget_lines`; actuals beside them -> `ledger_lines`.

In a wide sheet each filled month cell becomes a line of the same row number. Quarters, years
and totals beside their months repeat the same money and are kept as `extra` only; a year without
months of its own is read as a year. A version is told by a column, by the headers (`Forecast 2 Mar-26`)
or by `read.constants`, and kept as written. Rows or columns called actual or commitment are no plan: those
of one period are ledger lines, in which revenue is negative; those of longer stretches stay in `extra`.
"""

from dataclasses import replace
from pathlib import Path

import polars as pl

from ingest.configuration import FiscalCalendar, Source
from ingest.fiscal import PERIODS_OF_YEAR, period_span
from ingest.readers._currency import read_currency
from ingest.readers._rows import Fields, Rows
from ingest.readers.money._lines import (
    COMMITMENT_VERSIONS,
    EXPENSE_TYPES,
    LINE_FIELDS,
    POSTED_VERSIONS,
    read_fiscal_columns,
)
from ingest.readers.money._totals import Totals, take_totals
from ingest.readers.money._wide import columns_with_lines, melt, wide_column
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
    tables = ("budget_lines", "ledger_lines")
    description = "budget export (CSV, Excel, JSON), one line a row or one column a month; several versions"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one export; raises UnreadableFile."""
        expected = {name for names in FIELDS.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, FIELDS)
        totals = take_totals(rows)
        is_wide = "amount" not in rows.present
        ignored = totals.ignored | (_unpivot(path, rows, context.calendar) if is_wide else {})
        read_plan(rows, context.calendar, None if is_wide else source.read.months)
        result = rows.result(emit_versions(rows), ignored)
        return replace(result, control_totals=compared(rows, totals, is_wide=is_wide))


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


def emit_versions(rows: Rows) -> dict[str, pl.DataFrame]:
    """Return plans as budget lines, actuals and commitments as ledger lines: income is a credit there."""
    version = pl.col("version_name").str.to_lowercase()
    is_posted = version.is_in(list(POSTED_VERSIONS))
    is_ordered = version.is_in(list(COMMITMENT_VERSIONS))
    sign = pl.when(pl.col("line_type") == "revenue").then(-1).otherwise(1)
    posted = rows.frame.filter(is_posted).with_columns(
        (pl.col("amount") * sign).alias("amount"),
        pl.when(is_ordered).then(pl.lit("commitment")).otherwise(pl.lit("actual")).alias("entry_type"),
    )
    planned = rows.frame.filter(~is_posted.fill_null(False))
    return {
        "budget_lines": rows.emit("budget_lines", planned),
        "ledger_lines": rows.emit("ledger_lines", posted),
    }


def compared(rows: Rows, totals: Totals, *, is_wide: bool) -> pl.DataFrame:
    """Compare totals column by column; expense and revenue, or currencies, are never added up."""
    if totals.rows.is_empty():
        return pl.DataFrame(schema=CONTROL_TOTAL_SCHEMA)
    column = None if is_wide else next(iter(rows.columns.get("amount", ())), None)
    measure = pl.col("column") if is_wide else pl.lit(column, pl.String)
    kind = pl.concat_str("currency_code", "line_type", separator=" ", ignore_nulls=True)
    lines = rows.frame.select(ROW_NUMBER, measure.alias("measure"), "amount", kind.alias("kind"))
    columns = rows.frame["column"].unique(maintain_order=True).to_list() if is_wide else [column]
    return totals.compared(rows, lines, {name: name for name in columns if name})


def _unpivot(path: Path, rows: Rows, calendar: FiscalCalendar) -> dict[str, int]:
    """Make a line of each filled cell under the periods of the header; return rows without any."""
    names = {column: rows.table.header[int(column[1:])].name for column in rows.unknown}
    found = [wide_column(column, name, calendar, rows.options.months) for column, name in names.items()]
    used = columns_with_lines(column for column in found if column is not None)
    if not used:
        raise UnreadableFile(
            path,
            "header",
            "neither an amount nor a column for each month",
            "name it in read.columns, or set read.months",
        )
    return melt(rows, used)


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
