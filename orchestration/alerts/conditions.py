"""What is wrong with a workspace now, as conditions that last until they are over.

They tell codes, counts, days and names of files. No reason is quoted that may hold the content of a cell.
"""

import logging
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from types import MappingProxyType

import duckdb

from ingest.alert_settings import AlertKind
from ingest.configuration import Configuration
from ingest.drift import standing_changes
from ingest.load_records import FileLoad, load_records, not_superseded
from ingest.receipts import SHORT_SHA256
from ingest.workspace import Workspace
from orchestration import publishing
from orchestration.landing_notes import fetch_failed, overdue_days
from orchestration.refresh_record import AUDIT_STEP, RefreshRecord, read_record

LONGEST_NAME = 80
COLUMNS_SHOWN = 3
VOLUME = "volume"  # a soft invariant that is told as drift: of rows, not of columns
TOLD_BY_SOURCE = ["freshness", "drift"]  # by the day and by the file, not by the build
_UNUSUAL = re.compile(r"[^\w .,+=&()-]")


@dataclass(frozen=True)
class Condition:
    """One thing that needs somebody. It is the same one while its key is; another state is news."""

    kind: AlertKind
    key: str
    state: str
    headline: str
    detail: str


@dataclass(frozen=True)
class Situation:
    """What conditions are found in."""

    workspace: Workspace
    configuration: Configuration
    now: datetime  # aware
    is_running: bool = False  # a refresh, in another process

    @property
    def today(self) -> date:
        """The day where the organisation is."""
        return self.now.astimezone(self.configuration.zone).date()


def find_conditions(
    situation: Situation, wanted: Collection[AlertKind]
) -> tuple[list[Condition], frozenset[str]]:
    """Return all conditions, and the wanted ones of the kinds that could be looked for."""
    found: list[Condition] = []
    known: set[str] = set()
    for kinds, find in FINDERS.items():
        if situation.is_running and kinds is not LATE:  # it tells when it ends; one that hangs never does
            continue
        try:
            conditions = list(find(situation))
        except Exception:
            logging.getLogger(__name__).exception("conditions %s cannot be looked for", ", ".join(kinds))
        else:
            found += conditions
            known.update(kinds)
    return found, frozenset(known & set(wanted))


def refresh_condition(workspace: Workspace) -> Condition | None:
    """Return that the last refresh failed, or was killed: nobody closed its record."""
    record = read_record(workspace)
    if record is None or record.status not in {"failed", "running"}:
        return None
    served = publishing.current(workspace)
    kept = f"{served.version} as of {served.as_of_date} is still served" if served else "nothing is served"
    if record.status == "running":
        headline, what = "the refresh was killed", f"it had started at {record.started_at}"
    else:
        steps = ", ".join(record.failed_steps) or "its start"
        headline, what = "the refresh failed", f"at {record.finished_at}, in {steps}"
    is_audit = AUDIT_STEP in record.failed_steps
    headline = "the audit of the new version failed" if is_audit else headline
    detail = f"{what}; nothing was published, {kept}; `portfolio status` tells why"
    state = f"{record.status} {' '.join(record.failed_steps)}"
    return Condition("failed_audit" if is_audit else "failed_refresh", "refresh", state, headline, detail)


def late_hours(record: RefreshRecord | None, configuration: Configuration, now: datetime) -> int | None:
    """Return for how many hours no refresh has ended; None while that is no longer than expected."""
    limit = configuration.schedule.expect_every_hours
    if limit is None:
        return None
    if record is None:
        return limit
    age = now - datetime.fromisoformat(record.finished_at or record.started_at)
    return int(age / timedelta(hours=1)) if age > timedelta(hours=limit) else None


def harmless(text: str) -> str:
    """Return a name from outside as one short line that is no address, mention, markup or header."""
    line = " ".join(_UNUSUAL.sub("?", " ".join(text.split())).split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 3]}..."


def _attempt(situation: Situation) -> list[Condition]:
    condition = refresh_condition(situation.workspace)
    return [condition] if condition else []


def _late(situation: Situation) -> Iterator[Condition]:
    hours = late_hours(read_record(situation.workspace), situation.configuration, situation.now)
    if hours is not None:
        expected = situation.configuration.schedule.expect_every_hours
        detail = f"none has ended for {hours} hours, one is expected every {expected}; is the scheduler up?"
        yield Condition("late_refresh", "late_refresh", "", "no refresh has run", detail)


def _stale(situation: Situation) -> Iterator[Condition]:
    for source in situation.configuration.sources:
        age = overdue_days(situation.workspace, source, situation.today)
        if age is None:
            continue
        detail = f"its newest file is {age} days old, one is expected every {source.expect_every_days}"
        asked = f"; ask {harmless(source.owner)} for a new export" if source.owner else ""
        headline = f"source {source.name} is stale"
        yield Condition("stale_source", f"stale_source {source.name}", "", headline, detail + asked)


def _fetches(situation: Situation) -> Iterator[Condition]:
    for source in situation.configuration.sources:
        if source.api and fetch_failed(situation.workspace, source.name):
            detail = f"what was loaded before still stands; try `portfolio fetch {source.name}`"
            headline = f"source {source.name} could not be pulled"
            yield Condition("failed_fetch", f"failed_fetch {source.name}", "", headline, detail)


def _files(situation: Situation) -> Iterator[Condition]:
    """Files that were left out, and that no later one made up for."""
    for source in situation.configuration.sources:
        loads = load_records(situation.workspace, source.name)
        for load in not_superseded(source, loads):
            if load.status in {"held", "refused"}:
                earlier = loads[: loads.index(load)]
                before = [load.row_count_read for load in earlier if load.status == "loaded"]
                yield _left_out(load, before[-1] if before else None)


def _changed_columns(situation: Situation) -> Iterator[Condition]:
    """Columns of a source that are not those of the file before."""
    for source in situation.configuration.sources:
        for load, notes in standing_changes(source, load_records(situation.workspace, source.name)):
            shown = ", ".join(f"{note.change} {harmless(note.column)}" for note in notes[:COLUMNS_SHOWN])
            more = f" and {len(notes) - COLUMNS_SHOWN} more" if len(notes) > COLUMNS_SHOWN else ""
            name = harmless(PurePosixPath(load.file_name).name)
            key = f"drift {source.name} {load.file_sha256}"
            headline = f"columns of source {source.name} changed"
            yield Condition("drift", key, "", headline, f"{name}: {shown}{more}")


def _left_out(load: FileLoad, rows_before: int | None) -> Condition:
    kind: AlertKind = "held_file" if load.status == "held" else "refused_file"
    is_read = f"{load.row_count_read:,} rows, {load.row_count_rejected:,} of them bad"
    compared = "" if rows_before is None else f"; the one loaded before it had {rows_before:,}"
    counts = f"it has {is_read}{compared}; " if load.status == "held" else ""
    short = load.file_sha256[:SHORT_SHA256]
    name = harmless(PurePosixPath(load.file_name).name)
    detail = f"{name}: {counts}`portfolio quarantine show {short}` tells why"
    key = f"{kind} {load.source_name} {load.file_sha256}"
    return Condition(kind, key, "", f"a file of source {load.source_name} was {load.status}", detail)


def _findings(situation: Situation) -> Iterator[Condition]:
    """Soft invariants that do not hold in what is served; a version of an older release tells of none."""
    served = publishing.current(situation.workspace)
    if served is None:
        return
    query = """
        select invariant, check_name, scope from meta.invariants
        where severity = 'soft' and not is_ok and not list_contains(?, invariant)
        order by all
    """
    if "meta.invariants" not in served.tables:
        return
    with duckdb.connect(situation.workspace.published / served.file, read_only=True) as connection:
        rows = connection.execute(query, [TOLD_BY_SOURCE]).fetchall()
    for invariant, check, scope in rows:
        kind: AlertKind = "drift" if invariant == VOLUME else "soft_finding"
        detail = f"{harmless(scope)}: published with this flag; Data health shows it"
        yield Condition(kind, f"{kind} {check} {scope}", "", f"{invariant} is flagged: {check}", detail)


ATTEMPT: tuple[AlertKind, ...] = ("failed_refresh", "failed_audit")
LATE: tuple[AlertKind, ...] = ("late_refresh",)
FINDERS: Mapping[tuple[AlertKind, ...], Callable[[Situation], Iterator[Condition] | list[Condition]]] = (
    MappingProxyType(
        {
            ATTEMPT: _attempt,
            LATE: _late,
            ("stale_source",): _stale,
            ("failed_fetch",): _fetches,
            ("refused_file", "held_file"): _files,
            ("drift", "soft_finding"): lambda situation: [
                *_changed_columns(situation),
                *_findings(situation),
            ],
        }
    )
)
