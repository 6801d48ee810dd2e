"""`portfolio refresh`: the Dagster job, run in this process, told in a few lines."""

import logging
import os
import time
from datetime import date
from logging.handlers import RotatingFileHandler
from pathlib import Path

import typer

from ingest.configuration_file import load_configuration
from ingest.workspace import Workspace
from orchestration.attempts import conclude
from orchestration.commands.init import write_missing
from orchestration.commands.telling import print_profile, print_refused_alerts, print_summary, watch_stages
from orchestration.environment import WORKSPACE_VARIABLE
from orchestration.errors import told
from orchestration.exit_codes import Exit
from orchestration.journal import journal
from orchestration.locking import refresh_lock
from orchestration.refresh_record import RefreshRecord, read_record, record_failure, record_start
from orchestration.source_states import SourceState, source_states
from orchestration.stages import stage

LONGEST_LOG, LOGS_BEFORE = 5_000_000, 3  # bytes of build/logs/refresh.log; its predecessors that are kept


def refresh(
    workspace: Workspace,
    as_of: date | None = None,
    as_known_on: date | None = None,
    *,
    force: bool = False,
    fetch: bool = True,
    profile: bool = False,
) -> int:
    """Refresh a workspace and return the exit code.

    Raises ConfigurationError, and WorkspaceLockedError when another process refreshes it.
    """
    started = time.monotonic()
    with refresh_lock(workspace):
        watch_stages()
        _log_to(workspace.build / "logs" / "refresh.log")
        settings = {
            "root": str(workspace.root),
            "as_of": _iso(as_of),
            "as_known_on": _iso(as_known_on),
            "force": force,
            "fetch": fetch,
        }
        for state in _run(workspace, settings):
            typer.echo(str(state))
    record = read_record(workspace, is_review=as_known_on is not None)
    print_summary(record, time.monotonic() - started, as_known_on)
    print_refused_alerts(workspace)
    if profile:
        print_profile()
    return exit_code(record)


def exit_code(record: RefreshRecord | None) -> Exit:
    """Return what a refresh that left this record tells a scheduler."""
    if record is None or record.status not in {"published", "unchanged"}:
        return Exit.FAILED
    return Exit.WARNINGS if record.warnings else Exit.DONE


def _run(workspace: Workspace, settings: dict[str, str | bool | None]) -> list[SourceState]:
    """Run the job, keep a record of errors that keep it from starting, and return how the sources stand."""
    is_review = settings["as_known_on"] is not None
    record_start(workspace, run_id="", is_review=is_review)
    try:
        with stage("Refresh"):
            configuration = load_configuration(workspace.configuration_path)
            _run_job(workspace, settings)
    except Exception as error:
        with journal(workspace):
            record_failure(workspace, told(error), is_review=is_review)
            conclude(workspace, is_review=is_review)
        raise
    return source_states(workspace, configuration)


def _run_job(workspace: Workspace, settings: dict[str, str | bool | None]) -> None:
    write_missing(workspace)
    os.environ["DAGSTER_HOME"] = str(workspace.dagster_home)
    os.environ[WORKSPACE_VARIABLE] = str(workspace.root)
    with stage("Load Dagster and the definitions"):
        import dagster as dg

        from orchestration.definitions import build_definitions
        from orchestration.event_log import kept_connections
        from orchestration.resources import REFRESH_JOB, Refresh

        job = build_definitions(workspace).resolve_job_def(REFRESH_JOB)
    run_config = dg.RunConfig(
        resources={"refresh": Refresh(**settings)}, loggers={"console": {"config": {"log_level": "CRITICAL"}}}
    )
    with dg.DagsterInstance.get() as instance, kept_connections():
        job.execute_in_process(run_config=run_config, instance=instance, raise_on_error=False)


def _log_to(path: Path) -> None:
    """Send what libraries have to say into a file: the terminal is for people."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = RotatingFileHandler(path, maxBytes=LONGEST_LOG, backupCount=LOGS_BEFORE, encoding="utf-8")
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(handlers=[file], level=logging.INFO, format=form)
    logging.captureWarnings(capture=True)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
