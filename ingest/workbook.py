"""Reading a worksheet of an .xlsx workbook into a `Table`, every cell as text."""

import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from importlib.metadata import distribution
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from ingest import workbook_child
from ingest.configuration import ReadOptions
from ingest.reading import MACHINE_FAULTS, UnreadableFile
from ingest.table import (
    ROW_NUMBER,
    HeaderCell,
    Table,
    find_header,
    header_cells,
    lettered_header,
    no_header,
    normalise_name,
    reject,
    rejected_frame,
)
from ingest.workbook_cells import ErrorCell, SheetXml, with_texts
from ingest.workbook_guard import SAVE_SMALLER, check_bounds, row_counts, visible_sheets

WALL_SECONDS = 300
LIBRARIES = str(distribution("fastexcel").locate_file(""))
NOISY_NUMBER = r"^-?\d{1,15}\.\d+$"
ERROR_TEXTS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
}
ERROR_NAME = re.compile(r"Error\((\w+)\)")


def read_worksheet(
    path: Path, options: ReadOptions, expected: Collection[str], sheet: str | None = None
) -> Table:
    """Read one sheet: the named one, else that of `options`, else the first. Raises UnreadableFile."""
    sheets = visible_sheets(path)
    name = sheet or options.sheet or next(iter(sheets), "")
    if name not in sheets:
        raise _no_sheet(path, name, list(sheets))
    xml = SheetXml(path, sheets[name])
    check_bounds(path, name, xml.start, xml.end)
    cells, errors = _parse(path, name)
    errors += xml.formulas_without_value()
    cells = xml.show_numbers(cells)
    # A reader that asks for one sheet after the other accounts for the workbook itself.
    hidden = sum(row_counts(path, is_visible=False).values()) if sheet is None else 0
    if options.header_row == 0:
        return _with_hidden(_table(name, *_below_letters(cells, errors), 0, expected), hidden)
    rows = cells.head(50).rows()
    index = options.header_row - 1 if options.header_row else find_header(rows, expected)
    if index is None or index >= cells.height:
        raise no_header(path, rows, f"sheet {name!r}")
    return _with_hidden(_table(name, cells, errors, index, expected), hidden)


def _no_sheet(path: Path, name: str, visible: list[str]) -> UnreadableFile:
    if not visible:
        return UnreadableFile(path, "the workbook", "it has no visible sheet", "show the sheet of the table")
    shown = ", ".join(map(repr, visible))
    return UnreadableFile(
        path, "the workbook", f"no visible sheet {name!r}; there are {shown}", "set read.sheet"
    )


def _with_hidden(table: Table, count: int) -> Table:
    """Count the rows of hidden sheets as left out."""
    if not count:
        return table
    ignored = table.ignored | {"hidden_sheet": count}
    return replace(table, ignored=ignored, rows_read=table.rows_read + count)


def _parse(path: Path, sheet: str) -> tuple[pl.DataFrame, list[ErrorCell]]:
    """Let the child process parse the sheet; return all its cells as text, and the error cells."""
    with TemporaryDirectory(prefix="portfolio-") as folder:
        target = Path(folder) / "sheet.arrows"
        child = [sys.executable, "-I", "-S", workbook_child.__file__, LIBRARIES]
        command = [*child, str(path), sheet, str(target)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=WALL_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise UnreadableFile(
                path, f"sheet {sheet!r}", "parsing it takes too long", SAVE_SMALLER
            ) from error
        if done.returncode:
            _raise_machine_fault(done.returncode - workbook_child.SYSTEM_ERROR)
            cause = (done.stderr.strip().splitlines() or [f"signal {-done.returncode}"])[0]
            raise UnreadableFile(path, f"sheet {sheet!r}", f"the parser gave up: {cause}", SAVE_SMALLER)
        with target.open("rb") as file:  # a path would be read by threads that only start for it
            frame = pl.read_ipc_stream(file)
    frame.columns = [f"c{index}" for index in range(frame.width)]
    errors = [
        ErrorCell(row, column, "excel_error", _error_text(detail))
        for row, column, detail in json.loads(done.stdout)
    ]
    return _without_binary_noise(frame), errors


def _raise_machine_fault(number: int) -> None:
    """Raise OSError for what the machine refused the child; not for memory, which is bounded there."""
    if number in MACHINE_FAULTS - {errno.ENOMEM}:
        raise OSError(number, os.strerror(number))


def _below_letters(cells: pl.DataFrame, errors: list[ErrorCell]) -> tuple[pl.DataFrame, list[ErrorCell]]:
    """Put a header of letters above a sheet that has none."""
    letters = pl.DataFrame([lettered_header(cells.width)], schema=cells.schema, orient="row")
    return pl.concat([letters, cells]), [replace(error, row=error.row + 1) for error in errors]


def _error_text(detail: str) -> str:
    name = ERROR_NAME.search(detail)
    return ERROR_TEXTS.get(name[1], detail) if name else detail


def _without_binary_noise(cells: pl.DataFrame) -> pl.DataFrame:
    """Cut numbers to the 15 digits that Excel itself keeps: 0.30000000000000004 was typed as 0.3."""
    texts = {}
    for index, column in enumerate(cells):
        rows = (column.str.len_bytes() >= 17).arg_true()
        noisy = rows.filter(column.gather(rows).str.contains(NOISY_NUMBER))
        texts |= {(row, index): f"{Decimal(column[row]):.15g}" for row in noisy}
    return with_texts(cells, texts)


def _table(
    name: str, cells: pl.DataFrame, errors: list[ErrorCell], index: int, expected: Collection[str]
) -> Table:
    """Cut the header off; reject rows with an error cell in a column that the reader knows."""
    header = header_cells(cells.row(index))
    body = cells.slice(index + 1).with_row_index(ROW_NUMBER, offset=1).cast({ROW_NUMBER: pl.Int64})
    is_known = [normalise_name(cell.name) in expected for cell in header]
    below = [error for error in errors if error.row > index]
    rejected = [
        reject(
            error.row - index,
            error.reason,
            error.text,
            _row_text(header, cells, error),
            header[error.column].label,
        )
        for error in below
        if is_known[error.column]
    ]
    body = _without(body, [row["row_number"] for row in rejected])
    body = _show_errors(body, [error for error in below if not is_known[error.column]], index)
    frame = _without(body, _blank_rows(body, cells.columns))
    ignored = {"above_header": index, "blank_row": body.height - frame.height}
    counted = {rule: count for rule, count in ignored.items() if count}
    above = tuple(cells.head(index).rows())
    return Table(header, frame, rejected_frame(rejected), counted, cells.height - 1, name, above=above)


def _without(body: pl.DataFrame, row_numbers: Collection[int]) -> pl.DataFrame:
    """Leave out rows; where there are none to leave out, which is usual, nothing is copied."""
    return body.filter(~pl.col(ROW_NUMBER).is_in(row_numbers)) if row_numbers else body


def _blank_rows(body: pl.DataFrame, columns: list[str]) -> list[int]:
    """Return the numbers of the rows without text; each column is asked of those that were blank so far."""
    blank = body
    for column in columns:
        blank = blank.filter(pl.col(column).str.strip_chars().fill_null("") == "")
    return blank[ROW_NUMBER].to_list()


def _row_text(header: tuple[HeaderCell, ...], cells: pl.DataFrame, error: ErrorCell) -> dict[str, str]:
    values = zip(header, cells.row(error.row), strict=True)
    return {cell.label: value for cell, value in values if value} | {header[error.column].label: error.text}


def _show_errors(body: pl.DataFrame, errors: list[ErrorCell], index: int) -> pl.DataFrame:
    """Put an error cell's text where the parser left nothing, so that whoever reads it refuses it."""
    for error in errors:
        is_cell = pl.col(ROW_NUMBER) == error.row - index
        column = f"c{error.column}"
        body = body.with_columns(
            pl.when(is_cell).then(pl.lit(error.text)).otherwise(pl.col(column)).alias(column)
        )
    return body
