"""What every tabular file becomes before a reader gives its columns a meaning: text, row by row."""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

from ingest.reading import REJECTED_SCHEMA, Records, UnreadableFile

ROW_NUMBER = "row_number"
HEADER_SEARCH_ROWS = 50
RAW_TEXT_LENGTH = 1000


def normalise_name(name: str) -> str:
    """Fold a header name so that `Fiscal_Yr`, `fiscal yr ` and `FISCAL YR` are one name."""
    return " ".join(re.findall(r"[^\W_]+|[%#$€£]", name.casefold()))


@dataclass(frozen=True)
class HeaderCell:
    """One column of a file: its name as written, and its how-manieth occurrence that is (from 0)."""

    name: str
    ordinal: int

    @property
    def label(self) -> str:
        """The name, made unique where a header repeats it: `Sprint`, `Sprint (2)`."""
        return self.name if self.ordinal == 0 else f"{self.name} ({self.ordinal + 1})"


@dataclass(frozen=True)
class Table:
    """The rows of one file or sheet as text; empty cells are NULL.

    `frame` has `row_number` (1-based among the rows below the header, rejected and blank ones counted)
    and one column `c0`, `c1`, ... for each cell of the header.
    """

    header: tuple[HeaderCell, ...]
    frame: pl.DataFrame
    rejected: pl.DataFrame  # REJECTED_SCHEMA
    ignored: dict[str, int]  # rule -> rows
    rows_read: int  # rows of the frame + distinct rejected rows + ignored rows + records left unread
    sheet: str | None = None
    records: Records | None = None
    above: tuple[tuple[str | None, ...], ...] = ()  # the rows above the header
    error_cells: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ERROR_CELL_SCHEMA))

    @cached_property
    def _positions(self) -> dict[str, tuple[str, ...]]:
        positions: dict[str, tuple[str, ...]] = {}
        for index, cell in enumerate(self.header):
            name = normalise_name(cell.name)
            positions[name] = (*positions.get(name, ()), f"c{index}")
        return positions

    def columns_named(self, name: str) -> tuple[str, ...]:
        """Return the frame's columns under that header name, in the file's order."""
        return self._positions.get(normalise_name(name), ())

    def label(self, column: str) -> str:
        """Return the unique header label of a frame column such as `c3`."""
        return self.header[int(column[1:])].label


ERROR_CELL_SCHEMA = {ROW_NUMBER: pl.Int64(), "column": pl.String(), "detail": pl.String()}


def header_cells(names: Sequence[str | None]) -> tuple[HeaderCell, ...]:
    """Number the repeats of each name; a missing name becomes the empty text."""
    seen: dict[str, int] = {}
    cells = []
    for name in names:
        text = (name or "").strip()
        folded = normalise_name(text)
        cells.append(HeaderCell(text, seen.get(folded, 0)))
        seen[folded] = seen.get(folded, 0) + 1
    return tuple(cells)


def lettered_header(width: int) -> tuple[str, ...]:
    """Return the names that Excel gives columns: A to Z, AA, AB, ... - for files without a header."""
    return tuple(_letters(number) for number in range(1, width + 1))


def _letters(number: int) -> str:
    head, last = divmod(number - 1, 26)
    return (_letters(head) if head else "") + chr(ord("A") + last)


def count_expected(names: Sequence[str | None], expected: Collection[str]) -> int:
    """Count the distinct expected (already normalised) names in a row."""
    return len({normalise_name(name) for name in names if name} & set(expected))


def find_header(rows: Sequence[Sequence[str | None]], expected: Collection[str]) -> int | None:
    """Return the index of the row with the most expected names, or None when no row has enough.

    Two names are enough (one, where only one is expected): a title or a note above the header
    seldom holds two column names in cells of their own.
    """
    if not expected:
        return next((index for index, row in enumerate(rows) if any(row)), None)
    counts = [count_expected(row, expected) for row in rows[:HEADER_SEARCH_ROWS]]
    best = max(counts, default=0)
    return counts.index(best) if best >= min(2, len(expected)) else None


class NoHeader(UnreadableFile):
    """No row of the file or sheet holds the column names that the reader knows."""


def no_header(path: Path, rows: Sequence[Sequence[str | None]], place: str = "header") -> NoHeader:
    """Build the error for a file in which no row looks like the header."""
    first = next((row for row in rows if any(row)), [])
    shown = ", ".join(cell for cell in first if cell)[:200] or "nothing"
    return NoHeader(
        path,
        place,
        "no row holds the expected column names",
        "name the header with read.header_row, or its columns with read.columns, in portfolio.yml",
        f"the first row is: {shown}",
    )


def reject(
    row_number: int, reason: str, detail: str, text: object = None, column_name: str | None = None
) -> dict:
    """Build one row of REJECTED_SCHEMA; `text` is what stood in the file."""
    raw = json.dumps(text, ensure_ascii=False, default=str) if text is not None else None
    return {
        "row_number": row_number,
        "reason": reason,
        "column_name": column_name,
        "detail": detail,
        "raw": raw,
    }


def rejected_frame(rows: list[dict]) -> pl.DataFrame:
    """Build a frame of rejected rows."""
    return pl.DataFrame(rows, schema=REJECTED_SCHEMA, orient="row")
