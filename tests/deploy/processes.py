"""Real servers of a deployment as children of a test: started, waited for, ended with all they started."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
END_SECONDS = 20


def program(name: str, package: str, folders: Sequence[Path] = ()) -> str:
    """Return where a program lies; without it the test is skipped, with the package that brings it."""
    places = os.pathsep.join([*map(str, folders), os.environ.get("PATH", os.defpath), "/usr/sbin"])
    found = shutil.which(name, path=places)
    if found is None:
        pytest.skip(f"no {name} on this machine (Debian: apt-get install {package})")
    return found


@contextmanager
def running(
    command: Sequence[str | Path],
    log: Path,
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
) -> Generator["subprocess.Popen[bytes]"]:
    """Run a server in a process group of its own until the block ends; what it says is in `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": _import_path(), **(environment or {})},
            cwd=log.parent,
            start_new_session=True,
            user=user,
        )
    try:
        yield process
    finally:
        end(process)


def _import_path() -> str:
    return os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])


def end(process: "subprocess.Popen[bytes]", how: signal.Signals = signal.SIGTERM) -> None:
    """End a server and what it started: asked first, killed where that does not help."""
    if process.poll() is None:
        signal_group(process, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(END_SECONDS)
    signal_group(process, signal.SIGKILL)
    process.wait()


def signal_group(process: "subprocess.Popen[bytes]", how: signal.Signals) -> None:
    """Send a signal to a server and what it started; there may be nobody left."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, how)


def wait_until(is_so: Callable[[], object], what: str, seconds: float = 300, log: Path | None = None) -> None:
    """Wait for something; fails with the end of the log when it does not come."""
    deadline = time.monotonic() + seconds
    while not is_so():
        said = log.read_text(errors="replace")[-3000:] if log and log.exists() else ""
        assert time.monotonic() < deadline, f"{what}: not within {seconds:.0f} s\n{said}"
        time.sleep(0.3)
