"""The one step that asks the network: a source with an `api` is pulled into its inbox folder."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime

from ingest.apis.answers import FetchError
from ingest.apis.pull import Pulled, Puller
from ingest.configuration import Configuration, Source
from ingest.problems import Problem
from ingest.workspace import Workspace
from orchestration.errors import reason_of


def fetch(
    workspace: Workspace,
    configuration: Configuration,
    source: Source,
    *,
    full: bool = False,
    since: date | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Pulled | Problem:
    """Pull a source that has an `api`; return why that failed, for what was loaded before still stands."""
    puller = Puller(workspace, configuration.zone, os.environ, tell)
    started_at = datetime.now(UTC).replace(microsecond=0)
    try:
        return puller.pull(source, started_at, full=full, since=since)
    except FetchError as error:
        return _problem(source, error.problem, error.remedy)
    except OSError as error:
        return _problem(source, reason_of(error), "then fetch again")
    except Exception as error:  # an answer of a shape that nobody foresaw
        return _problem(source, f"{type(error).__name__}: {error}", "report this as a defect of the client")


def _problem(source: Source, problem: str, remedy: str) -> Problem:
    kind = source.api.kind if source.api else "no api"
    return Problem(kind, f"source {source.name}", f"the fetch failed: {problem}", remedy)
