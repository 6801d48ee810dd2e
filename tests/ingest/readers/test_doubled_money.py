"""Money that a sheet states twice is loaded once, and money of a doubtful year not at all."""

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.configuration import FiscalCalendar
from ingest.reading import ReadResult, UnreadableFile
from tests.ingest.readers.reading import read_text

PLAN = {"currency": "EUR", "constants": {"version_name": "plan"}}


def amounts(result: ReadResult, table: str = "budget_lines") -> list[Decimal]:
    """Return the amounts in the order of the file."""
    return result.tables[table]["amount"].to_list()


@pytest.mark.parametrize(
    "label",
    [
        "Subtotal IT",
        "Sub-total: IT",
        "Zwischensumme IT",
        "Summe 2025",
        "Total 2025",
        "Total FY2025",
        "Grand Total 2025",
        "Gesamtsumme EUR",
        "Total for Staff",
    ],
)
def test_p09_a_total_of_something_is_no_line(tmp_path: Path, label: str) -> None:
    lines = f"Account,Project,Jan-25\nSalaries,P1,100.50\nTravel,P1,49.50\n{label},,150.00\n"
    result = read_text("budget", tmp_path, lines, **PLAN)
    assert amounts(result) == [Decimal("100.50"), Decimal("49.50")]
    assert result.ignored == {"subtotal": 1}


def test_a_total_for_a_section_is_compared_with_it(tmp_path: Path) -> None:
    lines = "Account,Project,Jan-25\nStaff,,\nSalaries,P1,100.50\nBonus,P1,49.50\nTotal for Staff,,160.00\n"
    stated = read_text("budget", tmp_path, lines, **PLAN).control_totals
    assert stated.select("stated_amount", "computed_amount").rows() == [(Decimal(160), Decimal(150))]


def test_a_year_repeats_its_months_however_its_version_is_written(tmp_path: Path) -> None:
    lines = "Account,Project,BUDGET Jan-25,Budget FY25\nSalaries,P1,100.50,100.50\n"
    assert amounts(read_text("budget", tmp_path, lines, currency="EUR")) == [Decimal("100.50")]


@pytest.mark.parametrize("second", ["Jan-25", "Jan 2025", "2025-01"])
def test_two_columns_of_one_month_are_refused(tmp_path: Path, second: str) -> None:
    lines = f"Account,Project,Jan-25,{second}\nSalaries,P1,100.50,90.50\n"
    with pytest.raises(UnreadableFile, match="are columns of the same time"):
        read_text("budget", tmp_path, lines, **PLAN)


def test_a_long_dash_is_an_empty_month(tmp_path: Path) -> None:
    lines = "Account,Project,Jan-25,Feb-25\nSalaries,P1,100.50,\u2013\nTravel,P1,\u2014,50.00\n"
    result = read_text("budget", tmp_path, lines, **PLAN)
    assert amounts(result) == [Decimal("100.50"), Decimal(50)]
    assert result.rejected.is_empty()


def test_a_month_tells_its_fiscal_year_beside_a_year_of_the_calendar(tmp_path: Path) -> None:
    header = "Project,Year,Month,Version,Amount,Currency"
    lines = f"{header}\nP1,2025,Jul-25,plan,1.50,EUR\nP1,2026,Jul-25,plan,2.50,EUR\n"
    calendar = FiscalCalendar(first_month=7)  # July 2025 begins the fiscal year 2026
    found = read_text("budget", tmp_path, lines, calendar=calendar).tables["budget_lines"]
    assert found.select("fiscal_year", "fiscal_period").rows() == [(2026, 1), (2026, 1)]


@pytest.mark.parametrize("period", ["2026-07", "FY26-P07", "17", "2025"])
def test_a_period_of_another_year_or_of_none_is_refused(tmp_path: Path, period: str) -> None:
    lines = f"Project,Fiscal Year,Period,Amount,Currency\nP1,2025,{period},100.50,EUR\nP1,2025,16,1.50,EUR\n"
    result = read_text("ledger", tmp_path, lines)
    assert amounts(result, "ledger_lines") == [Decimal("1.50")]
    assert result.rejected["reason"].to_list() == ["not_a_period"]


@pytest.mark.parametrize(
    ("amount", "fits", "contradicts"), [("$5.50", "USD", "EUR"), ("5,50 kr", "SEK", "GBP")]
)
def test_a_sign_of_another_currency_is_refused(
    tmp_path: Path, amount: str, fits: str, contradicts: str
) -> None:
    lines = f'Project,Year,Period,Amount\nP1,2025,3,"{amount}"\nP2,2025,3,"7,50 {contradicts}"\n'
    lines = lines.replace("7,50", "7.50") if "." in amount else lines
    read = {
        currency: read_text("ledger", tmp_path, lines, currency=currency) for currency in (fits, contradicts)
    }
    assert amounts(read[fits], "ledger_lines") == [Decimal("5.50"), Decimal("7.50")]
    assert amounts(read[contradicts], "ledger_lines") == [Decimal("7.50")]
    assert read[contradicts].rejected["reason"].to_list() == ["currency_conflict"]
