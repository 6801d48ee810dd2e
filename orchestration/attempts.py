"""One attempt to refresh: its record, its journal, and who is told how it ended."""

from collections.abc import Generator
from contextlib import contextmanager

from ingest.workspace import Workspace
from orchestration.alerts.telling import tell_news
from orchestration.journal import journal, note_event
from orchestration.refresh_record import close_record, read_record, record_start


@contextmanager
def attempt(workspace: Workspace, run_id: str, *, is_review: bool) -> Generator[None]:
    """Keep the record of an attempt while it lasts, however it ends. Expects the refresh lock to be held."""
    with journal(workspace, run_id):
        record_start(workspace, run_id, is_review=is_review)
        note_event("refresh_started", is_review=is_review)
        try:
            yield
        finally:
            try:
                close_record(workspace, is_review=is_review)
            finally:  # on a full disk, too
                conclude(workspace, is_review=is_review)


def conclude(workspace: Workspace, *, is_review: bool) -> None:
    """Note how an attempt ended, and tell whom portfolio.yml names; a past review is of nobody's night."""
    record = read_record(workspace, is_review=is_review)
    if record:
        note_event(
            "refresh_ended",
            status=record.status,
            version=record.version,
            as_of_date=record.as_of_date,
            started_at=record.started_at,
            warnings=len(record.warnings),
            failed_steps=record.failed_steps,
            is_review=is_review,
        )
    if not is_review:
        tell_news(workspace, is_over=True)
