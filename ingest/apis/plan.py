"""What a pull asks for, and the name of the file it leaves: the name is all that the next pull remembers.

`<source>-<day>-<start, UTC>-<what>-<scope>.jsonl.gz`, for example
`jira-2026-11-21-20261121T013000Z-changes-5f2c81d0.jsonl.gz`. The day is the file's as-of date. Only files
that were loaded count: what was pulled and refused is pulled again.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ingest.configuration import Api, Source
from ingest.load_records import FileLoad

FULL, CHANGES, CHANGES_AND_KEYS, SINCE = "full", "changes", "changes_keys", "since"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
INSTANT = "%Y%m%dT%H%M%SZ"
PULLED = re.compile(r"-(?P<start>\d{8}T\d{6}Z)-(?P<what>[a-z_]+)-(?P<scope>[0-9a-f]{8})\.jsonl\.gz$")


@dataclass(frozen=True)
class Plan:
    """One pull."""

    started_at: datetime  # aware, UTC
    since: datetime | None  # aware, UTC; None: everything
    what: str  # FULL, CHANGES, CHANGES_AND_KEYS or SINCE

    @property
    def with_keys(self) -> bool:
        """All ids are listed, so that what is gone is noticed."""
        return self.what in {FULL, CHANGES_AND_KEYS}

    def __str__(self) -> str:
        changed = f"what changed since {self.since:%Y-%m-%d %H:%M} UTC" if self.since else "everything"
        return changed + (", and the listing of all ids" if self.with_keys else "")


def plan_pull(
    api: Api,
    loads: Iterable[FileLoad],
    started_at: datetime,
    *,
    full: bool = False,
    since: date | None = None,
) -> Plan:
    """Return what to pull: everything first, and after another `query`; then what changed.

    `since`: that much is pulled again; the next pull starts where it would have started without it.
    """
    if since is not None:
        return Plan(started_at, datetime.combine(since, time(), UTC), SINCE)
    before = [found for load in loads if load.status == "loaded" if (found := PULLED.search(load.file_name))]
    before = _since_another_query([found for found in before if found["what"] != SINCE], scope_of(api))
    starts = [_start(found) for found in before]
    if full or not starts:
        return Plan(started_at, None, FULL)
    listed = [_start(found) for found in before if found["what"] in {FULL, CHANGES_AND_KEYS}]
    # By days: a nightly pull may start some seconds earlier than the one before.
    is_due = not listed or (started_at.date() - max(listed).date()).days >= api.listing_every_days
    watermark = max(starts) - timedelta(minutes=api.overlap_minutes)
    return Plan(started_at, watermark, CHANGES_AND_KEYS if is_due else CHANGES)


def _since_another_query(pulls: list[re.Match[str]], scope: str) -> list[re.Match[str]]:
    """Return the pulls of a scope after the last of another: that one's listing took away what it lacks."""
    others = [_start(found) for found in pulls if found["scope"] != scope]
    return [
        found for found in pulls if found["scope"] == scope and all(_start(found) > other for other in others)
    ]


def scope_of(api: Api) -> str:
    """Return a word for what is asked for: what an older query did not cover was never pulled."""
    return hashlib.sha256("\n".join((api.kind, api.url or "", api.query)).encode()).hexdigest()[:8]


def file_name(source: Source, api: Api, plan: Plan, zone: ZoneInfo) -> str:
    """Return the name of the file that a pull leaves."""
    day = plan.started_at.astimezone(zone).date()
    start = plan.started_at.astimezone(UTC).strftime(INSTANT)
    return f"{source.name}-{day}-{start}-{plan.what}-{scope_of(api)}.jsonl.gz"


def folder_problem(source: Source) -> str | None:
    """Return why a pull cannot leave its file where `files` looks for it."""
    path = PurePosixPath(source.files)
    if set("*?[") & set(str(path.parent)):
        return "a pull needs one folder to leave its file in"
    example = f"{source.name}-2026-11-21-20261121T013000Z-changes-5f2c81d0.jsonl.gz"
    return (
        None
        if PurePosixPath(example).match(path.name)
        else f"it does not match {example}, as a pull is called"
    )


def is_protected(url: str, *, allow_http: bool = False) -> bool:
    """Tell whether a token may be sent to an address: encrypted, or within this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or allow_http or parts.hostname in LOOPBACK


def _start(found: re.Match[str]) -> datetime:
    return datetime.strptime(found["start"], INSTANT).replace(tzinfo=UTC)
