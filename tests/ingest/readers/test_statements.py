"""Statements of NetSuite and QuickBooks: what is a line, of which month, expense or revenue; their totals."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.reading import UnreadableFile
from tests.ingest.readers.reading import FIXTURES, read_file, read_text

USD = {"currency": "USD"}
QUICKBOOKS = FIXTURES / "quickbooks"
INCOME = FIXTURES / "netsuite" / "income.csv"


def test_quickbooks_a_group_s_own_amount_and_its_children_are_counted_once() -> None:
    result = read_file("quickbooks", QUICKBOOKS / "total.csv", **USD, constants={"version_name": "original"})
    assert result.rejected.rows() == []
    lines = result.tables["budget_lines"]
    assert lines.select("account_name", "line_type", "amount").rows() == [
        ("Sales", "revenue", Decimal("1000.00")),
        ("Services", "revenue", Decimal("500.50")),
        ("Payroll", "expense", Decimal("90.00")),
        ("Wages", "expense", Decimal("310.00")),
        ("Other", "expense", Decimal("6.00")),
        ("Net pay adjustments", "expense", Decimal("2.00")),
    ]
    assert set(lines["version_name"]) == {"original"}
    assert lines.select("fiscal_year", "fiscal_period", "period_start_date").unique().rows() == [
        (2026, None, None)
    ]
    assert '"Actual":"1,200.00"' in lines["extra"][0]
    # A year's actuals belong to no month.
    assert result.tables["ledger_lines"].is_empty()
    assert result.rows_read == 21
    assert result.ignored == {
        "above_header": 5, "subtotal": 5, "heading": 2, "running_line": 1, "blank_row": 1, "footer": 1
    }  # fmt: skip
    assert result.control_totals.select("label", "stated_amount", "computed_amount", "line_count").rows() == [
        ("Total Income (Budget)", Decimal("1500.50"), Decimal("1500.50"), 2),
        ("Total Payroll (Budget)", Decimal("406.00"), Decimal("406.00"), 3),
        ("Total Expenses (Budget)", Decimal("408.00"), Decimal("408.00"), 4),
    ]


def test_quickbooks_months_beside_their_total() -> None:
    result = read_file("quickbooks", QUICKBOOKS / "months.csv", **USD, constants={"line_type": "expense"})
    budget, ledger = result.tables["budget_lines"], result.tables["ledger_lines"]
    assert budget.select(
        "account_name", "version_name", "period_start_date", "line_type", "amount"
    ).rows() == [
        ("Sales", "Budget", date(2026, 1, 1), "revenue", Decimal(11)),
        ("Sales", "Budget", date(2026, 2, 1), "revenue", Decimal(13)),
        ("Fees", "Budget", date(2026, 1, 1), "expense", Decimal(2)),
        ("Fees", "Budget", date(2026, 2, 1), "expense", Decimal(4)),
    ]
    assert ledger.select("account_name", "fiscal_year", "fiscal_period", "entry_type", "amount").rows() == [
        ("Sales", 2026, 1, "actual", Decimal(-10)),
        ("Sales", 2026, 2, "actual", Decimal(-12)),
        ("Fees", 2026, 1, "actual", Decimal(1)),
        ("Fees", 2026, 2, "actual", Decimal(3)),
    ]
    totals = result.control_totals
    assert totals.height == 8
    assert totals["stated_amount"].to_list() == totals["computed_amount"].to_list()


def test_a_section_that_nobody_knows_is_set_aside() -> None:
    result = read_file("quickbooks", QUICKBOOKS / "months.csv", **USD)
    assert set(result.rejected.select("row_number", "reason").rows()) == {(5, "unknown_section")}


def test_netsuite_a_month_s_income_statement() -> None:
    result = read_file("netsuite", INCOME, **USD)
    assert result.rejected.rows() == []
    lines = result.tables["ledger_lines"]
    columns = "account_code", "account_name", "fiscal_year", "fiscal_period", "entry_type", "amount"
    assert lines.select(columns).rows() == [
        ("40100", "Subscriptions", 2025, 6, "actual", Decimal("-1192600.39")),
        ("40200", "Refunds", 2025, 6, "actual", Decimal("60000.00")),
        ("61000", "Rent", 2025, 6, "actual", Decimal("5000.00")),
    ]
    assert "Comparative Amount (May 2025)" in lines["extra"][0]
    assert result.tables["budget_lines"].is_empty()
    assert result.ignored == {"above_header": 6, "subtotal": 6, "heading": 4}
    assert result.control_totals["label"].to_list() == [
        "Total - 40000 - Revenue (Amount (Jun 2025))",
        "Total - Income (Amount (Jun 2025))",
        "Total - Expense (Amount (Jun 2025))",
    ]
    assert result.control_totals["computed_amount"].to_list() == [
        Decimal("1132600.39"), Decimal("1132600.39"), Decimal("5000.00")
    ]  # fmt: skip


def test_netsuite_the_month_stands_in_the_title(tmp_path: Path) -> None:
    text = INCOME.read_text().replace(" (Jun 2025)", "")
    lines = read_text("netsuite", tmp_path, text, **USD).tables["ledger_lines"]
    assert Counter(lines.select("fiscal_year", "fiscal_period").rows()) == {(2025, 6): 3}


def test_netsuite_actuals_of_a_year_belong_to_no_month(tmp_path: Path) -> None:
    text = INCOME.read_text().replace(" (Jun 2025)", "").replace("Jun 2025", "Jan 2025 - Dec 2025")
    with pytest.raises(UnreadableFile, match="export it by month"):
        read_text("netsuite", tmp_path, text, **USD)


def test_a_statement_without_any_month_is_refused_unless_portfolio_yml_tells_it(tmp_path: Path) -> None:
    text = INCOME.read_text().replace(" (Jun 2025)", "").replace("Jun 2025", "Consolidated")
    with pytest.raises(UnreadableFile, match="fiscal_year"):
        read_text("netsuite", tmp_path, text, **USD)
    constants = {"fiscal_year": "2025", "fiscal_period": "6"}
    lines = read_text("netsuite", tmp_path, text, **USD, constants=constants).tables["ledger_lines"]
    assert Counter(lines.select("fiscal_year", "fiscal_period").rows()) == {(2025, 6): 3}
