"""published/LAST_REFRESH: how the newest attempt went, for dashboards, `portfolio status` and schedulers.

Building a past review says nothing of what is served: its record is apart, LAST_REVIEW.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from ingest.durable_files import read_json, write_json_atomically
from ingest.workspace import Workspace

AUDIT_STEP = "audited"  # the step that compares a finished build
REFRESH_FILE, REVIEW_FILE = "LAST_REFRESH", "LAST_REVIEW"

Status = Literal["running", "published", "unchanged", "failed"]


@dataclass(frozen=True)
class RefreshRecord:
    """The newest attempt: what became of it and why. Timestamps are UTC, ISO 8601."""

    run_id: str
    status: Status
    started_at: str
    finished_at: str | None = None
    version: str | None = None  # the version served after this attempt, or the past review
    as_of_date: str | None = None
    reason: str | None = None  # why it failed, and what to do
    warnings: list[str] = field(default_factory=list)  # published nevertheless
    failed_steps: list[str] = field(default_factory=list)


def read_record(workspace: Workspace, *, is_review: bool = False) -> RefreshRecord | None:
    """Return the record of the newest refresh, or past review; None before the first one."""
    content = read_json(_path(workspace, is_review=is_review))
    try:
        return RefreshRecord(**content) if content else None
    except TypeError:  # written by another program, or by a version with other fields
        return None


def record_start(workspace: Workspace, run_id: str, *, is_review: bool = False) -> RefreshRecord:
    """Write that an attempt is running."""
    record = RefreshRecord(run_id=run_id, status="running", started_at=_now())
    return _write(workspace, record, is_review=is_review)


def record_success(
    workspace: Workspace,
    status: Literal["published", "unchanged"],
    version: str,
    as_of_date: str,
    warnings: list[str],
    *,
    is_review: bool = False,
) -> RefreshRecord:
    """Write that the attempt published `version`, or found it to be up to date."""
    outcome = {"status": status, "version": version, "as_of_date": as_of_date, "warnings": warnings}
    return _end(workspace, outcome, is_review=is_review)


def record_failure(
    workspace: Workspace, reason: str, step: str | None = None, *, is_review: bool = False
) -> RefreshRecord:
    """Write that the attempt failed, in which step; further reasons add up, a line each."""
    record = read_record(workspace, is_review=is_review)
    has_failed = record is not None and record.status == "failed"
    reasons = [record.reason] if has_failed and record.reason else []
    steps = [*(record.failed_steps if has_failed else ()), *([step] if step else ())]
    outcome = {"status": "failed", "reason": "\n".join([*reasons, reason]), "failed_steps": steps}
    return _end(workspace, outcome, is_review=is_review)


def close_record(workspace: Workspace, *, is_review: bool = False) -> None:
    """Mark an attempt that ended without a word, interrupted for example, as failed."""
    record = read_record(workspace, is_review=is_review)
    if record and record.status == "running":
        reason = "the refresh stopped before it published; start it again"
        record_failure(workspace, reason, is_review=is_review)


def _end(workspace: Workspace, outcome: dict[str, Any], *, is_review: bool) -> RefreshRecord:
    started = read_record(workspace, is_review=is_review)
    started = started or RefreshRecord(run_id="", status="running", started_at=_now())
    return _write(workspace, replace(started, finished_at=_now(), **outcome), is_review=is_review)


def _write(workspace: Workspace, record: RefreshRecord, *, is_review: bool) -> RefreshRecord:
    write_json_atomically(_path(workspace, is_review=is_review), asdict(record))
    return record


def _path(workspace: Workspace, *, is_review: bool) -> Path:
    return workspace.published / (REVIEW_FILE if is_review else REFRESH_FILE)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
