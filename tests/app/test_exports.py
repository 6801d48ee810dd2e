"""What people take away: numbers stay numbers, formulas become text, and the first sheet says what it is."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics_app.components import columns
from analytics_app.components.layouts import TABLES
from analytics_app.exports import as_csv, as_workbook, neutralise, neutralised

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x", '=HYPERLINK("http://127.0.0.1/")']


def sheets(frame: pl.DataFrame, facts: dict[str, str] | None = None) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(as_workbook(frame, "A table", facts or {})))


@pytest.mark.parametrize("formula", FORMULAS)
def test_s06_a_formula_becomes_text_on_every_path(formula: str) -> None:
    frame = pl.DataFrame({"name": [formula]})
    assert neutralise(formula) == f"'{formula}"
    assert neutralised(frame).item() == f"'{formula}"
    ((_, row),) = [list(csv.reader(io.StringIO(as_csv(frame).decode("utf-8-sig"), newline="")))]
    assert row[0] == f"'{formula}"
    cell = sheets(pl.DataFrame({"name": [formula.replace("\0", "=")]}))["Data"]["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


@pytest.mark.parametrize("text", ["plain", "a=b", "1-2", "", "ünïcode – „quotes“", "'=quoted already"])
def test_other_text_is_left_alone(text: str) -> None:
    assert neutralise(text) == text
    assert neutralised(pl.DataFrame({"name": [text]})).item() == text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",))))
def test_the_frame_and_the_cell_are_neutralised_alike(text: str) -> None:
    assert neutralised(pl.DataFrame({"name": [text]})).item() == neutralise(text)


def test_numbers_dates_and_missing_values_keep_their_type() -> None:
    frame = pl.DataFrame(
        {
            "amount": [Decimal("-1234567.8900"), None],
            "share": [0.125, None],
            "count": [42, None],
            "flag": [True, None],
            "day": [date(2026, 3, 31), None],
            "moment": [datetime(2026, 3, 31, 12, 30), None],
            "last": ["one", "two"],
        },
        schema_overrides={"amount": pl.Decimal(18, 4)},
    )
    sheet = sheets(frame)["Data"]
    first, second = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=2))
    assert first == [
        -1234567.89,
        0.125,
        42,
        True,
        datetime(2026, 3, 31),
        datetime(2026, 3, 31, 12, 30),
        "one",
    ]
    assert second == [None] * 6 + ["two"]
    assert [cell.data_type for cell in sheet[2]] == ["n", "n", "n", "b", "d", "d", "s"]
    assert sheet["A2"].number_format == "#,##0.00"


def test_what_excel_would_change_is_written_as_text() -> None:
    exact = Decimal("12345678901234.5678")
    frame = pl.DataFrame({"amount": [exact]}, schema={"amount": pl.Decimal(18, 4)})
    assert sheets(frame)["Data"]["A2"].value == "12345678901234.5678"
    assert sheets(pl.DataFrame({"n": [2**60]}))["Data"]["A2"].value == str(2**60)
    assert sheets(pl.DataFrame({"x": [float("inf")]}))["Data"]["A2"].value == "inf"


def test_a_text_longer_than_a_cell_is_cut_and_not_left_out() -> None:
    cell = sheets(pl.DataFrame({"raw": ["x" * 40_000]}))["Data"]["A2"]
    assert len(cell.value) == 32_767


def test_csv_keeps_every_digit_and_any_text() -> None:
    frame = pl.DataFrame({"amount": [Decimal("0.1000")], "name": ['a "quoted", cut\r\nline – ü']})
    content = as_csv(frame)
    assert content.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert header == ["amount", "name"]
    assert Decimal(row[0]) == Decimal("0.1")
    assert row[1] == 'a "quoted", cut\r\nline – ü'


def test_the_first_sheet_says_what_the_table_is() -> None:
    workbook = sheets(pl.DataFrame({"a": [1]}), {"Data as of": "2026-03-31", "Themes": "=evil"})
    assert workbook.sheetnames == ["About", "Data"]
    facts = {row[0].value: row[1].value for row in workbook["About"].iter_rows()}
    assert facts == {"Table": "A table", "Data as of": "2026-03-31", "Themes": "'=evil"}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_names_each_column_once(name: str) -> None:
    labels = [columns.label(column, "EUR") for column in TABLES[name].columns.split()]
    assert len(labels) == len(set(labels))


def test_every_described_column_is_shown_somewhere() -> None:
    shown = {column for layout in TABLES.values() for column in layout.columns.split()}
    assert set(columns.COLUMNS) == shown
