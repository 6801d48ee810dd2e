"""Budgets by position: Oracle Fusion's import file without header, Deltek Costpoint's fixed width."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.reading import UnreadableFile
from tests.ingest.readers.reading import read_text


def oracle_row(width: int = 63, **cells: str) -> str:
    """Build a row of PjoPlanVersionsXface.csv; cells are named `cN` by their place, from 1."""
    row = [cells.get(f"c{place}", "") for place in range(1, width + 1)]
    return ",".join(row) + "\r\n"


BUDGET = {
    "c2": "Approved Cost Budget",
    "c3": "P-1",
    "c6": "1.0",
    "c7": "Baseline 2",
    "c10": "Labor",
    "c12": "USD",
}


def test_oracle_rows_become_costs_and_revenues(tmp_path: Path) -> None:
    content = (
        oracle_row(
            **BUDGET, c27="2026/01/01", c28="2026/01/31", c11="Any name", c14="1000.5", c23="1200", c63="END"
        )
        + oracle_row(**BUDGET, c11="Feb-26", c14="2000", c15="2500.25", c63="END")
        + oracle_row(**(BUDGET | {"c7": "", "c3": "P-2"}), c11="Mar-26", c15="10", c63="END")
    )
    result = read_text("oracle_budget", tmp_path, content)
    assert result.rejected.rows() == []
    lines = result.tables["budget_lines"]
    columns = (
        "version_name",
        "period_start_date",
        "fiscal_period",
        "cost_object_code",
        "line_type",
        "amount",
    )
    assert lines.select(columns).rows() == [
        ("Baseline 2", date(2026, 1, 1), None, "P-1", "expense", Decimal("1000.5")),
        ("Baseline 2", date(2026, 2, 1), 2, "P-1", "expense", Decimal(2000)),
        ("Baseline 2", date(2026, 2, 1), 2, "P-1", "revenue", Decimal("2500.25")),
        ("Approved Cost Budget", date(2026, 3, 1), 3, "P-2", "revenue", Decimal(10)),
    ]
    assert set(lines["currency_code"]) == {"USD"}
    extra = json.loads(lines["extra"][0])
    assert (extra["TOTAL_TC_BRDND_COST"], extra["PERIOD_NAME"], extra["TASK_NUMBER"]) == (
        "1200",
        "Any name",
        "1.0",
    )


def test_oracle_rows_without_end_are_set_aside_where_others_have_it(tmp_path: Path) -> None:
    content = oracle_row(**BUDGET, c11="Feb-26", c14="1", c63="END") + oracle_row(
        **BUDGET, c11="Mar-26", c14="2"
    )
    result = read_text("oracle_budget", tmp_path, content + oracle_row(**BUDGET, c11="Apr-26", c63="END"))
    reasons = result.rejected.select("row_number", "reason", "column_name").rows()
    assert reasons == [(2, "cut_row", None), (3, "missing_value", "amount")]
    assert result.tables["budget_lines"]["amount"].to_list() == [Decimal(1)]


def test_oracle_files_with_62_columns_have_no_end(tmp_path: Path) -> None:
    result = read_text("oracle_budget", tmp_path, oracle_row(62, **BUDGET, c11="Feb-26", c14="1"))
    assert result.tables["budget_lines"].height == 1


@pytest.mark.parametrize("width", [61, 64])
def test_oracle_files_of_another_width_are_refused(tmp_path: Path, width: int) -> None:
    with pytest.raises(UnreadableFile, match=f"{width} columns, not 62 or 63"):
        read_text("oracle_budget", tmp_path, oracle_row(width, **BUDGET, c14="1"))


def costpoint(project: str, year: str, period: int, scheduled: str, performed: str = "") -> str:
    return f"{project:<30}{year:<6}{period:>2}{1:>2}{scheduled:>14}{performed:>14}".rstrip() + "\n"


OPTIONS = {"currency": "USD", "constants": {"version_name": "current"}}


def test_costpoint_is_cut_at_its_positions(tmp_path: Path) -> None:
    content = costpoint("1000.001.A", "2026", 1, "12500.00", "11000.50") + costpoint(
        "1000.002", "2026", 12, "-7.25"
    )
    result = read_text(
        "costpoint_budget", tmp_path, content + "\n1000.003   cut\n", name="bud.txt", **OPTIONS
    )
    lines = result.tables["budget_lines"]
    columns = (
        "version_name",
        "cost_object_code",
        "fiscal_year",
        "fiscal_period",
        "period_start_date",
        "amount",
    )
    assert lines.select(columns).rows() == [
        ("current", "1000.001.A", 2026, 1, date(2026, 1, 1), Decimal("12500")),
        ("current", "1000.002", 2026, 12, date(2026, 12, 1), Decimal("-7.25")),
    ]
    assert json.loads(lines["extra"][0]) == {"SUB_PD_NO": "1", "PERFORMED_AMT": "11000.50"}
    assert result.rejected.select("row_number", "reason").rows() == [(4, "width")]
    assert (result.rows_read, result.ignored) == (4, {"blank_row": 1})


def test_costpoint_names_no_version(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="version_name"):
        read_text("costpoint_budget", tmp_path, costpoint("1", "2026", 1, "1"), currency="USD")
