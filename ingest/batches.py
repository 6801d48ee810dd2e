"""Batches: the rows of one file and one as-of date, checked and compared with the state before them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

import polars as pl

from ingest.account import Account
from ingest.checking import BatchCheck
from ingest.comparing import ITEM_ID, Coverage, changes, items_back
from ingest.configuration import Source
from ingest.conforming import ROW_NUMBER, conform, identify, reject_duplicates
from ingest.contracts import TABLES, ContractTable
from ingest.reading import Reader, ReadResult, rejections
from ingest.segments import SHA256_LENGTH, SourceState, write_segment
from ingest.workspace import Workspace

AS_OF_COLUMN = "as_of_date"
# A full snapshot that lists less than this share of what it listed before was probably cut.
SMALLEST_SNAPSHOT_SHARE = 0.7


@dataclass(frozen=True)
class Batch:
    """Rows by contract table, known from one instant on, and what they tell about others."""

    known_at: datetime
    tables: dict[str, pl.DataFrame]
    whole: Mapping[str, pl.Series] = field(default_factory=dict)  # as in ReadResult
    listing: pl.Series | None = None  # as in ReadResult
    kept: Mapping[str, pl.DataFrame] = field(default_factory=dict)  # as in Coverage, with row_number
    may_keep: bool = False  # records of the file, or of the next one, may be left unread
    is_dated: bool = False  # its rows carry their date themselves


def batches_of(result: ReadResult, known_at: datetime, account: Account, ordinal: int = 0) -> list[Batch]:
    """Cut a file that stacks snapshots into one batch a date, oldest first; other files are one batch.

    Files that speak of the same date are `ordinal` microseconds apart: the later one is right.
    """
    if not any(AS_OF_COLUMN in frame.columns for frame in result.tables.values()):
        return [Batch(known_at, result.tables, result.whole, result.listing)]
    by_day: dict[date, dict[str, pl.DataFrame]] = {}
    for name, frame in result.tables.items():
        account.reject(name, _undated(frame))
        dated = frame.filter(pl.col(AS_OF_COLUMN).is_not_null())
        for (day,), rows in dated.partition_by(AS_OF_COLUMN, as_dict=True, include_key=False).items():
            by_day.setdefault(day, {})[name] = rows
    apart = timedelta(microseconds=ordinal)
    return [
        Batch(datetime.combine(day, time()) + apart, by_day[day], is_dated=True) for day in sorted(by_day)
    ]


def _undated(frame: pl.DataFrame) -> pl.DataFrame:
    rows = frame.filter(pl.col(AS_OF_COLUMN).is_null()).select(ROW_NUMBER)
    values = {"reason": "missing_required", "column_name": AS_OF_COLUMN, "detail": "as_of_date is empty"}
    return rejections(rows.with_columns(pl.lit(value).alias(name) for name, value in values.items()))


def ignore_older(batches: list[Batch], loaded_until: datetime | None, account: Account) -> list[Batch]:
    """Leave out the stacked snapshots that an earlier file has already brought, and count their rows."""
    last_day = loaded_until.date() if loaded_until else date.min
    older = [batch for batch in batches if batch.known_at.date() <= last_day]
    numbers = [frame[ROW_NUMBER] for batch in older for frame in batch.tables.values()]
    if numbers:
        account.ignore("older_than_loaded", pl.concat(numbers).n_unique())
    return batches[len(older) :]


def accept(
    source: Source, batch: Batch, check: BatchCheck | None, account: Account, state: SourceState | None = None
) -> Batch:
    """Conform and check each table of a batch; return the rows that may be loaded and keep the account.

    `state` holds the rows that the batch keeps unread, if it does.
    """
    tables = {}
    for name, frame in batch.tables.items():
        contract = TABLES[name]
        rows = _without_rejected(contract, frame, account)
        kept = batch.kept.get(name)
        if check is not None and not (rows.is_empty() and kept is None):
            nothing = pl.LazyFrame(schema=rows.schema) if batch.may_keep else None
            unread = nothing if state is None or kept is None else state.scan_live(contract, kept)
            verdict = check(source, name, rows, unread)
            account.take(name, verdict)
            rows = verdict.accepted
        account.accept(rows)
        tables[name] = rows
    return replace(batch, tables=tables)


def _without_rejected(contract: ContractTable, frame: pl.DataFrame, account: Account) -> pl.DataFrame:
    rows, incomplete = conform(frame, contract)
    first, doubled = reject_duplicates(rows, contract)
    account.reject(contract.name, incomplete)
    account.reject(contract.name, doubled)
    if doubled.height:  # the first one of a key is read again with the others: it may go, and they stay
        account.fault(rows.filter(pl.struct(contract.key).is_duplicated())[ROW_NUMBER])
    return first


def keep(batch: Batch, unread: Mapping[str, pl.DataFrame], state: SourceState) -> Batch | None:
    """Return the batch with the rows of `unread` (table -> row_number, row_hash) that were left unread.

    None when the file has to be read whole: a row that was read has the key of one that was not, or a row
    that was not read no longer stands.
    """
    kept = {}
    for name, numbered in unread.items():
        contract = TABLES[name]
        kept[name] = state.live(contract).join(numbered, on="row_hash")
        read, _ = conform(batch.tables[name], contract)
        read_again = read.join(kept[name], on=list(contract.key), how="semi")
        if kept[name].height < numbered.height or read_again.height:
            return None
    return replace(batch, kept=kept, may_keep=True)


def shrinkage(state: SourceState, source: Source, reader: Reader, batch: Batch) -> str | None:
    """Return why a full snapshot, or an increment's listing, looks cut: far less than there was before."""
    name = reader.tables[0]
    if source.delivery == "full_snapshot":
        lister, now = "full snapshot", batch.tables[name].height if name in batch.tables else 0
        now += len(batch.kept.get(name, ()))
    elif batch.listing is not None:
        lister, now = "listing", batch.listing.n_unique()
    else:
        return None
    before = state.live(TABLES[name]).height
    if now >= before * SMALLEST_SNAPSHOT_SHARE:
        return None
    return f"a {lister} lists {now:,} {name} where the one before listed {before:,}"


@dataclass(frozen=True)
class BatchWriter:
    """Writes what the batches of one file change, and keeps the source's state in step."""

    workspace: Workspace
    source: Source
    state: SourceState
    stem: str  # of the file's receipt
    replaced: tuple[str, ...] = ()  # hashes of the increments that this one corrects
    identified: dict[str, pl.DataFrame] = field(default_factory=dict)  # table -> row_number, row_hash

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
        coverage = self._coverage(batch)
        for name in table_names:
            contract = TABLES[name]
            nothing = pl.DataFrame(schema={ROW_NUMBER: pl.Int64(), "extra": pl.String()} | contract.schema)
            rows = batch.tables.get(name, nothing)
            incoming = identify(rows, contract, self.stem[-SHA256_LENGTH:], is_full_snapshot=is_full)
            self.identified[name] = incoming.select(ROW_NUMBER, "row_hash")
            yield contract, changes(incoming, self.state, contract, coverage)

    def _coverage(self, batch: Batch) -> Coverage:
        if self.source.delivery == "full_snapshot":
            return Coverage(is_full_snapshot=True, kept=batch.kept)
        if batch.is_dated:
            return Coverage(only_day=batch.known_at.date())
        listed = _listed(batch)
        back = None if listed is None else items_back(self.state, listed, self.replaced)
        return Coverage(whole=batch.whole, listed=listed, back=back, replaced=self.replaced)


def _listed(batch: Batch) -> pl.Series | None:
    """Return the ids of all work items that there are: an item that the file brings exists, too."""
    if batch.listing is None:
        return None
    brought = batch.tables.get("work_items")
    return batch.listing if brought is None else pl.concat([batch.listing, brought[ITEM_ID]])
