"""published/LAST_REFRESH: how the newest attempt went, for dashboards, `portfolio status` and schedulers."""

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from ingest.durable_files import read_json, write_json_atomically
from ingest.workspace import Workspace

RECORD_FILE = "LAST_REFRESH"

Status = Literal["running", "published", "unchanged", "failed"]


@dataclass(frozen=True)
class RefreshRecord:
    """The newest attempt: what became of it and why. Timestamps are UTC, ISO 8601."""

    run_id: str
    status: Status
    started_at: str
    finished_at: str | None = None
    version: str | None = None  # the version served after this attempt
    as_of_date: str | None = None
    reason: str | None = None  # why it failed, and what to do
    warnings: list[str] = field(default_factory=list)  # published nevertheless


def read_record(workspace: Workspace) -> RefreshRecord | None:
    """Return the record of the newest attempt; None before the first one."""
    content = read_json(workspace.published / RECORD_FILE)
    try:
        return RefreshRecord(**content) if content else None
    except TypeError:  # written by another program, or by a version with other fields
        return None


def record_start(workspace: Workspace, run_id: str) -> RefreshRecord:
    """Write that an attempt is running."""
    return _write(workspace, RefreshRecord(run_id=run_id, status="running", started_at=_now()))


def record_success(
    workspace: Workspace,
    status: Literal["published", "unchanged"],
    version: str,
    as_of_date: str,
    warnings: list[str],
) -> RefreshRecord:
    """Write that the attempt published `version`, or found it to be up to date."""
    return _end(workspace, status=status, version=version, as_of_date=as_of_date, warnings=warnings)


def record_failure(workspace: Workspace, reason: str) -> RefreshRecord:
    """Write that the attempt failed; further reasons add up, a line each."""
    record = read_record(workspace)
    reasons = [record.reason] if record and record.status == "failed" and record.reason else []
    return _end(workspace, status="failed", reason="\n".join([*reasons, reason]))


def close_record(workspace: Workspace) -> None:
    """Mark an attempt that ended without a word, interrupted for example, as failed."""
    record = read_record(workspace)
    if record and record.status == "running":
        record_failure(workspace, "the refresh stopped before it published; start it again")


def _end(workspace: Workspace, **outcome: Any) -> RefreshRecord:
    started = read_record(workspace) or RefreshRecord(run_id="", status="running", started_at=_now())
    return _write(workspace, replace(started, finished_at=_now(), **outcome))


def _write(workspace: Workspace, record: RefreshRecord) -> RefreshRecord:
    write_json_atomically(workspace.published / RECORD_FILE, asdict(record))
    return record


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
