"""build/logs/events-<day>.jsonl: what refreshes did, one JSON object a line, for machines that watch them.

Codes, counts and instants only. Nothing that came out of a cell is written, no reason that may quote one,
and no secret; file names and hashes lead to what `portfolio quarantine` tells.
"""

import json
import logging
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ingest.workspace import Workspace
from orchestration.stages import Stage, watched_by

KEPT_DAYS = 90
_LOGGER = logging.getLogger("portfolio.events")
_LOGGER.setLevel(logging.INFO)
_LOGGER.propagate = False  # neither the terminal nor refresh.log


def events_path(workspace: Workspace, day: date | None = None) -> Path:
    """Return the file of the events of a day (UTC), of today where none is given."""
    return workspace.build / "logs" / f"events-{day or datetime.now(UTC).date()}.jsonl"


def note_event(event: str, **facts: Any) -> None:
    """Write a line, where a journal is kept."""
    _LOGGER.info(event, extra={"facts": facts})


@contextmanager
def journal(workspace: Workspace, run_id: str = "") -> Generator[None]:
    """Keep the events of a block of code, and its stages, in the journal of a workspace."""
    folder = events_path(workspace).parent
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    handler = _Days(workspace)
    handler.setFormatter(_JsonLine(run_id))
    _LOGGER.addHandler(handler)
    try:
        with watched_by(_note_stage):
            yield
    finally:
        _LOGGER.removeHandler(handler)
        handler.close()
        _remove_old_days(folder)


class _Days(logging.Handler):
    """Adds each line to the file of its day: of processes around midnight, none moves another one's file."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, and stop nothing: of a disk that cannot be written, what needs it tells."""
        day = datetime.fromtimestamp(record.created, UTC).date()
        with suppress(Exception), events_path(self._workspace, day).open("ab", buffering=0) as file:
            file.write(f"{self.format(record)}\n".encode())  # at once: lines of processes do not mix


def _remove_old_days(folder: Path) -> None:
    for path in sorted(folder.glob("events-*.jsonl"))[:-KEPT_DAYS]:
        with suppress(OSError):
            path.unlink()


class _JsonLine(logging.Formatter):
    def __init__(self, run_id: str) -> None:
        super().__init__()
        self._run_id = run_id

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "event": record.getMessage(), "run_id": self._run_id or None}
        return json.dumps(line | getattr(record, "facts", {}))


def _note_stage(stage: Stage) -> None:
    if stage.wall_seconds is not None:
        note_event("stage_ended", stage=stage.name, seconds=round(stage.wall_seconds, 3))
