"""Whatever stands below a known header, a reader of money accounts for each row and each total."""

import csv
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.reading import CONTROL_TOTAL_SCHEMA
from tests.ingest.readers.reading import read_text

LABELS = (
    "A", "a ", "B", "Total A", "Total - B", "B total", "Total", "Grand total", "Subtotal", "*", "**", "***",
    "Income", "Total Income", "Expenses", "Total Expenses", "Net Income", "Net X", "  A", "    B", "",
)  # fmt: skip
CONSTANTS = {"constants": {"fiscal_year": "2026", "fiscal_period": "2"}}
CELLS = (
    "", " ", "0", "-", "1", "1,5", "1.234", "1.234,56-", "(2.00)", "12 USD", "EUR", "#REF!", "1e400",
    "100 CR", "99999999999999999999", "2026-03-01", "00000000", "2026", "013", "P04", "Q1", "current",
    "Actual", '"', "\x1f", "two\nlines", "Revenue", "04", "22",
)  # fmt: skip
HEADERS: dict[str, tuple[list[str], dict[str, Any]]] = {
    "ledger": (["Cost Object", "Date", "Fiscal Year", "Period", "Amount", "Debit", "Credit", "Currency"], {}),
    "budget": (
        ["Account", "Version", "Line type", "Fiscal Year", "Jan-26", "Actual Feb-26", "FY27", "P03"],
        {},
    ),
    "sap_line_items": (
        ["WBS Element", "Value Type", "Posting Date", "Period", "Value TranCurr", "Transaction Currency"],
        {},
    ),
    "sap_hierarchy": (["Object", "Budget", "Actual", "Commitment"], CONSTANTS),
    "netsuite": (["Financial Row", "Amount (Jun 2025)", "Budget Amount (Jun 2025)", "Variance"], {}),
    "quickbooks": (["", "Actual", "Budget", "over Budget"], CONSTANTS),
}


@pytest.mark.parametrize("source_format", HEADERS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_any_cells_below_the_header(source_format: str, data: st.DataObject) -> None:
    header, options = HEADERS[source_format]
    row = st.tuples(st.sampled_from(LABELS), *[st.sampled_from(CELLS)] * (len(header) - 1))
    rows = data.draw(st.lists(row, max_size=8))
    first = [[label, *["1"] * (len(header) - 1)] for label in ("A", "  B")]  # the levels of a hierarchy
    text = StringIO()
    csv.writer(text).writerows([header, *first, *rows])
    with tempfile.TemporaryDirectory() as folder:
        result = read_text(source_format, Path(folder), text.getvalue(), **options, currency="EUR")
    assert dict(result.control_totals.schema) == CONTROL_TOTAL_SCHEMA
    assert result.control_totals["computed_amount"].null_count() == 0
