"""Publishing that is killed, starved or refused while others read: nothing is lost, torn or left over."""

import ctypes
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from analytics_app.warehouse import served_version
from ingest.workspace import Workspace
from orchestration.building import BuildPlan, version_for
from orchestration.locking import is_locked, refresh_lock
from tests.faults.dying import publish
from tests.faults.reading import TORN

pytestmark = pytest.mark.pipeline

ROOT = Path(__file__).parents[2]
KEEP = 2


def dying(
    step: int, root: Path, *work: str, prepare: Callable[[], None] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run some work in a process that kills itself at a step; at step 0 it lives."""
    command = [sys.executable, "-m", "tests.faults.dying", str(step), str(root), *work]
    return subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=prepare,
    )


def steps(root: Path) -> list[str]:
    """Return the names of the steps of the work that lived last."""
    return root.with_name(f"{root.name}.steps").read_text().splitlines()


@contextmanager
def readers(folder: Path, count: int) -> Iterator[list[list[str]]]:
    """Have processes read all the while; afterwards each has its reads in the list."""
    command = [sys.executable, "-m", "tests.faults.reading", str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    started = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(count)]
    first = [process.stdout.readline() for process in started if process.stdout]
    reads: list[list[str]] = []
    try:
        yield reads
    finally:
        told = [process.communicate("") for process in started]
    assert [error for _, error in told if error] == []
    reads += [[one.strip(), *output.splitlines()] for one, (output, _) in zip(first, told, strict=True)]


def assert_whole(reads: list[list[str]]) -> None:
    """No read was torn, and nobody saw an older version after a newer one."""
    for of_one in reads:
        versions = [line.split()[0] for line in of_one]
        assert versions == sorted(versions)
        assert not [line for line in of_one if line.endswith(TORN)]


def files(root: Path) -> list[str]:
    """Return what is left in the folders, versions by the order of their names."""
    names = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    versions = sorted({version for name in names for version in re.findall(r"\d{8}T\d{9}Z-\w+", name)})
    for place, version in enumerate(versions):
        names = [name.replace(version, f"version {place}") for name in names]
    return names


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with as many versions as are kept: the next publish prunes one."""
    root = tmp_path / "workspace"
    root.mkdir()
    for number in range(KEEP):
        publish(root, f"{number:08}", KEEP)
    return root


def test_k01_k11_wherever_a_publish_is_killed_readers_see_one_whole_version_and_one_more_heals(
    root: Path,
) -> None:
    assert dying(0, root, "publish", "reference", str(KEEP)).returncode == 0
    kept, told = files(root), steps(root)
    assert {name.split("/")[0].split()[0] for name in told} == {"open", "os.chmod", "os.rename", "os.remove"}
    assert len(told) >= 9
    with readers(root / "published", 2) as reads:
        for step, name in enumerate(told, start=1):
            before = served_version(root / "published")
            assert dying(step, root, "publish", f"killed{step:02}", str(KEEP)).returncode == -signal.SIGKILL
            now = served_version(root / "published")
            assert now.fallback_reason is None, name
            assert now.name == before.name or now.name.endswith(f"killed{step:02}"), name
            assert not is_locked(Workspace(root)), name
            healed = dying(0, root, "publish", f"healed{step:02}", str(KEEP))
            assert healed.returncode == 0, healed.stderr
            assert served_version(root / "published").name.endswith(f"healed{step:02}")
            assert files(root) == kept, name
    assert_whole(reads)
    assert {line.split()[1][:6] for of_one in reads for line in of_one} >= {"healed"}


@pytest.mark.parametrize(
    ("publishes", "reader_count"), [(15, 2), pytest.param(100, 4, marks=pytest.mark.nightly)]
)
def test_c03_readers_see_every_version_whole_and_in_their_order(
    root: Path, publishes: int, reader_count: int
) -> None:
    with readers(root / "published", reader_count) as reads:
        for number in range(publishes):
            publish(root, f"{number:08}", 5)
    assert_whole(reads)
    assert max(len({line.split()[0] for line in of_one}) for of_one in reads) > publishes / 10
    assert sum(map(len, reads)) > publishes


@pytest.mark.parametrize(
    "pointer", [None, "", "not json", "[]", '{"version": "x"}', '{"file": "portfolio-gone.duckdb"}']
)
def test_k09_the_next_publish_writes_a_broken_pointer_anew(root: Path, pointer: str | None) -> None:
    path = root / "published" / "CURRENT"
    path.unlink() if pointer is None else path.write_text(pointer)
    assert str(served_version(root / "published").fallback_reason).startswith("CURRENT ")
    plan = BuildPlan(date(2026, 10, 31), None, f"{KEEP - 1:08}")
    assert version_for(Workspace(root), plan) is None  # what is served by chance does not make it needless
    publish(root, plan.fingerprint, KEEP)
    assert served_version(root / "published").fallback_reason is None
    assert version_for(Workspace(root), plan) is not None


def _full_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))


def _without_power_over_rights() -> None:
    """Let the rights of files count for the superuser as well."""
    libc = ctypes.CDLL(None, use_errno=True)
    drop_from_bounding_set, override, read_search = 24, 1, 2
    for capability in (override, read_search):
        if os.getuid() == 0 and libc.prctl(drop_from_bounding_set, capability, 0, 0, 0):
            os._exit(77)


def test_k06_a_full_disk_while_publishing_leaves_what_is_served(root: Path) -> None:
    before, kept = served_version(root / "published"), files(root)
    starved = dying(0, root, "publish", "starved0", str(KEEP), prepare=_full_disk)
    assert starved.returncode == 1
    assert "File too large" in starved.stderr
    assert served_version(root / "published") == before
    assert dying(0, root, "publish", "healed00", str(KEEP)).returncode == 0
    assert files(root) == kept


@pytest.mark.parametrize("folder", ["published", "build"])
def test_k07_a_folder_that_cannot_be_written_leaves_what_is_served(root: Path, folder: str) -> None:
    before, kept = served_version(root / "published"), files(root)
    (root / folder).chmod(0o555)
    refused = dying(0, root, "publish", "refused0", str(KEEP), prepare=_without_power_over_rights)
    (root / folder).chmod(0o755)
    if refused.returncode == 77:
        pytest.skip("this superuser cannot give up its power over rights")
    assert refused.returncode == 1
    assert "Permission denied" in refused.stderr
    assert served_version(root / "published") == before
    assert dying(0, root, "publish", "healed00", str(KEEP)).returncode == 0
    assert files(root) == kept


HOLDING = """
import sys, time
from pathlib import Path
from ingest.workspace import Workspace
from orchestration.building import BuildPlan, version_for
from orchestration.locking import refresh_lock
with refresh_lock(Workspace(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(600)
"""


def test_c08_the_lock_of_a_killed_holder_is_free_at_once(root: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDING, root], cwd=ROOT, stdout=subprocess.PIPE)
    assert holder.stdout
    holder.stdout.readline()
    assert is_locked(Workspace(root))
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with refresh_lock(Workspace(root), wait_seconds=0):
        assert is_locked(Workspace(root))


CALL = re.compile(r"(fsync|rename\w*)\((.*)\)\s+= 0$")


def test_k12_bytes_are_flushed_before_a_renaming_and_the_folder_after_it(root: Path, tmp_path: Path) -> None:
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    log = tmp_path / "calls"
    traced = ["strace", "-f", "-y", "-o", str(log), "-e", "trace=fsync,rename,renameat,renameat2"]
    command = [sys.executable, "-m", "tests.faults.dying", "0", str(root), "publish", "traced00", str(KEEP)]
    outcome = subprocess.run([*traced, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    if "ptrace" in outcome.stderr:
        pytest.skip("this machine lets no process be traced")
    assert outcome.returncode == 0, outcome.stderr
    calls = [match.groups() for line in log.read_text().splitlines() if (match := CALL.search(line))]
    places = [
        (place, re.findall(r'"([^"]+)"', told)) for place, (call, told) in enumerate(calls) if call != "fsync"
    ]
    renamed = [(place, paths) for place, paths in places if Path(paths[1]).parent == root / "published"]
    assert len(renamed) == 3  # the version, its manifest, the pointer
    for place, (source, target) in renamed:
        assert any(call == "fsync" and f"<{source}>" in told for call, told in calls[:place]), source
        following = calls[place + 1]
        assert following[0] == "fsync"
        assert f"<{Path(target).parent}>" in following[1], target
