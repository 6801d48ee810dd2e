"""Files to take away: CSV and Excel, with the as-of date and the filters, formulas neutralised."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import xlsxwriter

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0")


def neutralise(value: Any) -> Any:  # noqa: ANN401
    """Put an apostrophe before text that a spreadsheet would take for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return value


def neutralised(frame: pl.DataFrame) -> pl.DataFrame:
    """Neutralise every text column: the dataframe widget's own download writes cells as they are."""
    return frame.with_columns(
        pl.col(pl.String).str.replace(r"^([=+\-@\t\r\x00])", "'${1}"),
    )


def as_csv(frame: pl.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 with a byte-order mark, which spreadsheets need to see it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(neutralise, frame.columns))
    writer.writerows([neutralise(value) for value in row] for row in frame.iter_rows())
    return text.getvalue().encode("utf-8-sig")


def as_workbook(frame: pl.DataFrame, title: str, facts: dict[str, str]) -> bytes:
    """Return a workbook: a first sheet that says what this is, as of when and filtered how; then the table."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        _write_facts(workbook, title, facts)
        _write_table(workbook, frame)
    return buffer.getvalue()


def _write_facts(workbook: xlsxwriter.Workbook, title: str, facts: dict[str, str]) -> None:
    sheet = workbook.add_worksheet("About")
    bold = workbook.add_format({"bold": True})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 70)
    for row, (name, value) in enumerate({"Table": title, **facts}.items()):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, str(neutralise(value)))


def _write_table(workbook: xlsxwriter.Workbook, frame: pl.DataFrame) -> None:
    sheet = workbook.add_worksheet("Data")
    bold = workbook.add_format({"bold": True, "bottom": 1})
    formats = {
        "money": workbook.add_format({"num_format": "#,##0.00"}),
        "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, 18)
        for row, value in enumerate(frame[name], start=1):
            _write_cell(sheet, row, column, value, formats)
    sheet.freeze_panes(1, 0)
    if frame.height:
        sheet.autofilter(0, 0, frame.height, frame.width - 1)


def _write_cell(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:  # noqa: ANN401
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case Decimal():
            sheet.write_number(row, column, float(value), formats["money"])
        case int() | float():
            sheet.write_number(row, column, value)
        case date() | datetime():
            sheet.write_datetime(row, column, value, formats["date"])
        case _:
            sheet.write_string(row, column, str(neutralise(str(value))))
