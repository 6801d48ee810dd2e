"""Files to take away: CSV and Excel, with the as-of date and the filters, formulas neutralised."""

import csv
import io
import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_EXCEL_DIGITS = 15  # Excel keeps no more of a number
_EXCEL_TEXT = 32_767  # and no more of a text; a longer one would be left out silently


def neutralise(value: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula."""
    return f"'{value}" if value.startswith(_DANGEROUS) else value


def neutralised(frame: pl.DataFrame) -> pl.DataFrame:
    """Neutralise every text column: the dataframe widget's own download writes cells as they are."""
    return frame.with_columns(pl.col(pl.String).str.replace(r"^([=+\-@\t\r\n\x00])", "'${1}"))


def as_csv(frame: pl.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 with a byte-order mark, which spreadsheets need to see it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(neutralise, frame.columns))
    writer.writerows(neutralised(frame).iter_rows())
    return text.getvalue().encode("utf-8-sig")


def as_workbook(frame: pl.DataFrame, title: str, facts: dict[str, str]) -> bytes:
    """Return a workbook: a first sheet that says what this is, of when and filtered how; then the table."""
    return as_workbook_of({"Data": frame}, {"Table": title, **facts})


def as_workbook_of(sheets: Mapping[str, pl.DataFrame], facts: dict[str, str]) -> bytes:
    """Return a workbook of several tables, a sheet each, behind the first one that says what they are."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        _write_facts(workbook, facts)
        for name, frame in sheets.items():
            _write_table(workbook, name, frame)
    return buffer.getvalue()


def _write_facts(workbook: xlsxwriter.Workbook, facts: dict[str, str]) -> None:
    sheet = workbook.add_worksheet("About")
    bold = workbook.add_format({"bold": True})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 70)
    for row, (name, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, neutralise(value)[:_EXCEL_TEXT])


def _write_table(workbook: xlsxwriter.Workbook, name: str, frame: pl.DataFrame) -> None:
    sheet = workbook.add_worksheet(name)
    bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for column, (title, data_type) in enumerate(frame.schema.items()):
        look = workbook.add_format({"num_format": _number_format(data_type)})
        sheet.set_column(column, column, 34 if data_type == pl.String else 16)
        sheet.write_string(0, column, neutralise(title), bold)
        for row, value in enumerate(frame[title], start=1):
            _write_cell(sheet, row, column, value, look)
    sheet.freeze_panes(1, 0)
    if frame.height:
        sheet.autofilter(0, 0, frame.height, frame.width - 1)


def _number_format(data_type: pl.DataType) -> str:
    if data_type.is_decimal():
        return "#,##0.00"
    if data_type.is_integer():
        return "#,##0"
    if data_type == pl.Date:
        return "yyyy-mm-dd"
    return "yyyy-mm-dd hh:mm:ss" if data_type == pl.Datetime else "General"


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, look: Any) -> None:
    """Write one cell in its own type. What Excel cannot hold exactly is written as text; NULL stays empty."""
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case Decimal() | int() | float() if _fits(value):
            sheet.write_number(row, column, value, look)
        case date() | datetime():
            sheet.write_datetime(row, column, value, look)
        case _:
            sheet.write_string(row, column, neutralise(str(value))[:_EXCEL_TEXT])


def _fits(value: Decimal | float) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return len(Decimal(value).normalize().as_tuple().digits) <= _EXCEL_DIGITS
