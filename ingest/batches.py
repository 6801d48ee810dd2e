"""Batches: the rows of one file and one as-of date, checked and compared with the state before them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl

from ingest.account import Account
from ingest.checking import BatchCheck
from ingest.configuration import Source
from ingest.conforming import ROW_NUMBER, conform, identify, reject_duplicates
from ingest.contracts import TABLES, ContractTable
from ingest.reading import REJECTED_SCHEMA, Reader, ReadResult
from ingest.segments import SourceState, changes, write_segment
from ingest.workspace import Workspace

AS_OF_COLUMN = "as_of_date"
# A full snapshot that lists less than this share of what it listed before was probably cut.
SMALLEST_SNAPSHOT_SHARE = 0.7


@dataclass(frozen=True)
class Batch:
    """Rows by contract table, known from one instant on."""

    known_at: datetime
    tables: dict[str, pl.DataFrame]


def batches_of(result: ReadResult, known_at: datetime, account: Account, ordinal: int = 0) -> list[Batch]:
    """Cut a file that stacks snapshots into one batch a date, oldest first; other files are one batch.

    Files that speak of the same date are `ordinal` microseconds apart: the later one is right.
    """
    if not any(AS_OF_COLUMN in frame.columns for frame in result.tables.values()):
        return [Batch(known_at, result.tables)]
    by_day: dict[date, dict[str, pl.DataFrame]] = {}
    for name, frame in result.tables.items():
        account.reject(name, _undated(frame))
        dated = frame.filter(pl.col(AS_OF_COLUMN).is_not_null())
        for (day,), rows in dated.partition_by(AS_OF_COLUMN, as_dict=True, include_key=False).items():
            by_day.setdefault(day, {})[name] = rows
    apart = timedelta(microseconds=ordinal)
    return [Batch(datetime.combine(day, time()) + apart, by_day[day]) for day in sorted(by_day)]


def _undated(frame: pl.DataFrame) -> pl.DataFrame:
    rows = frame.filter(pl.col(AS_OF_COLUMN).is_null()).select(ROW_NUMBER)
    values = {"reason": "missing_required", "column_name": AS_OF_COLUMN, "detail": "as_of_date is empty"}
    text = [pl.lit(value).alias(name) for name, value in values.items()]
    return rows.select(ROW_NUMBER, *text, pl.lit(None, pl.String).alias("raw")).cast(REJECTED_SCHEMA)  # ty: ignore


def ignore_older(batches: list[Batch], loaded_until: datetime | None, account: Account) -> list[Batch]:
    """Leave out the stacked snapshots that an earlier file has already brought, and count their rows."""
    last_day = loaded_until.date() if loaded_until else date.min
    older = [batch for batch in batches if batch.known_at.date() <= last_day]
    numbers = [frame[ROW_NUMBER] for batch in older for frame in batch.tables.values()]
    if numbers:
        account.ignore("older_than_loaded", pl.concat(numbers).n_unique())
    return batches[len(older) :]


def accept(source: Source, batch: Batch, check: BatchCheck | None, account: Account) -> Batch:
    """Conform and check each table of a batch; return the rows that may be loaded and keep the account."""
    tables = {
        name: _accept_table(source, TABLES[name], frame, check, account)
        for name, frame in batch.tables.items()
    }
    return Batch(batch.known_at, tables)


def _accept_table(
    source: Source, contract: ContractTable, frame: pl.DataFrame, check: BatchCheck | None, account: Account
) -> pl.DataFrame:
    rows, incomplete = conform(frame, contract)
    rows, doubled = reject_duplicates(rows, contract)
    account.reject(contract.name, incomplete)
    account.reject(contract.name, doubled)
    if check is not None and not rows.is_empty():
        verdict = check(source, contract.name, rows)
        account.take(contract.name, verdict)
        rows = verdict.accepted
    account.accept(rows)
    return rows


def shrinkage(state: SourceState, reader: Reader, batch: Batch) -> str | None:
    """Return why a full snapshot looks cut: it lists far less than the source had before."""
    name = reader.tables[0]
    before = state.hashes(TABLES[name]).height
    now = batch.tables[name].height if name in batch.tables else 0
    if now >= before * SMALLEST_SNAPSHOT_SHARE:
        return None
    return f"a full snapshot lists {now:,} {name} where the one before listed {before:,}"


@dataclass(frozen=True)
class BatchWriter:
    """Writes what the batches of one file change, and keeps the source's state in step."""

    workspace: Workspace
    source: Source
    state: SourceState
    stem: str  # of the file's receipt
    replaced: tuple[str, ...] = ()  # hashes of the increments that this one corrects

    def write(self, batch: Batch, table_names: tuple[str, ...]) -> int:
        """Write new, changed and gone rows of each table; return how many.

        A table that the batch does not hold is empty in it: of a full snapshot, what was there is gone.
        """
        written = 0
        for contract, rows in self._changes(batch, table_names):
            if rows.height:
                segment = write_segment(
                    self.workspace, contract, rows, self.source.name, batch.known_at, self.stem
                )
                self.state.note(contract, segment, batch.known_at, rows)
            written += rows.height
        return written

    def _changes(
        self, batch: Batch, table_names: tuple[str, ...]
    ) -> Iterator[tuple[ContractTable, pl.DataFrame]]:
        is_full = self.source.delivery == "full_snapshot"
        for name in table_names:
            contract = TABLES[name]
            nothing = pl.DataFrame(schema={ROW_NUMBER: pl.Int64(), "extra": pl.String()} | contract.schema)
            rows = batch.tables.get(name, nothing)
            incoming = identify(rows, contract, self.stem[-64:], is_full_snapshot=is_full)
            if self.replaced:
                incoming = self._with_kept_rows(incoming, contract)
            is_whole = is_full or bool(self.replaced)
            yield contract, changes(incoming, self.state, contract, is_full_snapshot=is_whole)

    def _with_kept_rows(self, incoming: pl.DataFrame, contract: ContractTable) -> pl.DataFrame:
        """Add the rows that stand without the replaced increments: together, all that the source says now."""
        kept = self.state.rows_without(contract, self.replaced)
        kept = kept.join(incoming, on=list(contract.key), how="anti")
        return pl.concat(
            [incoming, kept.with_columns(row_number=pl.lit(0, pl.Int64)).select(incoming.columns)]
        )
