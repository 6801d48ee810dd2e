"""The stages of a refresh: who wants to watch is told of each one, and what it cost is kept."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """A stage that has begun, or, with its costs, has ended. Costs include those of inner stages."""

    name: str
    depth: int
    wall_seconds: float | None = None
    cpu_seconds: float | None = None  # of all threads of this process


Watcher = Callable[[Stage], None]

ended: list[Stage] = []  # in the order in which they ended
_open: list[str] = []
_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Have `watcher` told of each stage of this process, when it begins and when it ends."""
    _watchers.append(watcher)


@contextmanager
def watched_by(watcher: Watcher) -> Generator[None]:
    """Have `watcher` told of the stages of a block of code."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


@contextmanager
def stage(name: str) -> Generator[None]:
    """Mark a stage of the refresh."""
    depth = len(_open)
    _tell(Stage(name, depth))
    _open.append(name)
    wall, cpu = time.monotonic(), time.process_time()
    try:
        yield
    finally:
        _open.pop()
        done = Stage(name, depth, time.monotonic() - wall, time.process_time() - cpu)
        ended.append(done)
        _tell(done)


def _tell(stage: Stage) -> None:
    for watcher in _watchers:
        watcher(stage)
