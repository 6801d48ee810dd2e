"""Writing files that come out byte for byte the same on every run."""

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

MADE_ON = datetime(2026, 11, 1)


def write_gzip(path: Path, text: str) -> None:
    """Write gzip without a time stamp or file name in its header."""
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0, compresslevel=9) as packed:
        packed.write(text.encode())
    path.write_bytes(buffer.getvalue())


def write_csv(path: Path, rows: Iterable[Sequence[str]], delimiter: str = ",", bom: bool = False) -> None:
    """Write CSV with CRLF line ends, as spreadsheets and trackers do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)


def write_workbook(
    path: Path, sheets: dict[str, list[list[Any]]], merges: dict[str, list[tuple[int, int]]]
) -> None:
    """Write an .xlsx; `merges` lists, by sheet, (first row, last row) of merged cells in columns A to C."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.set_properties({"created": MADE_ON})
        bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for index, row in enumerate(rows):
                for column, value in enumerate(row):
                    if hasattr(value, "year"):
                        sheet.write_datetime(index, column, value, day)
                    elif value is not None:
                        sheet.write(index, column, value, bold if index == 0 else None)
            for first, last in merges.get(name, []):
                for column in range(3):
                    sheet.merge_range(first, column, last, column, rows[first][column])
