"""Workbooks as tools, people and attackers make them, each holding the ledger of `bad_files`."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import xlsxwriter

from tests.faults.bad_files import HEADER, LINES, WORKBOOK_PARTS

SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CENTRAL_ENTRY = b"PK\x01\x02"
UNPACKED_SIZE = 24  # offset within an entry of the central directory


def made(change: Callable[[Any, Any], object] = lambda book, sheet: None) -> bytes:
    """Return the ledger as Excel saves it, after a change; data line 7 is sheet row 8."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Ledger")
        sheet.write_row(0, 0, HEADER.split(","))
        for row, line in enumerate(LINES, start=1):
            *texts, amount = line.split(",")
            sheet.write_row(row, 0, texts)
            sheet.write_number(row, 4, float(amount))
        change(book, sheet)
    return target.getvalue()


def of_epoch(epoch: int, day: date) -> bytes:
    """Return a ledger of one line whose day is a number of days since that epoch."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "date_1904": epoch == 1904}) as book:
        sheet = book.add_worksheet("Ledger")
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write_row(1, 1, ["C-101", "6400", "Line 1", 1.25])
        sheet.write_datetime(1, 0, day, book.add_format({"num_format": "yyyy-mm-dd"}))
    return target.getvalue()


def with_hidden_sheet(book: Any, *, very: bool = False) -> None:
    """Add a sheet of two rows that nobody sees."""
    sheet = book.add_worksheet("Old")
    sheet.write_row(0, 0, HEADER.split(","))
    sheet.write_row(1, 0, LINES[0].split(","))
    (sheet.very_hidden if very else sheet.hide)()


def sheet_xml(more: str = "", before: str = "") -> str:
    """Return the ledger as a sheet's XML, with more rows below and something before its root."""
    rows = []
    for number, line in enumerate((HEADER, *LINES), start=1):
        cells = [
            f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in zip("ABCDE", line.split(","), strict=True)
        ]
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f'{before}<worksheet xmlns="{NAMESPACE}"><sheetData>{"".join(rows)}{more}</sheetData></worksheet>'


def packed(
    sheet: str | bytes, workbook: str = WORKBOOK_PARTS[WORKBOOK], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Return a workbook of one sheet's XML."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, text in (WORKBOOK_PARTS | {WORKBOOK: workbook, SHEET: sheet}).items():
            archive.writestr(name, text)
    return target.getvalue()


def doubled_entry() -> bytes:
    """Return a workbook with two sheets under one name: which one counts, differs from tool to tool."""
    target = io.BytesIO(packed(sheet_xml()))
    with zipfile.ZipFile(target, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(SHEET, sheet_xml().replace(">1.25<", ">999.25<"))
    return target.getvalue()


@cache
def bomb(megabytes: int) -> bytes:
    """Return a sheet with so many megabytes of blanks inside a comment."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in WORKBOOK_PARTS.items():
            archive.writestr(name, text)
        with archive.open(SHEET, "w") as file:
            file.write(b"<!--")
            for _ in range(megabytes):
                file.write(b" " * (1 << 20))
            file.write(b"-->" + sheet_xml().encode())
    return target.getvalue()


def lying_about_its_size(content: bytes, claimed: int = 20_000) -> bytes:
    """Return a workbook whose directory claims that its largest part is small."""
    changed = bytearray(content)
    position = content.find(CENTRAL_ENTRY)
    while position >= 0:
        field = slice(position + UNPACKED_SIZE, position + UNPACKED_SIZE + 4)
        if struct.unpack("<I", content[field])[0] > claimed:
            changed[field] = struct.pack("<I", claimed)
        position = content.find(CENTRAL_ENTRY, position + 4)
    return bytes(changed)


def stray_cell_in_the_middle() -> bytes:
    """Return a sheet whose last corner is hidden between ordinary rows: only the parser's limits notice."""
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    plain = '<row r="41"><c r="F41" t="inlineStr"><is><t>x</t></is></c></row>'
    return packed(sheet_xml(plain * 100 + corner + plain * 6000))
