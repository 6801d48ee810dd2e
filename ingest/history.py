"""A source's history: its receipts in the order of the days they speak of, and what still holds of it.

A late file, a changed setting, a decision on a quarantined file, mended rows of it and a deleted or damaged
`input/` are one case: the files from the first place that no longer holds on are loaded anew.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ingest.aliases import aliases_of
from ingest.configuration import Configuration, Source
from ingest.contracts import TABLES
from ingest.load_records import FileLoad, is_whole
from ingest.mendings import Mending, mendings_of
from ingest.quarantine import Decision, decision_on
from ingest.readers import reader_for
from ingest.receipts import Receipt, receipts_of
from ingest.workspace import Workspace

# Raise it when a reader reads the same bytes differently: every source is then read anew, from the archive.
READING_VERSION = 3
# What does not change what is read.
DESCRIPTIVE_FIELDS = {"owner", "expect_every_days", "files", "api"}


@dataclass(frozen=True)
class Step:
    """One file at its place in the history."""

    receipt: Receipt
    ordinal: int  # counts the files of the history
    known_at: datetime  # naive UTC: its as-of day, files of one day microseconds apart
    latest_day: date  # the last day that a file received then can speak of
    decision: Decision | None
    mendings: tuple[Mending, ...]  # of its rows
    fingerprint: str  # of all that decides how the file is read
    replaced: tuple[str, ...]  # hashes of the increments that it corrects


def history_of(workspace: Workspace, configuration: Configuration, source: Source) -> list[Step]:
    """Return a source's files in their order. Raises DamagedArchiveError."""
    zone = configuration.zone
    receipts = receipts_of(workspace, source, zone)
    settings = _settings(configuration, source)
    files_of_day: Counter[date] = Counter()
    steps = []
    corrections = zip(receipts, _replaced(source, receipts), strict=True)
    for ordinal, (receipt, replaced) in enumerate(corrections):
        day = receipt.day(zone)
        known_at = datetime.combine(day, time()) + timedelta(microseconds=files_of_day[day])
        files_of_day[day] += 1
        decision = decision_on(workspace, receipt)
        latest_day = receipt.arrivals[0].received_on(zone) + timedelta(days=1)  # zones differ by a day
        mendings = mendings_of(workspace, source.name, receipt.sha256)
        print_ = _fingerprint(settings, decision, mendings)
        steps.append(Step(receipt, ordinal, known_at, latest_day, decision, mendings, print_, replaced))
    return steps


def still_valid(workspace: Workspace, steps: list[Step], records: list[FileLoad]) -> list[FileLoad]:
    """Return the records of the longest beginning of the history that needs no second reading."""
    by_stem = {record.stem: record for record in records}
    kept: list[FileLoad] = []
    for step in steps:
        record = by_stem.get(step.receipt.stem)
        place = (step.fingerprint, step.known_at.isoformat())
        if record is None or (record.fingerprint, record.step_at) != place or not is_whole(workspace, record):
            break
        kept.append(record)
    return kept


def fingerprint_of(configuration: Configuration, source: Source, decision: Decision | None = None) -> str:
    """Hash all that decides how a file of a source is read: another hash, and it is read anew."""
    return _fingerprint(_settings(configuration, source), decision)


def _settings(configuration: Configuration, source: Source) -> dict:
    tables = reader_for(source.format).tables
    columns = {name: [(column.name, column.type) for column in TABLES[name].columns] for name in tables}
    return {
        "version": READING_VERSION,
        "source": source.model_dump(mode="json", exclude=DESCRIPTIVE_FIELDS),
        "columns": columns,
        "calendar": configuration.fiscal_calendar.model_dump(mode="json"),
        "hold_share": str(configuration.thresholds.quarantine_hold_share),
        "aliases": [alias.model_dump() for alias in aliases_of(configuration, source, tables)],
    }


def _fingerprint(settings: dict, decision: Decision | None, mendings: tuple[Mending, ...] = ()) -> str:
    parts = settings | {"decision": decision and [decision.action, decision.decided_at]}
    if mendings:
        parts["mendings"] = [[mending.sha256, *sorted(mending.rows)] for mending in mendings]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _replaced(source: Source, receipts: list[Receipt]) -> Iterator[tuple[str, ...]]:
    """Yield for each receipt the increments it corrects: same name, same day, other bytes.

    Without this, the lines of a posting file that is delivered once more would count twice.
    """
    seen: dict[tuple[str, str], list[str]] = {}
    for receipt in receipts:
        if source.delivery != "increment" or receipt.as_of_date is None:
            yield ()
            continue
        names = {(receipt.as_of_date, arrival.file_name) for arrival in receipt.arrivals}
        yield tuple(sorted({sha256 for name in names for sha256 in seen.get(name, ())}))
        for name in names:
            seen.setdefault(name, []).append(receipt.sha256)
