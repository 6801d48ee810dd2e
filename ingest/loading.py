"""Loading: one file of a source read, checked, compared with the state before it, and written or refused."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from ingest.account import Account
from ingest.archive import check_archived
from ingest.batches import Batch, BatchWriter, accept, batches_of, ignore_older, keep, shrinkage
from ingest.checking import BatchCheck
from ingest.configuration import Configuration, Source
from ingest.drift import columns_of, drift, last_alike, renamings
from ingest.history import Step
from ingest.load_records import QUARANTINED_ROWS_SCHEMA, FileLoad, made_files, write_load_record
from ingest.readers import reader_for
from ingest.reading import KnownRecords, Reader, ReadResult, UnreadableFile
from ingest.receipts import SHORT_SHA256
from ingest.record_book import NOTHING_KNOWN, RecordBook
from ingest.segments import SourceState, write_parquet
from ingest.table_watch import read_archived
from ingest.workspace import Workspace

EARLIEST_DAY = date(1990, 1, 1)


class ConservationError(Exception):
    """A reader lost rows, or counted some twice: a defect of the program, never of the data."""


@dataclass
class Loader:
    """Loads the files of one source one after the other."""

    workspace: Workspace
    configuration: Configuration
    source: Source
    check: BatchCheck | None
    loaded: list[FileLoad]  # before these
    results: list[pl.DataFrame] = field(default_factory=list)  # of the checks

    def __post_init__(self) -> None:
        self._reader: Reader = reader_for(self.source.format)
        self._state = SourceState(self.workspace, self.source.name)

    def load(self, step: Step, *, is_new: bool) -> FileLoad:
        """Load one file; its record, written last, is the commit mark.

        Raises DamagedArchiveError, ConservationError, and OSError when the workspace cannot be written.
        """
        receipt = step.receipt
        started = FileLoad(
            source_name=self.source.name,
            file_sha256=receipt.sha256,
            file_name=receipt.file_name,
            stem=receipt.stem,
            fingerprint=step.fingerprint,
            step_at=step.known_at.isoformat(),
            as_of_date=receipt.as_of_date,
            known_at=step.known_at.isoformat(),
            received_at=receipt.received_at,
            byte_count=receipt.byte_count,
            status="loaded",
        )
        if not is_new:
            check_archived(self.workspace, receipt.sha256, receipt.file_name)
        load = self._load(step, started)
        load = replace(load, made=made_files(self.workspace, self.source.name, load.stem))
        write_load_record(self.workspace, load)
        if load.status == "loaded":
            self.loaded.append(load)
        return load

    def _load(self, step: Step, started: FileLoad) -> FileLoad:
        if step.decision and step.decision.action == "discard":
            return replace(started, status="discarded", reason="discarded by decision")
        book = self._record_book(step)
        try:
            result, columns = self._read(step, book.known)
            return self._store(step, self._with_columns(started, columns), result, book)
        except UnreadableFile as error:
            return replace(started, status="refused", **self._told(error))

    def _told(self, error: UnreadableFile) -> dict[str, str]:
        """Return reason and remedy for the record, which is published: no cell under pseudonyms."""
        if not error.quoted or self.configuration.privacy.people == "names":
            return {"reason": f"{error.place}: {error.problem}", "remedy": error.remedy}
        remedy = f"{error.remedy}; `portfolio validate` shows what stands there"
        return {"reason": f"{error.place}: {error.problem_unquoted}", "remedy": remedy}

    def _with_columns(self, started: FileLoad, columns: dict[str, str]) -> FileLoad:
        """Note the file's columns, and how they differ from those of the last file that was loaded."""
        known = [load.columns for load in reversed(self.loaded)]
        before = next(iter(known), {}) if self._is_full_snapshot else last_alike(known, columns)
        return replace(started, columns=columns, drift=tuple(drift(before, columns)))

    def _record_book(self, step: Step) -> RecordBook:
        """Return the book of the file before, where it tells what this file repeats."""
        before = self.loaded[-1].stem if self.loaded and self._is_full_snapshot else None
        return RecordBook.open(self.workspace, self.source.name, before, step.fingerprint)

    def _read(self, step: Step, known: KnownRecords) -> tuple[ReadResult, dict[str, str]]:
        """Return what was read and the file's columns; the table itself, large, is let go of."""
        receipt = step.receipt
        is_one_snapshot = self._is_full_snapshot and receipt.as_of is not None
        known_before = known if is_one_snapshot else None
        place = (self.workspace, self.configuration, self.source)
        result, watch = read_archived(self._reader, *place, receipt, step.mendings, known_before)
        return result, columns_of(watch)

    def _store(self, step: Step, started: FileLoad, result: ReadResult, book: RecordBook) -> FileLoad:
        """Check the rows, decide whether they may be loaded, and write what they change."""
        account = Account(result)
        batches = batches_of(result, step.known_at, account, step.ordinal)
        if self._is_full_snapshot and started.as_of_date is None:
            batches = ignore_older(batches, self._loaded_until, account)
        accepted = self._accept(batches, result, account, book)
        if accepted is None:
            result, _ = self._read(step, NOTHING_KNOWN)
            return self._store(step, started, result, book)
        batches = accepted
        load = _with_account(started, account, batches)
        self._write_quarantine(load, account)
        if not (step.decision and step.decision.action == "accept"):
            if self._is_full_snapshot and not _brought_anything(load) and not self.loaded:
                remedy = "export it anew; a header without rows tells nothing"
                return replace(load, status="refused", reason="it holds no row", remedy=remedy)
            if reason := self._hold_reason(step, load, account, batches):
                return replace(load, status="held", reason=reason, remedy=_hold_remedy(load))
        writer = BatchWriter(self.workspace, self.source, self._state, load.stem, step.replaced)
        written = sum(writer.write(batch, self._reader.tables) for batch in batches)
        # What another value decided would go unseen in records left unread.
        if result.records is not None and not result.records.is_by_column:
            book.write(result.records, writer.identified, account, load.stem, step.fingerprint)
        return replace(load, rows_written=written)

    def _accept(
        self, batches: list[Batch], result: ReadResult, account: Account, book: RecordBook
    ) -> list[Batch] | None:
        """Return what may be loaded of the batches; None when the file has to be read whole for that."""
        if result.records is None:
            return [accept(self.source, batch, self.check, account) for batch in batches]
        unread = book.kept(result.records)
        kept = [keep(batch, unread, self._state) for batch in batches]
        if (unread and result.records.is_by_column) or None in kept:
            return None
        accepted = [accept(self.source, batch, self.check, account, self._state) for batch in kept if batch]
        if unread and (account.needs_all or not book.is_judged_by(account.suites, unread)):
            return None
        return accepted

    @property
    def _is_full_snapshot(self) -> bool:
        return self.source.delivery == "full_snapshot"

    @property
    def _loaded_until(self) -> datetime | None:
        """The newest instant that an earlier file of this source speaks of."""
        instants = [datetime.fromisoformat(load.known_at) for load in self.loaded if load.known_at]
        return max(instants, default=None)

    def _hold_reason(self, step: Step, load: FileLoad, account: Account, batches: list[Batch]) -> str | None:
        """Return why loading the file would only look like success."""
        for day in sorted(batch.known_at.date() for batch in batches):
            if not EARLIEST_DAY <= day <= step.latest_day:
                return f"it speaks of {day}, but it arrived on {load.received_at[:10]}"
        limit = self.configuration.thresholds.quarantine_hold_share
        candidates = load.row_count_accepted + load.row_count_rejected
        if load.row_count_rejected > limit * candidates:
            return f"{load.row_count_rejected:,} of {candidates:,} rows fail; more than {limit:.0%}"
        if reason := account.hold_reason or renamings(load.drift):
            return reason
        return shrinkage(self._state, self.source, self._reader, batches[0]) if batches else None

    def _write_quarantine(self, load: FileLoad, account: Account) -> None:
        """Write the results of the checks and the rejected rows, each row with its lineage."""
        self.results.append(account.results)
        known_at = pl.lit(datetime.fromisoformat(load.known_at or ""), pl.Datetime("us"))
        lineage = {
            "source_name": pl.lit(load.source_name),
            "file_sha256": pl.lit(load.file_sha256),
            "known_at": known_at,
        }
        folder = self.workspace.quarantine
        if account.results.height:
            write_parquet(_made_of(folder / "results", load), account.results.with_columns(**lineage))
        if account.rejected.height:
            rows = account.rejected.with_columns(**lineage, file_name=pl.lit(load.file_name))
            write_parquet(_made_of(folder / "rows", load), rows.select(list(QUARANTINED_ROWS_SCHEMA)))


def _with_account(started: FileLoad, account: Account, batches: list[Batch]) -> FileLoad:
    newest = max((batch.known_at for batch in batches), default=None)
    accepted, rejected = account.counts()
    load = replace(
        started,
        as_of_date=started.as_of_date or (newest and newest.date().isoformat()),
        known_at=newest.isoformat() if newest else started.known_at,
        row_count_read=account.rows_read,
        row_count_accepted=accepted,
        row_count_rejected=rejected,
        ignored=account.ignored,
        control_total=None if account.control_total is None else str(account.control_total),
    )
    if not load.is_conserved:
        parts = f"{accepted} accepted, {rejected} rejected, {account.ignored} ignored"
        raise ConservationError(f"{load.file_name}: {account.rows_read} rows were read, but {parts}")
    return load


def _brought_anything(load: FileLoad) -> bool:
    return bool(load.row_count_accepted or load.row_count_ignored)


def _made_of(folder: Path, load: FileLoad) -> Path:
    return folder / load.source_name / f"{load.stem}.parquet"


def _hold_remedy(load: FileLoad) -> str:
    short = load.file_sha256[:SHORT_SHA256]
    return (
        f"look with `portfolio quarantine show {short}`; deliver a better file, mend its rows "
        f"(`portfolio quarantine export FOLDER --with-names`), or decide: `portfolio accept {short}` or "
        f"`portfolio quarantine discard {short}`"
    )
