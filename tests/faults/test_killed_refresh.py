"""Whole refreshes that are killed, at every step and at random, or refused because another one runs.

Each costs two refreshes, so that most of it is nightly. KILLED_STEPS narrows the sweep, such as 3,40,55;
KILLS says how often a refresh is killed at random.
"""

import os
import random
import resource
import shutil
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import pytest

from analytics_app.warehouse import served_version
from ingest.workspace import Workspace
from orchestration import publishing
from orchestration.checksums import TableChecksum
from orchestration.publishing import Manifest
from tests.conftest import COMMAND, Portfolio
from tests.faults.bad_files import AMOUNT, LINES, ROW_COUNT, csv_text
from tests.faults.test_bad_input import workspace_with
from tests.faults.test_bad_input_published import published_spend
from tests.faults.test_killed import dying, files, steps

pytestmark = [pytest.mark.pipeline, pytest.mark.slow]

AS_OF = ("--as-of", "2026-04-30")
LATER = csv_text(tuple(line.replace("2026-03", "2026-04") for line in LINES)).encode()


def current(root: Path) -> Manifest:
    manifest = publishing.current(Workspace(root))
    assert manifest is not None
    return manifest


def checksums(root: Path) -> dict[str, TableChecksum]:
    """Return those of what is served, but for the tables that tell when a file was received."""
    return {name: of for name, of in current(root).tables.items() if not name.endswith("file_loads")}


def kept(root: Path) -> list[str]:
    """Return what is left but what Dagster and dbt keep of their own."""
    return [name for name in files(root) if not {"dagster", "logs", "dbt"} & set(Path(name).parts)]


def delivered(root: Path) -> Path:
    """Make a workspace with one published version, then deliver one file more of each source."""
    workspace_with(root, "2026-03-31.csv", csv_text().encode())
    with (root / "portfolio.yml").open("a") as file:
        file.write("publishing: {board_pack: false, keep_versions: 3}\n")
    assert dying(0, root, "portfolio", "refresh", "--as-of", "2026-03-31").returncode == 0
    for source in ("healthy", "suspect"):
        (root / "inbox" / source / "2026-04-30.csv").write_bytes(LATER)
    return root


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("killed") / "start"
    root.mkdir()
    return delivered(root)


@pytest.fixture(scope="module")
def undisturbed(start: Path) -> Path:
    """The workspace as a refresh leaves it that nobody killed; its steps are beside it."""
    root = start.with_name("undisturbed")
    shutil.copytree(start, root)
    assert dying(0, root, "portfolio", "refresh", *AS_OF).returncode == 0
    return root


def assert_healed(root: Path, undisturbed: Path, portfolio: Portfolio, told: str) -> None:
    outcome = portfolio("-w", root, "refresh", *AS_OF)
    assert outcome.returncode == 0, told + outcome.stderr
    assert checksums(root) == checksums(undisturbed), told
    assert kept(root) == kept(undisturbed), told


@pytest.mark.nightly
def test_k01_k03_wherever_a_refresh_is_killed_one_more_heals_it(
    start: Path, undisturbed: Path, portfolio: Portfolio
) -> None:
    before, names = current(start), steps(undisturbed)
    assert len(names) > 30
    chosen = os.environ.get("KILLED_STEPS")
    for step in map(int, chosen.split(",")) if chosen else range(1, len(names) + 1):
        told = f"killed at step {step}, {names[step - 1]}: "
        root = start.with_name(f"killed_{step}")
        shutil.copytree(start, root)
        assert dying(step, root, "portfolio", "refresh", *AS_OF).returncode == -signal.SIGKILL, told
        served = served_version(root / "published")
        assert served.fallback_reason is None, told
        is_new = served.name != before.version
        assert not is_new or checksums(root) == checksums(undisturbed), told
        assert_healed(root, undisturbed, portfolio, told)
        shutil.rmtree(root)


def _small_files_only(most_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("most_bytes", "told"),
    [
        pytest.param(4_000_000, "dagster: its records could not be written", id="records"),
        pytest.param(11_000_000, "File too large", id="build"),
    ],
)
def test_k06_a_full_disk_while_building_leaves_what_is_served(
    start: Path, undisturbed: Path, portfolio: Portfolio, most_bytes: int, told: str
) -> None:
    root = start.with_name(f"full_{most_bytes}")
    shutil.copytree(start, root)
    before = current(root)
    prepare = partial(_small_files_only, most_bytes)
    starved = dying(0, root, "portfolio", "refresh", *AS_OF, prepare=prepare)
    assert starved.returncode == 1, starved.stdout
    assert told in starved.stderr
    assert "Traceback" not in starved.stderr
    assert current(root) == before
    assert portfolio("-w", root, "status").returncode == 1
    assert_healed(root, undisturbed, portfolio, "the disk was full: ")


@pytest.mark.nightly
def test_k02_a_refresh_killed_at_random_moments_is_healed_by_one_more(
    start: Path, undisturbed: Path, portfolio: Portfolio
) -> None:
    root, dice = start.with_name("at_random"), random.Random(2)
    shutil.copytree(start, root)
    began = time.monotonic()
    assert portfolio("-w", root, "refresh", *AS_OF, "--force").returncode == 0
    lasts = time.monotonic() - began
    for _ in range(int(os.environ.get("KILLS", "100"))):
        command = [COMMAND, "-w", root, "refresh", *AS_OF, "--force"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(dice.uniform(0, lasts))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        served = served_version(root / "published")
        assert served.fallback_reason is None
        assert checksums(root) == checksums(undisturbed)
    again = start.with_name("again")  # forced once more: three versions are kept, as of the killed
    shutil.copytree(undisturbed, again)
    for place in (root, again):
        assert portfolio("-w", place, "refresh", *AS_OF, "--force").returncode == 0
    assert checksums(root) == checksums(undisturbed)
    assert kept(root) == kept(again)


def test_c01_of_three_refreshes_at_once_one_runs_and_the_others_say_so(
    tmp_path: Path,
) -> None:
    root = workspace_with(tmp_path, "2026-03-31.csv", LATER)
    command = [COMMAND, "-w", root, "refresh"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    started = [subprocess.Popen(command, **pipes) for _ in range(3)]
    told = {process.pid: process.communicate()[1] for process in started}
    codes = {process.pid: process.returncode for process in started}
    (ran,) = [pid for pid, code in codes.items() if code != 75]
    assert codes[ran] in {0, 3}, told[ran]
    for pid in codes.keys() - {ran}:
        assert f"another refresh is running (process {ran})" in told[pid]
    assert published_spend(root) == [("healthy", AMOUNT, ROW_COUNT), ("suspect", AMOUNT, ROW_COUNT)]
