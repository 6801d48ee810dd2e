"""Batches: the rows of one file and one as-of date, checked and compared with the state before them."""

from dataclasses import dataclass, field
from datetime import datetime, time

import polars as pl

from ingest.checking import CHECK_RESULTS_SCHEMA, BatchCheck
from ingest.configuration import Source
from ingest.contracts import TABLES, ContractTable
from ingest.reading import REJECTED_SCHEMA, Reader, ReadResult
from ingest.segments import (
    ROW_NUMBER,
    changes,
    conform,
    current_state,
    identify,
    reject_duplicates,
    write_segment,
)
from ingest.workspace import Workspace

AS_OF_COLUMN = "as_of_date"
# A full snapshot that lists less than this share of what it listed before was probably cut.
SMALLEST_SNAPSHOT_SHARE = 0.7
TABLE_REJECTED_SCHEMA = REJECTED_SCHEMA | {"table_name": pl.String()}


@dataclass(frozen=True)
class Batch:
    """Rows by contract table, known from one instant on."""

    known_at: datetime
    tables: dict[str, pl.DataFrame]


@dataclass
class LoadedRows:
    """The account of one file: which of its rows were accepted, rejected and why, or ignored.

    A row that yields rows of several contract tables is accepted when any of them is.
    """

    read: ReadResult
    accepted: set[int] = field(default_factory=set)
    results: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CHECK_RESULTS_SCHEMA))
    hold_reason: str | None = None

    def __post_init__(self) -> None:
        self.ignored = dict(self.read.ignored)
        from_reader = self.read.rejected.with_columns(table_name=pl.lit(None, pl.String))
        self.rejected = from_reader.select(list(TABLE_REJECTED_SCHEMA))

    def reject(self, table_name: str, rejected: pl.DataFrame) -> None:
        """Add rows that one contract table does not take."""
        if rejected.height:
            named = rejected.with_columns(table_name=pl.lit(table_name)).select(list(TABLE_REJECTED_SCHEMA))
            self.rejected = pl.concat([self.rejected, named])

    @property
    def accepted_count(self) -> int:
        """Rows of the file of which something was accepted."""
        return len(self.accepted)

    @property
    def rejected_count(self) -> int:
        """Rows of the file of which nothing was accepted."""
        return len(set(self.rejected[ROW_NUMBER]) - self.accepted)


def batches_of(result: ReadResult, known_at: datetime) -> list[Batch]:
    """Cut a file that stacks snapshots into one batch a date; other files are one batch."""
    if not any(AS_OF_COLUMN in frame.columns for frame in result.tables.values()):
        return [Batch(known_at, result.tables)]
    dates = sorted({day for frame in result.tables.values() for day in frame[AS_OF_COLUMN].drop_nulls()})
    return [
        Batch(
            datetime.combine(day, time()),
            {
                name: frame.filter(pl.col(AS_OF_COLUMN) == day).drop(AS_OF_COLUMN)
                for name, frame in result.tables.items()
            },
        )
        for day in dates
    ]


def ignore_older(batches: list[Batch], loaded_until: datetime | None, account: LoadedRows) -> list[Batch]:
    """Leave out the stacked snapshots that an earlier file has already brought, and count their rows."""
    newer = [batch for batch in batches if loaded_until is None or batch.known_at > loaded_until]
    older = [frame for batch in batches if batch not in newer for frame in batch.tables.values()]
    rows = {number for frame in older for number in frame[ROW_NUMBER]}
    if rows:
        account.ignored["older_than_loaded"] = len(rows)
    return newer


def accept(source: Source, batch: Batch, check: BatchCheck | None, account: LoadedRows) -> Batch:
    """Conform and check each table of a batch; return the rows that may be loaded and keep the account."""
    tables = {}
    for name, frame in batch.tables.items():
        rows = _accept_table(source, TABLES[name], frame, check, account)
        account.accepted.update(rows[ROW_NUMBER])
        tables[name] = rows
    return Batch(batch.known_at, tables)


def _accept_table(
    source: Source,
    contract: ContractTable,
    frame: pl.DataFrame,
    check: BatchCheck | None,
    account: LoadedRows,
) -> pl.DataFrame:
    rows, incomplete = conform(frame, contract)
    account.reject(contract.name, incomplete)
    rows, doubled = reject_duplicates(rows, contract)
    account.reject(contract.name, doubled)
    if check is None or rows.is_empty():
        return rows
    verdict = check(source, contract.name, rows)
    account.reject(contract.name, verdict.rejected)
    account.results = pl.concat([account.results, verdict.results])
    account.hold_reason = account.hold_reason or verdict.hold_reason
    return verdict.accepted


def shrinkage(workspace: Workspace, source: Source, reader: Reader, batch: Batch) -> str | None:
    """Return why a full snapshot looks cut: it lists far less than the source had before."""
    if source.delivery != "full_snapshot":
        return None
    name = reader.tables[0]
    before = current_state(workspace, TABLES[name], source.name).height
    now = batch.tables[name].height if name in batch.tables else 0
    if now >= before * SMALLEST_SNAPSHOT_SHARE:
        return None
    return f"a full snapshot lists {now:,} {name} where the one before listed {before:,}"


def write_changes(
    workspace: Workspace, source: Source, reader: Reader, batch: Batch, sha256: str, stem: str
) -> int:
    """Write what a batch changes in each table its reader fills; return the rows written.

    A table that the batch does not hold is empty in it: of a full snapshot, what was there is gone.
    """
    is_full = source.delivery == "full_snapshot"
    written = 0
    for name in reader.tables:
        contract = TABLES[name]
        nothing = pl.DataFrame(schema={ROW_NUMBER: pl.Int64(), "extra": pl.String()} | contract.schema)
        incoming = identify(batch.tables.get(name, nothing), contract, sha256, is_full)
        state = current_state(workspace, contract, source.name)
        rows = changes(incoming, state, contract, is_full)
        write_segment(workspace, contract, rows, source.name, batch.known_at, stem)
        written += rows.height
    return written
