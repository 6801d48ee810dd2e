"""Which runs count as dead: two looks found them started, while no refresh held the workspace."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.remote_origin import (
    GrpcServerCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)

from ingest.workspace import Workspace
from orchestration.dead_runs import dead_run_sensor
from orchestration.locking import refresh_lock

STARTED, FAILURE = dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.FAILURE


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def begun(instance: dg.DagsterInstance, run_id: str) -> str:
    """Add a run that says that it has started."""
    instance.add_run(dg.DagsterRun(job_name="refresh", run_id=run_id, status=STARTED))
    return run_id


def look(
    workspace: Workspace, instance: dg.DagsterInstance, cursor: str | None, *, locked: bool = False
) -> str:
    """Have the sensor look once; returns what it keeps in mind."""
    context = dg.build_sensor_context(instance=instance, cursor=cursor)
    with refresh_lock(workspace) if locked else nullcontext():
        dead_run_sensor(workspace)(context)
    assert context.cursor is not None
    return context.cursor


def status(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status


def test_k05_a_run_that_two_looks_find_without_a_process_has_failed(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    run_id = begun(instance, "6b5b0f0e-0000-4000-8000-000000000001")
    cursor = look(Workspace(tmp_path), instance, None)
    assert status(instance, run_id) == STARTED  # it may be about to take the lock
    later = begun(instance, "6b5b0f0e-0000-4000-8000-000000000002")
    cursor = look(Workspace(tmp_path), instance, cursor)
    assert (status(instance, run_id), status(instance, later)) == (FAILURE, STARTED)
    look(Workspace(tmp_path), instance, cursor)
    assert status(instance, later) == FAILURE


def test_a_run_that_holds_the_workspace_or_waits_for_it_is_alive(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    run_id, cursor = begun(instance, "6b5b0f0e-0000-4000-8000-000000000003"), None
    for locked in (True, True, False, True, False):
        cursor = look(Workspace(tmp_path), instance, cursor, locked=locked)
    assert status(instance, run_id) == STARTED


def test_runs_of_other_code_and_of_other_workspaces_are_left_alone(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    here, there = (GrpcServerCodeLocationOrigin("127.0.0.1", 4266, location_name=name) for name in "ab")
    of_there = RemoteJobOrigin(RemoteRepositoryOrigin(there, "__repository__"), "refresh")
    elsewhere = {"resources": {"refresh": {"config": {"root": str(tmp_path / "elsewhere")}}}}
    others = [
        dg.DagsterRun(job_name="refresh", run_id=f"{place:08}-0000-4000-8000-0", status=STARTED, **told)
        for place, told in enumerate(({"remote_job_origin": of_there}, {"run_config": elsewhere}))
    ]
    for run in others:
        instance.add_run(run)
    ours = begun(instance, "6b5b0f0e-0000-4000-8000-000000000004")
    cursor = None
    for _ in range(3):
        context = dg.SensorEvaluationContext(
            None, None, None, cursor, None, None, instance=instance, code_location_origin=here
        )
        dead_run_sensor(Workspace(tmp_path))(context)
        cursor = context.cursor
    assert status(instance, ours) == FAILURE
    assert {status(instance, run.run_id) for run in others} == {STARTED}
