"""SAP's project reports by level: the lowest rows are read, those above them compared with their sums."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment

from ingest.reading import ReadResult, UnreadableFile
from tests.ingest.readers.reading import read_file, read_text

REPORT = """Project structure: budget, actual, commitment;;;;;
Fiscal year: 2026;;;;;
;;;;;
Object;Budget;Actual;Commitment;Assigned;Available
PRJ P-100  Harbour;1.000,00;400,00;50,00;450,00;550,00
  WBS P-100.1  Quay;700,00;300,00;50,00;350,00;350,00
    WBS P-100.1.1  Design;200,00;100,00;;100,00;100,00
    WBS P-100.1.2  Build;500,00;200,00;50,00;250,00;250,00
  WBS P-100.2  Crane;300,00;100,00;;100,00;200,00
Overall result;1.000,00;400,00;50,00;450,00;550,00
"""
EUR = {"currency": "EUR"}
LEAVES = [("P-100.1.1", Decimal(200)), ("P-100.1.2", Decimal(500)), ("P-100.2", Decimal(300))]


def budgets(result: ReadResult) -> list[tuple]:
    return result.tables["budget_lines"].select("cost_object_code", "amount").rows()


def test_the_lowest_rows_are_the_budget_of_the_year(tmp_path: Path) -> None:
    result = read_text("sap_hierarchy", tmp_path, REPORT, **EUR)
    assert result.rejected.rows() == []
    assert budgets(result) == LEAVES
    first = result.tables["budget_lines"].row(0, named=True)
    assert (first["version_name"], first["fiscal_year"], first["description"]) == ("Budget", 2026, "Design")
    assert (first["fiscal_period"], first["line_type"], first["currency_code"]) == (None, "expense", "EUR")
    assert '"Actual":"100,00"' in first["extra"]
    assert result.tables["ledger_lines"].is_empty()
    assert result.ignored == {"above_header": 3, "subtotal": 1, "parent_row": 2}
    totals = result.control_totals.select("row_number", "stated_amount", "computed_amount", "line_count")
    assert totals.rows() == [
        (1, Decimal(1000), Decimal(1000), 3),
        (2, Decimal(700), Decimal(700), 2),
        (6, Decimal(1000), Decimal(1000), 3),
    ]


def test_actuals_and_commitments_of_one_period_are_ledger_lines(tmp_path: Path) -> None:
    constants = {"fiscal_period": "3", "version_name": "current"}
    result = read_text("sap_hierarchy", tmp_path, REPORT, **EUR, constants=constants)
    columns = "cost_object_code", "fiscal_year", "fiscal_period", "entry_type", "amount"
    assert result.tables["ledger_lines"].select(columns).rows() == [
        ("P-100.1.1", 2026, 3, "actual", Decimal(100)),
        ("P-100.1.2", 2026, 3, "actual", Decimal(200)),
        ("P-100.1.2", 2026, 3, "commitment", Decimal(50)),
        ("P-100.2", 2026, 3, "actual", Decimal(100)),
    ]
    plan = result.tables["budget_lines"].select("version_name", "period_start_date").unique()
    assert plan.rows() == [("current", date(2026, 3, 1))]
    assert result.control_totals.height == 9  # three totals of three measures
    assert (result.control_totals["stated_amount"] == result.control_totals["computed_amount"]).all()


def test_a_parent_with_an_amount_of_its_own_differs_from_its_parts(tmp_path: Path) -> None:
    result = read_text("sap_hierarchy", tmp_path, REPORT.replace("Quay;700,00", "Quay;750,00"), **EUR)
    stated = result.control_totals.filter(row_number=2).select("stated_amount", "computed_amount").row(0)
    assert stated == (Decimal(750), Decimal(700))


def test_a_column_tells_the_level(tmp_path: Path) -> None:
    content = "Level,WBS element,Name,Budget\n1,P-1,All,30\n2,P-1.1,A,10\n2,P-1.2,B,20\n1,P-2,Single,5\n"
    result = read_text("sap_hierarchy", tmp_path, content, **EUR, constants={"fiscal_year": "2026"})
    assert budgets(result) == [("P-1.1", Decimal(10)), ("P-1.2", Decimal(20)), ("P-2", Decimal(5))]
    assert result.control_totals.select("label", "computed_amount").rows() == [("P-1 (Budget)", Decimal(30))]


def test_a_workbook_indents_by_the_style_of_its_cells(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Fiscal year", "2026"])
    sheet.append(["Object", "Budget"])
    for indent, code, amount in ((0, "P-1", 30), (1, "P-1.1", 10), (1, "P-1.2", 20)):
        sheet.append([code, amount])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(indent=indent)
    path = tmp_path / "report.xlsx"
    book.save(path)
    assert budgets(read_file("sap_hierarchy", path, **EUR)) == [
        ("P-1.1", Decimal(10)),
        ("P-1.2", Decimal(20)),
    ]


def test_without_levels_or_a_year_the_report_is_refused(tmp_path: Path) -> None:
    flat = "Object,Budget\nP-1,30\nP-1.1,30\n"
    with pytest.raises(UnreadableFile, match="parents cannot be told"):
        read_text("sap_hierarchy", tmp_path, flat, **EUR, constants={"fiscal_year": "2026"})
    with pytest.raises(UnreadableFile, match="no fiscal year"):
        read_text("sap_hierarchy", tmp_path, flat, **EUR)


def test_a_parent_without_amounts_still_is_one(tmp_path: Path) -> None:
    content = "Object,Budget,Actual\nP-1,10,1\nP-2,,\n  P-2.1,20,2\n"
    result = read_text("sap_hierarchy", tmp_path, content, **EUR, constants={"fiscal_year": "2026"})
    assert budgets(result) == [("P-1", Decimal(10)), ("P-2.1", Decimal(20))]
    assert (result.ignored, result.control_totals.height) == ({"heading": 1}, 0)
