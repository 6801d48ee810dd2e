"""Ledger line items (SAP, NetSuite, QuickBooks and the like) -> `ledger_lines`.

A line has an amount, or a debit and a credit. Totals and headings are left out by the rules
`subtotal` and `heading`, and totals are compared with their lines. Two equal lines are two lines.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.readers._currency import read_currency
from ingest.readers._rows import Fields, Rows
from ingest.readers.money._lines import EXPENSE_TYPES, LINE_FIELDS, read_fiscal_columns
from ingest.readers.money._totals import Totals, take_totals
from ingest.reading import ReadContext, ReadResult
from ingest.tabular import read_table

FIELDS: Fields = LINE_FIELDS | {
    "posting_date": (
        "posting date", "booking date", "transaction date", "date", "buchungsdatum", "debit date",
    ),
    "fiscal_period": ("fiscal period", "posting period", "period"),
    "document_number": ("document number", "document no", "doc no", "ref document number", "belegnummer"),
    "entry_type": ("entry type", "value type", "posting type"),
    "amount": (
        "amount", "value trancurr", "amount in transaction currency", "value in obj crcy", "val in rep cur",
        "betrag", "value",
    ),
    "debit_amount": ("debit", "debit amount", "soll"),
    "credit_amount": ("credit", "credit amount", "haben"),
}  # fmt: skip

ENTRY_TYPES = {
    "actual": "actual", "actuals": "actual", "ist": "actual",
    "commitment": "commitment", "commitments": "commitment", "obligo": "commitment",
    "purchase order": "commitment", "po": "commitment",
}  # fmt: skip


class LedgerReader:
    """One posting line a row."""

    format = "ledger"
    tables = ("ledger_lines",)
    description = "ledger or line-item export (CSV, Excel, JSON), one posting a row; actuals and commitments"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one export; raises UnreadableFile."""
        expected = {name for names in FIELDS.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, FIELDS)
        return read_postings(rows, context, ENTRY_TYPES)


def read_postings(rows: Rows, context: ReadContext, entry_types: Mapping[str, str]) -> ReadResult:
    """Make ledger lines of rows that have the fields of FIELDS; `entry_types` are words of the export."""
    totals = take_totals(rows)
    rows.dates("posting_date")
    read_fiscal_columns(rows, context.calendar, rows.options.months)
    stated = _read_amounts(rows, totals)
    rows.translate("entry_type", entry_types, default="actual")
    rows.translate("expense_type", EXPENSE_TYPES)
    result = rows.result({"ledger_lines": rows.emit("ledger_lines")}, totals.ignored)
    return replace(result, control_totals=stated)


def _read_amounts(rows: Rows, totals: Totals) -> pl.DataFrame:
    """Set `amount`: as it stands, or what the debit is above the credit; return the totals compared."""
    sides = ["debit_amount", "credit_amount"]
    read_currency(rows, "amount", *sides)
    rows.money("amount", *sides)
    stated = totals.compared_fields(rows, "amount", *sides)
    balance = pl.col("debit_amount").fill_null(0) - pl.col("credit_amount").fill_null(0)
    has_side = pl.any_horizontal(pl.col(sides).is_not_null())
    rows.frame = rows.frame.with_columns(
        pl.coalesce("amount", pl.when(has_side).then(balance)).alias("amount")
    )
    rows.require("amount")
    return stated


READER = LedgerReader()
