"""The stages of a refresh: who wants to watch is told when one starts, and what each one cost is kept."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class StageCost:
    """What a finished stage cost, its own inner stages included. CPU counts all threads of the process."""

    name: str
    depth: int
    wall_seconds: float
    cpu_seconds: float


Watcher = Callable[[str, int], None]  # name, depth

costs: list[StageCost] = []  # in the order in which they ended
_watchers: list[Watcher] = []
_open: list[str] = []


def watch(watcher: Watcher) -> None:
    """Have `watcher` told the name and depth of each stage that starts in this process."""
    _watchers.append(watcher)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Mark a stage of the refresh."""
    for watcher in _watchers:
        watcher(name, len(_open))
    wall, cpu = time.monotonic(), time.process_time()
    _open.append(name)
    try:
        yield
    finally:
        _open.pop()
        costs.append(StageCost(name, len(_open), time.monotonic() - wall, time.process_time() - cpu))
