"""The one door to the data: which published version to read, and a locked-down connection to it.

A version's file never changes and its name is never used twice, so that one connection a version can
stay open, and everything read from it can be cached for as long as the version is served.
"""

import json
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import duckdb
import polars as pl

FOLDER_VARIABLE = "PORTFOLIO_PUBLISHED_DIR"
CURRENT, LAST_REFRESH = "CURRENT", "LAST_REFRESH"
KEPT_CONNECTIONS = 2  # the version served now, and the one that pages under way may still read
LONGEST_QUERY_SECONDS = 30

# read_only is no sandbox: without these settings a query could read and write any file of the user.
LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "memory_limit": "1GB",
    "threads": "2",
    "temp_directory": str(Path(gettempdir()) / "portfolio-app"),
    "max_temp_directory_size": "1GB",
}


class NothingPublished(Exception):  # noqa: N818 - it names the state, and the page says what to do
    """There is no version to show."""


class QueryRefused(Exception):  # noqa: N818
    """The statement is no single SELECT."""


@dataclass(frozen=True)
class Version:
    """One published version."""

    name: str
    path: Path
    published_at: str | None = None
    is_fallback: bool = False  # CURRENT could not be used


def published_folder() -> Path:
    """Return the folder of published versions."""
    return Path(os.environ.get(FOLDER_VARIABLE, "published"))


def served_version(folder: Path) -> Version:
    """Return the version CURRENT names, or the newest one when CURRENT is missing or broken.

    Raises NothingPublished.
    """
    content = _json(folder / CURRENT)
    name = content.get("file")
    if isinstance(name, str) and Path(name).name == name and (folder / name).is_file():
        return Version(str(content.get("version")), folder / name, content.get("published_at"))
    files = sorted(folder.glob("portfolio-*.duckdb"), reverse=True)
    for file in files:
        manifest = _json(file.with_suffix(".json"))
        if manifest:
            return Version(str(manifest.get("version")), file, manifest.get("published_at"), is_fallback=True)
    raise NothingPublished(f"{folder} holds no published version")


def last_refresh(folder: Path) -> dict[str, Any]:
    """Return the record of the newest refresh, published or not; empty before the first one."""
    return _json(folder / LAST_REFRESH)


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


class Connections:
    """Open connections by version; the oldest one is closed when a newer one is opened."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, duckdb.DuckDBPyConnection] = OrderedDict()
        self._lock = threading.Lock()

    def cursor(self, version: Version) -> duckdb.DuckDBPyConnection:
        """Return a cursor on a version: 0.2 ms, where opening the file takes 32."""
        with self._lock:
            if version.name not in self._open:
                self._open[version.name] = duckdb.connect(str(version.path), read_only=True, config=LOCKED)
            self._open.move_to_end(version.name)
            while len(self._open) > KEPT_CONNECTIONS:
                self._open.popitem(last=False)[1].close()
            return self._open[version.name].cursor()

    def close(self) -> None:
        """Close all of them."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].close()


CONNECTIONS = Connections()


def select(version: Version, sql: str, parameters: dict[str, Any] | None = None) -> pl.DataFrame:
    """Run one SELECT on a version. Raises QueryRefused for anything else; long queries are interrupted."""
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryRefused("only a single SELECT is run here")
    cursor = CONNECTIONS.cursor(version)
    with _time_limit(cursor):
        return cursor.execute(sql, parameters or {}).pl()


@contextmanager
def _time_limit(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """DuckDB has no statement timeout: a timer interrupts."""
    timer = threading.Timer(LONGEST_QUERY_SECONDS, cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
