"""Processes of Dagster that are killed under a refresh: it is marked as failed, and the next one succeeds."""

import os
import signal
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analytics_app.warehouse import served_version
from ingest.workspace import Workspace
from orchestration.locking import LOCK_FILE, is_locked
from tests.app.servers import free_port
from tests.conftest import COMMAND
from tests.deploy.dagster_api import Api
from tests.deploy.processes import running, signal_group, wait_until
from tests.faults.bad_files import AMOUNT, ROW_COUNT, good
from tests.faults.test_bad_input import workspace_with
from tests.faults.test_bad_input_published import published_spend

pytestmark = [pytest.mark.nightly, pytest.mark.pipeline]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace that nothing starts by itself within the test."""
    root = workspace_with(tmp_path, "2026-03-31.csv", good())
    with (root / "portfolio.yml").open("a") as file:
        file.write("publishing: {board_pack: false}\nschedule: {cron: 0 0 29 2 *}\n")
    return Workspace(root)


@contextmanager
def dagster(workspace: Workspace) -> Generator[tuple[Api, "subprocess.Popen[bytes]"]]:
    """Run `portfolio dagster`: web server, daemon and code server."""
    api, log = Api(free_port()), workspace.root / "dagster.log"
    command = [COMMAND, "-w", workspace.root, "dagster", "--port", str(api.port)]
    with running(command, log) as process:
        wait_until(api.locations, "the code is loaded", log=log)
        yield api, process


def holder(workspace: Workspace) -> int:
    """Wait until a refresh has begun, and return the process that runs it."""
    wait_until(lambda: is_locked(workspace), "a refresh holds the lock")
    wait_until(workspace.build.exists, "it has begun to build")
    return int((workspace.root / LOCK_FILE).read_text())


def assert_the_next_succeeds(workspace: Workspace, api: Api) -> None:
    assert api.ended(api.launch()) == "SUCCESS"
    assert served_version(workspace.published).fallback_reason is None
    assert published_spend(workspace.root) == [("healthy", AMOUNT, ROW_COUNT), ("suspect", AMOUNT, ROW_COUNT)]


def test_k04_a_run_whose_process_is_killed_has_failed_and_the_next_succeeds(workspace: Workspace) -> None:
    with dagster(workspace) as (api, _):
        run_id = api.launch()
        os.kill(holder(workspace), signal.SIGKILL)
        assert api.ended(run_id) == "FAILURE"
        assert not is_locked(workspace)
        assert_the_next_succeeds(workspace, api)


def test_k05_a_run_that_died_with_daemon_and_code_server_has_failed_after_their_restart(
    workspace: Workspace,
) -> None:
    with dagster(workspace) as (api, process):
        run_id = api.launch()
        holder(workspace)
        signal_group(process, signal.SIGKILL)
        wait_until(lambda: not is_locked(workspace), "the refresh is gone")
    with dagster(workspace) as (api, _):
        assert api.status(run_id) == "STARTED"
        assert api.ended(run_id) == "FAILURE"
        assert_the_next_succeeds(workspace, api)
