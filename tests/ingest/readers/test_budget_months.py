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


PLANNING = """Account Name,Account Code,Level Name,Department,Version,FY_2023,FY_2024,Jan-25,Feb-25,FY2025
Rent,6100,Site A,D1,Working,1000,1100,90.50,91.50,182
Fees,4100,Site A,D1,Actuals,,,10,20,30
"""


def test_a_planning_tool_s_years_beside_months_are_not_the_months_again(tmp_path: Path) -> None:
    result = read_text(
        "budget", tmp_path, PLANNING, currency="EUR", columns={"cost_object_code": "Level Name"}
    )
    assert result.rejected.rows() == []
    plan = result.tables["budget_lines"]
    assert plan.select("version_name", "fiscal_year", "fiscal_period", "amount").rows() == [
        ("Working", 2023, None, Decimal(1000)),
        ("Working", 2024, None, Decimal(1100)),
        ("Working", 2025, 1, Decimal("90.50")),
        ("Working", 2025, 2, Decimal("91.50")),
    ]
    assert set(plan["extra"]) == {'{"FY2025":"182"}'}
    spent = result.tables["ledger_lines"].select("fiscal_year", "fiscal_period", "amount", "entry_type")
    assert spent.rows() == [(2025, 1, Decimal(10), "actual"), (2025, 2, Decimal(20), "actual")]


VERSIONS = """WBS,Line type,Jan-26 Actual,Budget Jan-26,Forecast 2 (Jan 2026),Budget FY26,Actual FY26
P-1,Expense,10,11,12,130,
P-2,Revenue,5,6,7,70,60
"""


def test_versions_in_the_headers_are_kept_apart_and_actuals_are_no_budget(tmp_path: Path) -> None:
    result = read_text("budget", tmp_path, VERSIONS, currency="EUR")
    plan = result.tables["budget_lines"].select("cost_object_code", "version_name", "amount").rows()
    assert plan == [
        ("P-1", "Budget", Decimal(11)),
        ("P-1", "Forecast 2", Decimal(12)),
        ("P-2", "Budget", Decimal(6)),
        ("P-2", "Forecast 2", Decimal(7)),
    ]
    # Revenue is a credit of the ledger; what was spent in a year belongs to no month.
    spent = (
        result.tables["ledger_lines"].select("cost_object_code", "fiscal_period", "amount", "extra").rows()
    )
    assert spent == [
        ("P-1", 1, Decimal(10), '{"Budget FY26":"130"}'),
        ("P-2", 1, Decimal(-5), '{"Actual FY26":"60","Budget FY26":"70"}'),
    ]


def test_one_version_in_the_headers_gives_way_to_what_portfolio_yml_says(tmp_path: Path) -> None:
    content = "WBS,Account,Budget Q1 FY26,Budget Q2 FY26,Budget Mar-26\nP-1,A,30,40,12\n"
    result = read_text("budget", tmp_path, content, currency="EUR", constants={"version_name": "original"})
    assert result.tables["budget_lines"].select("version_name", "period_start_date", "amount").rows() == [
        ("original", date(2026, 4, 1), Decimal(40)),
        ("original", date(2026, 3, 1), Decimal(12)),
    ]
