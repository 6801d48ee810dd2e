"""One door to every tabular file: what it is, is told by its content, never by its name."""

from collections.abc import Iterable
from pathlib import Path

from ingest.configuration import ReadOptions
from ingest.delimited import read_delimited
from ingest.json_records import read_records
from ingest.reading import KnownRecords
from ingest.table import Table, normalise_name
from ingest.text_file import read_start
from ingest.workbook import read_worksheet
from ingest.workbook_guard import OLE_MAGIC, visible_sheets
from ingest.yaml_records import is_yaml_start, read_yaml_records

ZIP_MAGIC = b"PK\x03\x04"
NO_LETTERS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


def read_table(
    path: Path,
    options: ReadOptions,
    expected: Iterable[str],
    sheet: str | None = None,
    known: KnownRecords | None = None,
) -> Table:
    """Read a CSV (also gzip), .xlsx, JSON or YAML file as text.

    `expected` are the header names a reader knows, in any spelling: the header is the row that
    holds most of them. The names in `options.columns` are added. `known` records of a CSV are left unread.
    Raises UnreadableFile.
    """
    names = frozenset(map(normalise_name, (*expected, *options.columns.values())))
    return options.watched(_read(path, options, names, sheet, known), names)


def _read(
    path: Path, options: ReadOptions, names: frozenset[str], sheet: str | None, known: KnownRecords | None
) -> Table:
    if is_workbook(path):
        return read_worksheet(path, options, names, sheet)
    # A byte-order mark and the NULs of UTF-16 may stand around the bracket that opens a JSON document.
    start = read_start(path).lstrip(NO_LETTERS)
    if start.startswith((b"[", b"{")):
        return read_records(path, options, names)
    if is_yaml_start(start):
        return read_yaml_records(path, options, names)
    return read_delimited(path, options, names, known)


def is_workbook(path: Path) -> bool:
    """Tell whether a file is an .xlsx workbook, or an older or protected one that will be refused."""
    return read_start(path, 8).startswith((ZIP_MAGIC, OLE_MAGIC))


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of a workbook's visible sheets; none for other files. Raises UnreadableFile."""
    return tuple(visible_sheets(path)) if is_workbook(path) else ()
