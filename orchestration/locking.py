"""One refresh at a time: an advisory lock that the kernel frees when its holder dies."""

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from ingest.workspace import Workspace

LOCK_FILE = ".refresh.lock"
POLL_SECONDS = 0.1
GRACE_SECONDS = 0.5  # somebody asking for the state may hold the lock for a moment


class WorkspaceLockedError(Exception):
    """Another process refreshes this workspace."""

    def __init__(self, path: Path, holder: str) -> None:
        self.holder = holder
        super().__init__(
            f"{path}: another refresh is running (process {holder or 'unknown'}); wait for it, then try again"
        )


_held: dict[Path, int] = {}  # flock counts per open file, not per process: who holds it may enter again


@contextmanager
def refresh_lock(workspace: Workspace, wait_seconds: float = GRACE_SECONDS) -> Generator[None]:
    """Hold the workspace's one lock; may be nested within a process.

    Raises WorkspaceLockedError when another process still holds it after `wait_seconds`.
    """
    path = (workspace.root / LOCK_FILE).resolve()
    if path in _held:
        _held[path] += 1
        try:
            yield
        finally:
            _held[path] -= 1
        return
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _acquire(descriptor, path, wait_seconds)
        _held[path] = 1
        yield
    finally:
        _held.pop(path, None)
        os.close(descriptor)


def is_locked(workspace: Workspace) -> bool:
    """Tell whether a refresh is running now, in this process or another."""
    path = (workspace.root / LOCK_FILE).resolve()
    if path in _held:
        return True
    if not path.exists():
        return False
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _acquire(descriptor: int, path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise WorkspaceLockedError(
                    path, os.pread(descriptor, 20, 0).decode(errors="replace").strip()
                ) from None
            time.sleep(POLL_SECONDS)
        else:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            return
