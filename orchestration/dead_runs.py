"""Runs whose process died together with all that watched it: nobody was left to say that they failed.

Dagster's own monitoring asks the code server that started a run; after a power cut there is none. Such a run
would look alive for ever, and keep all that are queued behind it from starting.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from ingest.workspace import Workspace
from orchestration.locking import is_locked

LOOK_EVERY_SECONDS = 60


def dead_run_sensor(workspace: Workspace) -> dg.SensorDefinition:
    """Return the sensor that marks a run as failed which two looks found started while the lock was free."""

    @dg.sensor(
        name="dead_runs",
        minimum_interval_seconds=LOOK_EVERY_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Mark runs as failed whose process is gone.",
    )
    def dead_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        suspected = [] if is_locked(workspace) else _started_runs(context, workspace)
        seen_before = set(json.loads(context.cursor or "[]"))
        dead = [run for run in suspected if run.run_id in seen_before]
        for run in dead:
            context.instance.report_run_failed(run, "its process is gone: no refresh holds the workspace")
        context.update_cursor(json.dumps([run.run_id for run in suspected if run not in dead]))
        return dg.SkipReason(f"{len(dead)} marked as failed" if dead else "no run is dead")

    return dead_runs


def _started_runs(context: dg.SensorEvaluationContext, workspace: Workspace) -> list[dg.DagsterRun]:
    """Return the runs that seem to refresh the workspace: each holds its lock, or waits for it."""
    started = context.instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    return [run for run in started if _is_of_this_location(context, run) and _refreshes(workspace, run)]


def _is_of_this_location(context: dg.SensorEvaluationContext, run: dg.DagsterRun) -> bool:
    """Tell whether a run may be one of ours: other code may share this instance of Dagster."""
    theirs, ours = run.remote_job_origin, context.code_location_origin
    return theirs is None or ours is None or theirs.location_name == ours.location_name


def _refreshes(workspace: Workspace, run: dg.DagsterRun) -> bool:
    """Tell whether a run is about this workspace, as it is where it was told no other one."""
    config: Any = run.run_config
    for part in ("resources", "refresh", "config", "root"):
        config = config.get(part) if isinstance(config, Mapping) else None
    return not isinstance(config, str) or Path(config).resolve() == workspace.root.resolve()
