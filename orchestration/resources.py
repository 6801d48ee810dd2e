"""What every asset of a run shares: the workspace, the run's parameters, and the one lock."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import dagster as dg
from pydantic import Field

from ingest.workspace import Workspace
from orchestration.attempts import attempt
from orchestration.building import RunParameters
from orchestration.locking import refresh_lock

REFRESH_JOB = "refresh"
LOCK_WAIT_SECONDS = 3600  # a scheduled run waits for one that somebody started by hand


class Refresh(dg.ConfigurableResource):
    """One run on one workspace. Holds the workspace's lock from its first step to its last."""

    root: str = Field(description="the workspace folder")
    as_of: str | None = Field(None, description="day the marts speak of, ISO; the newest data's by default")
    as_known_on: str | None = Field(None, description="leave out what became known after this day, ISO")
    force: bool = Field(False, description="build and publish even when nothing has changed")
    fetch: bool = Field(True, description="pull the sources that have an `api` before they are landed")

    @property
    def workspace(self) -> Workspace:
        """The workspace this run works on."""
        return Workspace(Path(self.root))

    @property
    def parameters(self) -> RunParameters:
        """The parameters of the run, typed; ValueError when a date is none."""
        return RunParameters(_day(self.as_of), _day(self.as_known_on), self.force)

    @property
    def is_review(self) -> bool:
        """Whether a past review is built, which is kept beside what is served."""
        return self.as_known_on is not None

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator["Refresh"]:
        """Hold the lock; keep the record of the attempt when the whole refresh runs."""
        with refresh_lock(self.workspace, wait_seconds=LOCK_WAIT_SECONDS):
            if context.run is None or context.run.job_name != REFRESH_JOB:
                yield self
                return
            with attempt(self.workspace, context.run.run_id, is_review=self.is_review):
                yield self


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
