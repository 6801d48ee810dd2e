"""Files as they go wrong in life, made from one good ledger of 40 lines."""

import gzip
import io
import zipfile
from collections.abc import Callable

HEADER = "Posting Date,Cost Object,Account,Text,Amount"
LINES = tuple(
    f"2026-03-{1 + number % 28:02d},C-{100 + number % 3},6400,Line {number},{number}.25"
    for number in range(1, 41)
)
ROW_COUNT = len(LINES)
AMOUNT = sum(range(1, 41)) + ROW_COUNT * 0.25

WORKBOOK_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Ledger" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def csv_text(lines: tuple[str, ...] = LINES, header: str = HEADER) -> str:
    """Return the ledger as text."""
    return "\n".join([header, *lines]) + "\n"


def good() -> bytes:
    """Return the ledger as it should arrive."""
    return csv_text().encode()


def replaced(number: int, line: str) -> bytes:
    """Return the ledger with another text in data line `number` (from 1)."""
    return csv_text((*LINES[: number - 1], line, *LINES[number:])).encode()


def gzip_truncated() -> bytes:
    """Return a download that broke off."""
    whole = gzip.compress(good(), mtime=0)
    return whole[: len(whole) // 2]


def gzip_with_wrong_checksum() -> bytes:
    """Return a gzip whose stored CRC does not fit: the bytes were damaged on the way."""
    whole = bytearray(gzip.compress(good(), mtime=0))
    whole[-8] ^= 0xFF
    return bytes(whole)


def corner_cell_workbook() -> bytes:
    """Return a tiny workbook that claims 17 billion cells."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Amount</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as workbook:
        for name, text in (WORKBOOK_PARTS | {"xl/worksheets/sheet1.xml": sheet}).items():
            workbook.writestr(name, text)
    return target.getvalue()


def sign_in_page() -> bytes:
    """Return what a proxy answers when the session has expired."""
    return b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form>...</form></body></html>\n"


# What cannot be read at all: file name, bytes, and words that must stand in its reason or remedy.
UNREADABLE: dict[str, tuple[str, Callable[[], bytes], tuple[str, ...]]] = {
    "F09 truncated_gzip": ("2026-03-31.csv.gz", gzip_truncated, ("gzip",)),
    "F09 wrong_gzip_checksum": ("2026-03-31.csv.gz", gzip_with_wrong_checksum, ("gzip",)),
    "workbook_that_is_none": ("2026-03-31.xlsx", lambda: b"PK\x03\x04 not a workbook", ("workbook",)),
    "X01 corner_cell_bomb": ("2026-03-31.xlsx", corner_cell_workbook, ("cells",)),
    "X05 password_protected": (
        "2026-03-31.xlsx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        ("password",),
    ),
    "F08 empty_file": ("2026-03-31.csv", lambda: b"", ("empty",)),
    "F08 sign_in_page": ("2026-03-31.csv", sign_in_page, ("web page", "sign-in")),
    "F08 other_columns": (
        "2026-03-31.csv",
        lambda: b"Name,Colour\nRose,red\n",
        ("expected column names", "portfolio.yml", "portfolio validate"),
    ),
}
