"""Mendings: what people put in the place of rows that could not be loaded.

The file that they returned is archived like any other; beside it lies a receipt,
`archive/mendings/<source>/<sha256 of the original>/<number>.json`, that names the rows it is about and what
stood in them. The original is never touched: whoever reads it puts the mended cells into the table on the way
to the reader, so that each row keeps its file and its number.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import polars as pl

from ingest.archive import archived_path, check_archived
from ingest.configuration import ReadOptions
from ingest.durable_files import read_json, write_json_atomically
from ingest.formula_guard import guarded, unguarded
from ingest.reading import UnreadableFile
from ingest.receipts import RESTORE, DamagedArchiveError
from ingest.table import ROW_NUMBER, HeaderCell, NoHeader, Table
from ingest.tabular import read_table
from ingest.workspace import Workspace

PREFIX = "quarantined_"  # of the columns of an export that are no cells of the original
SOURCE, FILE, SHA256, ROW, REASON, COLUMN, DETAIL, TEXT = (
    PREFIX + name for name in ("source", "file", "sha256", "row", "reason", "column", "detail", "text")
)
TOLD = (SOURCE, FILE, SHA256, ROW, REASON, COLUMN, DETAIL, TEXT)
Cells = Mapping[str, str | None]  # column name of an export -> text of the cell


@dataclass(frozen=True)
class Mending:
    """A receipt: one time that mended rows of a file were taken back."""

    number: int  # counts the mendings of a file; of two of one row, the later one counts
    sha256: str  # of the bytes that were returned
    file_name: str
    received_at: str  # UTC, ISO 8601
    rows: Mapping[str, str]  # row number -> digest of what stands in that row of the original


@dataclass(frozen=True)
class MendedRow:
    """What is read in the place of one row."""

    cells: Cells
    digest: str  # of what it stands for


@dataclass(frozen=True)
class StandingRow:
    """One row as it stands in a table: its cells, or its text where it could not be cut into cells."""

    cells: tuple[str | None, ...]
    text: str | None = None

    @property
    def digest(self) -> str:
        """Tell this row from any other content."""
        return hashlib.sha256(json.dumps([self.cells, self.text]).encode()).hexdigest()


def mendings_of(workspace: Workspace, source_name: str, sha256: str) -> tuple[Mending, ...]:
    """Return the mendings of a file, oldest first. Raises DamagedArchiveError."""
    paths = _folder(workspace, source_name, sha256).glob("[!.]*.json")
    return tuple(sorted(map(_read_receipt, paths), key=lambda mending: mending.number))


def note_mending(workspace: Workspace, source_name: str, sha256: str, mending: Mending) -> None:
    """Write the receipt of a mending of the file with that hash: from now on it counts."""
    path = _folder(workspace, source_name, sha256) / f"{mending.number}.json"
    write_json_atomically(path, asdict(mending))


def mended_rows(workspace: Workspace, mendings: Iterable[Mending]) -> dict[int, MendedRow]:
    """Return what to read in the place of each mended row. Raises DamagedArchiveError."""
    found: dict[int, MendedRow] = {}
    for mending in mendings:
        check_archived(workspace, mending.sha256, mending.file_name)
        _, returned = returned_rows(archived_path(workspace, mending.sha256))
        for number, digest in mending.rows.items():
            found[int(number)] = MendedRow(returned[int(number)], digest)
    return found


def returned_rows(path: Path) -> tuple[tuple[str, str], dict[int, Cells]]:
    """Read an export of the quarantine that came back: (source, sha256) of the original, row number -> cells.

    Raises UnreadableFile: whoever returned it can mend that.
    """
    again = "export the quarantine again, and change cells only"
    try:
        table = read_table(path, ReadOptions(), TOLD)
    except NoHeader as error:
        raise UnreadableFile(path, "header", "this is no export of the quarantine", again) from error
    if table.rejected.height:
        first = table.rejected.row(0, named=True)
        raise UnreadableFile(path, f"row {first[ROW_NUMBER]}", str(first["detail"]), again)
    rows = [dict(zip(_names_returned(table), cells, strict=True)) for _, *cells in table.frame.iter_rows()]
    originals = {(row.get(SOURCE) or "", row.get(SHA256) or "") for row in rows}
    if len(originals) != 1 or not all(*originals):
        raise UnreadableFile(path, SHA256, f"it names {len(originals)} files, not one", again)
    numbers = [row.get(ROW) or "" for row in rows]
    for number, times in Counter(numbers).items():
        if not number.isdecimal() or times > 1:
            raise UnreadableFile(path, ROW, f"{number!r} is no row number, or stands twice", again)
    cells = [{name: text for name, text in row.items() if name not in TOLD} for row in rows]
    return originals.pop(), dict(zip(map(int, numbers), cells, strict=True))


def cell_names(header: Sequence[HeaderCell]) -> list[str]:
    """Name the columns of a table so that no two share a name, and none is taken for a formula."""
    labels = [guarded(cell.label) for cell in header]
    seen = Counter(labels)
    return [
        label if label and seen[label] == 1 and not label.startswith(PREFIX) else f"column {number}"
        for number, label in enumerate(labels, start=1)
    ]


def standing_rows(table: Table, numbers: Collection[int]) -> dict[int, StandingRow]:
    """Return some rows of a table as they stand, also those that could not be cut into cells."""
    is_asked = pl.col(ROW_NUMBER).is_in(list(numbers))
    found = {}
    for number, raw in table.rejected.filter(is_asked).select(ROW_NUMBER, "raw").iter_rows():
        found[number] = StandingRow(_cells_of(table, raw), raw)
    for number, *cells in table.frame.filter(is_asked).iter_rows():
        found[number] = StandingRow(tuple(cells))
    return found


def with_mended(table: Table, mended: Mapping[int, MendedRow]) -> Table:
    """Put mended cells into a table. Raises ValueError when other rows stand there than those mended."""
    standing = standing_rows(table, mended)
    for number, row in mended.items():
        if number not in standing or standing[number].digest != row.digest:
            raise ValueError(f"row {number} is not the row that was mended")
    names = cell_names(table.header)
    rows = [[number, *(unguarded(row.cells.get(name)) for name in names)] for number, row in mended.items()]
    others = ~pl.col(ROW_NUMBER).is_in(list(mended))
    put = pl.DataFrame(rows, schema=table.frame.schema, orient="row")
    frame = pl.concat([table.frame.filter(others), put]).sort(ROW_NUMBER)
    return replace(table, frame=frame, rejected=table.rejected.filter(others))


def _names_returned(table: Table) -> list[str]:
    """Name what came back by its header alone: a spreadsheet that repeats a name cannot be read."""
    return [cell.name if cell.ordinal == 0 else cell.label for cell in table.header]


def _cells_of(table: Table, raw: str | None) -> tuple[str | None, ...]:
    """Return the cells of a row of a workbook that holds an error: it is rejected with them."""
    told = json.loads(raw) if raw and table.sheet is not None else None
    if not isinstance(told, dict):
        return (None,) * len(table.header)
    return tuple(told.get(cell.label) for cell in table.header)


def _folder(workspace: Workspace, source_name: str, sha256: str) -> Path:
    return workspace.archive / "mendings" / source_name / sha256


def _read_receipt(path: Path) -> Mending:
    try:
        return Mending(**(read_json(path) or {}))
    except TypeError as error:
        raise DamagedArchiveError(f"{path}: this receipt cannot be read; {RESTORE}") from error
