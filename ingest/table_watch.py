"""What the loader does with each table on its way to the reader: looks at its columns, mends its rows."""

from collections.abc import Mapping
from pathlib import Path

from ingest.aliases import names_of_key_results, with_aliases
from ingest.archive import archived_path
from ingest.configuration import Configuration, Source
from ingest.mendings import MendedRow, Mending, mended_rows, with_mended
from ingest.reading import KnownRecords, ReadContext, Reader, ReadResult, UnreadableFile, as_unreadable
from ingest.receipts import Receipt
from ingest.table import Table
from ingest.workspace import Workspace


class TableWatch:
    """Sees the tables of one file."""

    def __init__(self, path: Path, mended: Mapping[int, MendedRow]) -> None:
        self._path = path
        self._mended = mended
        self.tables: dict[str | None, Table] = {}  # sheet -> its table, before anything was mended
        self.mended_tables: dict[str | None, Table] = {}
        self.known: set[str] = set()  # header names that the reader knows, folded

    def __call__(self, table: Table, expected: frozenset[str]) -> Table:
        """Return the table as it is to be read. Raises UnreadableFile."""
        self.known |= expected
        self.tables[table.sheet] = table
        try:
            mended = with_mended(table, self._mended) if self._mended else table
        except ValueError as error:
            raise self._unmendable(str(error)) from error
        self.mended_tables[table.sheet] = mended
        return mended

    def check_mended(self) -> None:
        """Raise UnreadableFile when there are mended rows, and no table met them."""
        if self._mended and not self.tables:
            raise self._unmendable("this format is not read as a table")

    def _unmendable(self, problem: str) -> UnreadableFile:
        remedy = "undo what changed in the source's settings, or deliver the mended file under its name"
        return UnreadableFile(self._path, "mended rows", problem, remedy)


def read_archived(
    reader: Reader,
    workspace: Workspace,
    configuration: Configuration,
    source: Source,
    receipt: Receipt,
    mendings: tuple[Mending, ...] = (),
    known: KnownRecords | None = None,
) -> tuple[ReadResult, TableWatch]:
    """Read a file of the archive, its mended rows in their places. Raises UnreadableFile."""
    path = archived_path(workspace, receipt.sha256)
    watch = TableWatch(path, mended_rows(workspace, mendings))
    watched = source.model_copy(update={"read": source.read.watched_by(watch)})
    context = ReadContext(
        configuration.fiscal_calendar,
        receipt.as_of,
        None if mendings else known,  # a mended row is not what its record in the file says
        names_of_key_results(configuration, source),
    )
    with as_unreadable(path):
        result = reader.read(path, watched, context)
        watch.check_mended()
        return with_aliases(result, configuration, source), watch
