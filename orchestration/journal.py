"""build/logs/events.jsonl: what refreshes did, one JSON object a line, for machines that watch them.

Codes, counts and instants only. Nothing that came out of a cell is written, no reason that may quote one,
and no secret; file names and hashes lead to what `portfolio quarantine` tells.
"""

import json
import logging
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from typing import Any

from ingest.workspace import Workspace
from orchestration.stages import Stage, watched_by

KEPT_DAYS = 90
_LOGGER = logging.getLogger("portfolio.events")
_LOGGER.setLevel(logging.INFO)
_LOGGER.propagate = False  # neither the terminal nor refresh.log


def events_path(workspace: Workspace) -> Path:
    """Return the file of today's events; those of days before carry their date behind its name."""
    return workspace.build / "logs" / "events.jsonl"


def note_event(event: str, **facts: Any) -> None:
    """Write a line, where a journal is kept."""
    _LOGGER.info(event, extra={"facts": facts})


@contextmanager
def journal(workspace: Workspace, run_id: str = "") -> Generator[None]:
    """Keep the events of a block of code, and its stages, in the journal of a workspace."""
    path = events_path(workspace)
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = _Days(path, when="midnight", utc=True, backupCount=KEPT_DAYS, encoding="utf-8", delay=True)
    handler.setFormatter(_JsonLine(run_id))
    _LOGGER.addHandler(handler)
    try:
        with watched_by(_note_stage):
            yield
    finally:
        _LOGGER.removeHandler(handler)
        handler.close()


class _Days(TimedRotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Stop nothing: of a disk that cannot be written, what needs it tells."""


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
