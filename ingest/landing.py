"""Landing: from a source's inbox to segments of the contract tables, each file read once.

The receipts of a source, in the order of their as-of dates, are its history. Files whose load record
still holds are left alone; from the first one that is new, or whose reading has changed, all are
loaded anew. A late file, a changed setting and a deleted `input/` are thereby the same case.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import polars as pl

from ingest.archive import Receipt, archived_path, check_gzip, receipts_of, receive
from ingest.batches import Batch, LoadedRows, accept, batches_of, ignore_older, shrinkage, write_changes
from ingest.checking import CHECK_RESULTS_SCHEMA, BatchCheck
from ingest.configuration import Configuration, Source
from ingest.load_records import QUARANTINED_ROWS_SCHEMA, FileLoad, load_records, write_load_record
from ingest.problems import Problem
from ingest.quarantine import Decision, decision_on
from ingest.readers import reader_for
from ingest.reading import ReadContext, Reader, ReadResult, UnreadableFile
from ingest.segments import write_parquet
from ingest.workspace import Workspace

# Raise it when a reader reads the same bytes differently: every source is then read anew, from the archive.
READING_VERSION = 1


@dataclass(frozen=True)
class SourceLoad:
    """What a refresh found and did for one source."""

    source_name: str
    loads: list[FileLoad]  # of all its files
    new_loads: list[FileLoad]  # of those read by this call
    check_results: pl.DataFrame  # CHECK_RESULTS_SCHEMA, of those read by this call
    problems: list[Problem] = field(default_factory=list)

    @property
    def held(self) -> list[FileLoad]:
        """Files that wait for a decision and are not superseded by a later one that was loaded."""
        last_loaded = max((load.stem for load in self.loads if load.status == "loaded"), default="")
        return [load for load in self.loads if load.status == "held" and load.stem > last_loaded]

    @property
    def is_conserved(self) -> bool:
        """Every row of every file was accepted, rejected, or ignored by a named rule."""
        return all(load.is_conserved for load in self.loads)


def land_source(
    workspace: Workspace,
    configuration: Configuration,
    source: Source,
    received_at: datetime,
    check: BatchCheck | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> SourceLoad:
    """Archive a source's new files and bring its segments up to date.

    `received_at` is an aware instant in UTC; `check` judges each batch before it is written; `tell` is
    given the name of each file that is read. Files that cannot be read do not raise: their load says why.
    """
    problems = receive(workspace, source, configuration.zone, received_at)
    receipts = receipts_of(workspace, source.name)
    if not receipts:
        problems.append(_nothing_arrived(source))
    decisions = [decision_on(workspace, receipt) for receipt in receipts]
    prints = [_fingerprint(configuration, source, decision) for decision in decisions]
    kept = _still_valid(receipts, prints, load_records(workspace, source.name))
    _forget_all_but(workspace, source, kept)
    loader = _Loader(workspace, configuration, source, check, kept)
    new_loads = []
    for index in range(len(kept), len(receipts)):
        tell(receipts[index].file_name)
        known_at = _known_at(receipts, index)
        new_loads.append(loader.load(receipts[index], known_at, decisions[index], prints[index]))
    loads = [*kept, *new_loads]
    problems += [_file_problem(load) for load in loads if load.status in {"refused", "held"}]
    return SourceLoad(source.name, loads, new_loads, pl.concat(loader.results), problems)


def _nothing_arrived(source: Source) -> Problem:
    return Problem(
        source.files, f"source {source.name}", "no file matches, and none ever did", "drop the export there"
    )


def _file_problem(load: FileLoad) -> Problem:
    remedy = load.remedy or f"then: portfolio quarantine retry {load.file_sha256[:12]}"
    return Problem(load.file_name, f"source {load.source_name}", f"{load.status}: {load.reason}", remedy)


def _fingerprint(configuration: Configuration, source: Source, decision: Decision | None) -> str:
    """Hash all that decides how a file is read: another hash, and the file is read anew."""
    parts = {
        "version": READING_VERSION,
        "source": source.model_dump(mode="json", exclude={"owner", "expect_every_days", "files"}),
        "calendar": configuration.fiscal_calendar.model_dump(mode="json"),
        "hold_share": str(configuration.thresholds.quarantine_hold_share),
        "decision": decision and [decision.action, decision.decided_at],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _still_valid(receipts: list[Receipt], prints: list[str], records: list[FileLoad]) -> list[FileLoad]:
    """Return the records of the longest beginning of the history that needs no second reading."""
    by_stem = {record.stem: record for record in records}
    kept: list[FileLoad] = []
    for index, receipt in enumerate(receipts):
        record = by_stem.get(receipt.stem)
        if record is None or record.fingerprint != prints[index] or not _at(record, receipts, index):
            break
        kept.append(record)
    return kept


def _at(record: FileLoad, receipts: list[Receipt], index: int) -> bool:
    """Tell whether a record was made at the place in the history that its receipt has now."""
    if receipts[index].as_of_date is None:
        return True
    return record.known_at is None or record.known_at == _known_at(receipts, index).isoformat()


def _known_at(receipts: list[Receipt], index: int) -> datetime:
    """Return from when on a file's rows are known: its as-of day, microseconds apart within the day."""
    day = _day(receipts[index])
    same_day = sum(_day(receipt) == day for receipt in receipts[:index])
    return datetime.combine(day, time()) + timedelta(microseconds=same_day)


def _day(receipt: Receipt) -> date:
    return receipt.as_of or datetime.fromisoformat(receipt.received_at).date()


def _forget_all_but(workspace: Workspace, source: Source, kept: list[FileLoad]) -> None:
    """Delete what was made of a source's files, except of those kept: also what a killed load left."""
    stems = {load.stem for load in kept}
    for folder in (workspace.input, workspace.quarantine):
        for path in folder.glob(f"*/{source.name}/*"):
            if not any(path.name.removesuffix(path.suffix).endswith(stem) for stem in stems):
                path.unlink()


class _Loader:
    """Loads one source's files one after the other; gathers the results of their checks."""

    def __init__(
        self,
        workspace: Workspace,
        configuration: Configuration,
        source: Source,
        check: BatchCheck | None,
        earlier: list[FileLoad],
    ) -> None:
        self._workspace = workspace
        self._configuration = configuration
        self._source = source
        self._check = check
        self._earlier = [load for load in earlier if load.status == "loaded"]
        self.results: list[pl.DataFrame] = [pl.DataFrame(schema=CHECK_RESULTS_SCHEMA)]

    def load(
        self, receipt: Receipt, known_at: datetime, decision: Decision | None, fingerprint: str
    ) -> FileLoad:
        """Read, check and write one file; its record, written last, is the commit mark."""
        started = FileLoad(
            source_name=self._source.name,
            file_sha256=receipt.sha256,
            file_name=receipt.file_name,
            stem=receipt.stem,
            fingerprint=fingerprint,
            as_of_date=receipt.as_of_date,
            known_at=known_at.isoformat(),
            received_at=receipt.received_at,
            byte_count=receipt.byte_count,
            status="discarded",
            reason="discarded by decision",
        )
        load = (
            started if decision and decision.action == "discard" else self._read(receipt, started, decision)
        )
        write_load_record(self._workspace, load)
        if load.status == "loaded":
            self._earlier.append(load)
        return load

    def _read(self, receipt: Receipt, started: FileLoad, decision: Decision | None) -> FileLoad:
        path = archived_path(self._workspace, receipt.sha256)
        try:
            reader = reader_for(self._source.format)
            check_gzip(path)
            result = reader.read(
                path, self._source, ReadContext(self._configuration.fiscal_calendar, receipt.as_of)
            )
        except UnreadableFile as error:
            return replace(
                started, status="refused", reason=f"{error.place}: {error.problem}", remedy=error.remedy
            )
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            remedy = "export it anew; if it opens elsewhere, report this as a defect of the reader"
            return replace(started, status="refused", reason=reason, remedy=remedy)
        return self._store(
            reader, result, started, is_released=decision is not None and decision.action == "release"
        )

    def _store(self, reader: Reader, result: ReadResult, started: FileLoad, is_released: bool) -> FileLoad:
        """Check the rows, decide whether they may be loaded, and write what they change."""
        account = LoadedRows(result)
        batches = batches_of(result, datetime.fromisoformat(started.known_at or ""))
        if started.as_of_date is None:
            batches = ignore_older(batches, self._loaded_until, account)
        batches = [accept(self._source, batch, self._check, account) for batch in batches]
        load = self._with_account(started, account, batches)
        self._write_quarantine(load, account)
        if batches and not account.hold_reason:
            account.hold_reason = shrinkage(self._workspace, self._source, reader, batches[0])
        reason = None if is_released else self._hold_reason(load, account)
        if reason:
            return replace(load, status="held", reason=reason, remedy=_hold_remedy(load))
        if not load.row_count_accepted and not load.row_count_ignored and not is_released:
            remedy = "export it anew; a header without rows tells nothing"
            return replace(load, status="refused", reason="it holds no row", remedy=remedy)
        written = [
            write_changes(self._workspace, self._source, reader, batch, load.file_sha256, load.stem)
            for batch in batches
        ]
        return replace(load, rows_written=sum(written))

    def _with_account(self, started: FileLoad, account: LoadedRows, batches: list[Batch]) -> FileLoad:
        newest = max((batch.known_at for batch in batches), default=None)
        load = replace(
            started,
            status="loaded",
            reason=None,
            as_of_date=started.as_of_date or (newest and newest.date().isoformat()),
            known_at=newest.isoformat() if newest else started.known_at,
            row_count_read=account.read.rows_read,
            row_count_accepted=account.accepted_count,
            row_count_rejected=account.rejected_count,
            ignored=account.ignored,
        )
        if not load.is_conserved:
            raise AssertionError(f"{load.file_name}: the reader {self._source.format} lost rows: {load}")
        return load

    @property
    def _loaded_until(self) -> datetime | None:
        """The newest instant that an earlier file of this source speaks of."""
        return max(
            (datetime.fromisoformat(load.known_at) for load in self._earlier if load.known_at), default=None
        )

    def _hold_reason(self, load: FileLoad, account: LoadedRows) -> str | None:
        """Return why loading the file would only look like success."""
        limit = self._configuration.thresholds.quarantine_hold_share
        candidates = load.row_count_accepted + load.row_count_rejected
        if load.row_count_rejected > limit * candidates:
            return f"{load.row_count_rejected:,} of {candidates:,} rows fail; more than {limit:.0%}"
        return account.hold_reason

    def _write_quarantine(self, load: FileLoad, account: LoadedRows) -> None:
        lineage = {"source_name": load.source_name, "file_sha256": load.file_sha256}
        known_at = pl.lit(datetime.fromisoformat(load.known_at or ""), pl.Datetime("us")).alias("known_at")
        results = account.results.with_columns(**{name: pl.lit(value) for name, value in lineage.items()})
        folder = self._workspace.quarantine
        write_parquet(_made_of(folder / "results", load), results.with_columns(known_at))
        self.results.append(account.results)
        lineage |= {"file_name": load.file_name}
        rejected = account.rejected.with_columns(**{name: pl.lit(value) for name, value in lineage.items()})
        rejected = rejected.with_columns(known_at).select(list(QUARANTINED_ROWS_SCHEMA))
        if rejected.height:
            write_parquet(_made_of(folder / "rows", load), rejected)


def _made_of(folder: Path, load: FileLoad) -> Path:
    return folder / load.source_name / f"{load.stem}.parquet"


def _hold_remedy(load: FileLoad) -> str:
    short = load.file_sha256[:12]
    return (
        f"look with `portfolio quarantine show {short}`; deliver a better file, "
        f"or decide: `portfolio quarantine release {short}` or `discard {short}`"
    )


def now() -> datetime:
    """Return the present instant in UTC, for callers that receive files."""
    return datetime.now(UTC)
