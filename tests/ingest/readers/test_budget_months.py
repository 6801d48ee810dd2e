"""A wide budget whose month columns need `read.months`."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.ingest.readers.reading import read_text

SHEET = """Cost Center;Account;Version;01 26;02 26
CC-1;4000;original;1.234,50;(10,00)
"""


def test_month_columns_in_a_form_of_their_own(tmp_path: Path) -> None:
    result = read_text("budget", tmp_path, SHEET, currency="EUR", months="%m %y")
    assert result.rejected.rows() == []
    lines = result.tables["budget_lines"].select(
        "period_start_date", "fiscal_year", "fiscal_period", "amount"
    )
    assert lines.rows() == [
        (date(2026, 1, 1), 2026, 1, Decimal("1234.5000")),
        (date(2026, 2, 1), 2026, 2, Decimal("-10.0000")),
    ]
