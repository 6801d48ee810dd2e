"""The way of rejected rows out to those who can mend them, and back.

An export holds a row per rejected row of one file: why it was rejected, and its cells as they count now.
What comes back changed is kept as a mending (`ingest.mendings`), which the next refresh reads in its place.
Only rows that are in quarantine, or were mended before, can be mended: what is loaded is corrected by
another export.
"""

import csv
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from ingest.archive import keep_bytes
from ingest.configuration import Configuration
from ingest.formula_guard import guarded, unguarded
from ingest.mendings import (
    TOLD,
    Cells,
    Mending,
    StandingRow,
    cell_names,
    mendings_of,
    note_mending,
    returned_rows,
    standing_rows,
)
from ingest.quarantine import find_receipt, quarantined_rows
from ingest.readers import reader_for
from ingest.reading import UnreadableFile
from ingest.receipts import Receipt
from ingest.table import ROW_NUMBER, Table
from ingest.table_watch import TableWatch, read_archived
from ingest.workspace import Workspace

DELIVER_AGAIN = "deliver the mended file again, under its name"
CELLS_ONLY = "change cells only, not the header"


@dataclass(frozen=True)
class Replayed:
    """What became of an export that came back."""

    receipt: Receipt  # of the original
    mended: tuple[int, ...]  # row numbers


def export_rows(
    workspace: Workspace, configuration: Configuration, source_name: str, sha256: str, target: Path
) -> int:
    """Write the rejected rows of a file as CSV, for those who can mend them; return how many.

    Rows of a file that cannot be mended row by row have no cells, but the text that quarantine holds.
    """
    rejected = quarantined_rows(workspace, source_name).filter(file_sha256=sha256)
    rows = _told(rejected)
    numbers = rows[ROW_NUMBER].to_list()
    receipt = find_receipt(workspace, configuration, sha256, source_name)
    try:
        table = _table(_watch(workspace, configuration, receipt), receipt)
        names, standing = cell_names(table.header), standing_rows(table, numbers)
    except UnreadableFile:
        names, standing = [], {}
    # Spreadsheets need the byte-order mark to see UTF-8.
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*TOLD, *names))
        for number, *told, raw in rows.rows():
            row = standing.get(number, StandingRow((), raw))
            place = (source_name, told[0], sha256, str(number), *told[1:], _plain(row.text))
            cells = (guarded(cell or "") for cell in row.cells)
            writer.writerow((*map(guarded, (text or "" for text in place)), *cells))
    return rows.height


def take_back(
    workspace: Workspace, configuration: Configuration, path: Path, received_at: datetime
) -> Replayed:
    """Keep what was mended in an export of the quarantine; unchanged rows are none.

    Nor are rows as they stand in the original: of two copies of one export, the second does not undo what
    was mended in the first.
    Raises UnreadableFile when it is no such export, or names rows or columns that cannot be mended, and
    LookupError when nobody knows the file that it is about.
    """
    (source_name, sha256), returned = returned_rows(path)
    receipt = find_receipt(workspace, configuration, sha256, source_name)
    watch = _watch(workspace, configuration, receipt)
    now, original = _table(watch, receipt), watch.tables[_sheet(watch)]
    names = cell_names(now.header)
    standing, before = standing_rows(now, returned), standing_rows(original, returned)
    changed = [
        number
        for number, cells in returned.items()
        if _cells(path, number, cells, names)
        not in [_as_told(rows.get(number), len(names)) for rows in (standing, before)]
    ]
    earlier = mendings_of(workspace, receipt.source_name, receipt.sha256)
    _refuse_loaded(workspace, path, receipt, earlier, changed)
    if changed:
        digests = {str(number): before[number].digest for number in changed if number in before}
        kept = keep_bytes(workspace, path)
        moment = received_at.isoformat()
        mending = Mending(len(earlier) + 1, kept, path.name, moment, digests)
        note_mending(workspace, receipt.source_name, receipt.sha256, mending)
    return Replayed(receipt, tuple(changed))


def _told(rejected: pl.DataFrame) -> pl.DataFrame:
    """Return one row per rejected row: number, file, and all that was found wrong with it."""
    joined = [
        pl.col(name).drop_nulls().unique(maintain_order=True).str.join("; ")
        for name in ("reason", "column_name", "detail")
    ]
    by_row = rejected.sort(ROW_NUMBER, "reason", "column_name").group_by(ROW_NUMBER, maintain_order=True)
    return by_row.agg(pl.col("file_name").first(), *joined, pl.col("raw").first())


def _plain(raw: str | None) -> str:
    """Show the text of a row that could not be cut into cells as it stood in the file."""
    told = json.loads(raw) if raw else ""
    return told["text"] if isinstance(told, dict) and told.keys() == {"text"} else raw or ""


def _watch(workspace: Workspace, configuration: Configuration, receipt: Receipt) -> TableWatch:
    """Read the original again, with all that was mended of it."""
    source = configuration.source(receipt.source_name)
    mendings = mendings_of(workspace, source.name, receipt.sha256)
    reader = reader_for(source.format)
    _, watch = read_archived(reader, workspace, configuration, source, receipt, mendings)
    return watch


def _table(watch: TableWatch, receipt: Receipt) -> Table:
    """Return the one table of a file whose row numbers are those of quarantine."""
    if len(watch.mended_tables) != 1:
        problem = f"{receipt.file_name} is read as {len(watch.mended_tables) or 'no'} tables, not as one"
        raise UnreadableFile(Path(receipt.file_name), "its rows", problem, DELIVER_AGAIN)
    return watch.mended_tables[_sheet(watch)]


def _sheet(watch: TableWatch) -> str | None:
    return next(iter(watch.tables))


def _cells(path: Path, number: int, cells: Cells, names: list[str]) -> tuple[str, ...]:
    """Return a returned row's cells in the order of the original's columns."""
    if unknown := [name for name, text in cells.items() if text and name not in names]:
        problem = f"{unknown[0]!r} is no column of the original"
        raise UnreadableFile(path, f"row {number}", problem, CELLS_ONLY)
    if missing := [name for name in names if name not in cells]:
        problem = f"column {missing[0]!r} of the original is missing"  # not: all its cells were blanked
        raise UnreadableFile(path, "header", problem, CELLS_ONLY)
    return tuple(unguarded(cells.get(name)) or "" for name in names)


def _as_told(row: StandingRow | None, width: int) -> tuple[str, ...]:
    """Return the cells that an export shows of a row; none of a row that could not be cut into cells."""
    return tuple(cell or "" for cell in row.cells) if row and row.cells else ("",) * width


def _refuse_loaded(
    workspace: Workspace,
    path: Path,
    receipt: Receipt,
    earlier: tuple[Mending, ...],
    changed: Collection[int],
) -> None:
    rejected = quarantined_rows(workspace, receipt.source_name).filter(file_sha256=receipt.sha256)
    may_change = {*rejected[ROW_NUMBER], *(int(number) for mending in earlier for number in mending.rows)}
    if others := sorted(set(changed) - may_change):
        shown = ", ".join(map(str, others[:10]))
        problem = f"rows that are not in quarantine were changed: {shown}"
        raise UnreadableFile(path, "its rows", problem, "what is loaded is corrected by another export")
