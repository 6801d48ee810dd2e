"""What tests of several rooms share: the command line, one refreshed demo workspace, the browser."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ingest.workspace import Workspace
from orchestration.environment import prepare_environment
from tests.browser.chromium import launched_chromium

prepare_environment()

COMMAND = Path(sys.executable).with_name("portfolio")
TIMEOUT_SECONDS = 600

Portfolio = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def portfolio() -> Portfolio:
    """Run the command line as people do, in a process of its own."""

    def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        environment = {name: value for name, value in os.environ.items() if name != "PORTFOLIO_WORKSPACE"}
        return subprocess.run(
            [COMMAND, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            env=environment,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory, portfolio: Portfolio) -> Workspace:
    """The example organisation, refreshed once for all tests of all workers. To change it, copy it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    workspace = Workspace(shared / "demo_workspace")
    with (shared / "demo_workspace.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (workspace.published / "CURRENT").exists():
            outcome = portfolio("demo", workspace.root, "--no-serve")
            assert outcome.returncode in {0, 3}, outcome.stdout + outcome.stderr
    return workspace


@pytest.fixture
def demo_copy(demo_workspace: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the refreshed demo workspace for a test to change."""
    root = tmp_path / "workspace"
    shutil.copytree(demo_workspace.root, root)
    yield Workspace(root)
    shutil.rmtree(root)  # some 50 MB a test would fill the disk


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, one for all tests of a process.

    Without one its tests are skipped, but never where CI is set.
    """
    try:
        with launched_chromium() as browser:
            yield browser
    except FileNotFoundError as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
