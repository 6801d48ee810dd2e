"""Dagster's event log, made cheaper for the thousands of events of a run."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True)
class _KeptEngine:
    engine: "Engine"
    dispose: Callable[[], None]


@contextmanager
def kept_connections() -> Generator[None]:
    """Have Dagster's event log keep one connection to each of its SQLite files while a run goes on.

    Left alone it makes an engine and a connection for each event, up to three times, and waits for the disk
    each time. The files are in SQLite's WAL mode: without that wait a power cut costs the last events alone.
    """
    from dagster._core.storage.event_log.sqlite import sqlite_event_log
    from sqlalchemy import event
    from sqlalchemy.pool import SingletonThreadPool

    make_engine = getattr(sqlite_event_log, "create_engine", None)
    if make_engine is None:  # not of Dagster's public interface: a release without it is only slower
        yield
        return
    kept: dict[str, _KeptEngine] = {}

    def kept_engine(address: str, **options: Any) -> "Engine":
        if address not in kept:
            engine = make_engine(address, **options | {"poolclass": SingletonThreadPool})
            event.listen(engine, "connect", _do_not_wait)
            kept[address] = _KeptEngine(engine, engine.dispose)
            engine.dispose = _do_nothing  # Dagster disposes of it after each event
        return kept[address].engine

    sqlite_event_log.create_engine = kept_engine  # ty: ignore
    try:
        yield
    finally:
        sqlite_event_log.create_engine = make_engine
        for engine in kept.values():
            engine.dispose()


def _do_nothing() -> None:
    pass


def _do_not_wait(connection: Any, _: Any) -> None:
    connection.execute("pragma synchronous = normal")
