"""The one door to the data: which published version to read, and a locked-down connection to it.

A version's file never changes and its name is never used twice, so that one connection a version can
stay open, and everything read from it can be cached for as long as the version is served.
"""

import hashlib
import json
import os
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl

from analytics_app import row_access
from analytics_app.row_access import WHOLE_CATALOG, Scope

FOLDER_VARIABLE = "PORTFOLIO_PUBLISHED_DIR"
CURRENT, LAST_REFRESH = "CURRENT", "LAST_REFRESH"
LONGEST_QUERY_SECONDS = 30
OPEN_VERSIONS = 3  # the one served now, and past ones that people compare it with


class NothingPublished(Exception):  # noqa: N818 - it names the state, and the page says what to do
    """There is no version to show."""


class QueryRefused(Exception):  # noqa: N818
    """The statement is no single SELECT."""


@dataclass(frozen=True)
class Version:
    """One published version."""

    name: str
    path: Path
    published_at: str | None = None  # UTC, ISO 8601
    as_of_date: str | None = None
    as_known_on: str | None = None  # of a past review
    fallback_reason: str | None = None  # why CURRENT could not be used, when it could not
    is_past: bool = False  # chosen by the visitor, who could look at a newer one


def published_folder() -> Path:
    """Return the folder of published versions."""
    return Path(os.environ.get(FOLDER_VARIABLE, "published"))


def served_version(folder: Path) -> Version:
    """Return the version CURRENT names, or the newest whole one when CURRENT cannot be used.

    Raises NothingPublished.
    """
    pointer = _json(folder / CURRENT)
    problem = _problem(folder, pointer)
    if problem is None:
        return _version(folder, pointer)
    for file in sorted(folder.glob("portfolio-*.json"), reverse=True):
        manifest = _json(file)
        if not manifest.get("as_known_on") and _problem(folder, manifest) is None:
            return _version(folder, manifest, f"{CURRENT} {problem}")
    raise NothingPublished(f"{folder} holds no published version")


def published_versions(folder: Path) -> list[Version]:
    """Return the versions whose file is there, newest first; their bytes are looked at when one is chosen."""
    manifests = (_json(file) for file in sorted(folder.glob("portfolio-*.json"), reverse=True))
    return [_version(folder, each) for each in manifests if _is_there(folder, each.get("file"))]


def past_version(folder: Path, name: str) -> Version | None:
    """Return the version of that name; None when it is gone, or its bytes are not those published."""
    for version in published_versions(folder):
        if version.name == name:
            return None if _problem(folder, _json(version.path.with_suffix(".json"))) else version
    return None


def last_refresh(folder: Path) -> dict[str, Any]:
    """Return the record of the newest refresh, published or not; empty before the first one."""
    return _json(folder / LAST_REFRESH)


def _is_there(folder: Path, name: Any) -> bool:
    """Tell whether the file of a manifest is one of this folder; a manifest leads nowhere else."""
    return isinstance(name, str) and Path(name).name == name and (folder / name).is_file()


def _problem(folder: Path, manifest: dict[str, Any]) -> str | None:
    """Return why the version a manifest describes cannot be served; None when it can."""
    name = manifest.get("file")
    if not isinstance(name, str) or Path(name).name != name:
        return "is missing or cannot be read"
    if not (folder / name).is_file():
        return f"points to {name}, which is not there"
    if (folder / f"{name}.wal").exists():
        return f"points to {name}, beside which a write-ahead log lies that would change what it says"
    if _sha256(folder / name) != manifest.get("sha256"):
        return f"points to {name}, whose bytes are not those that were published"
    return None


def _version(folder: Path, manifest: dict[str, Any], fallback_reason: str | None = None) -> Version:
    path = folder / str(manifest["file"])
    return Version(
        str(manifest.get("version")),
        path,
        published_at=manifest.get("published_at"),
        as_of_date=manifest.get("as_of_date"),
        as_known_on=manifest.get("as_known_on"),
        fallback_reason=fallback_reason,
    )


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


_HASHING = threading.Lock()


def _sha256(path: Path) -> str:
    """Return the hash of a file's bytes, read once a process: a published name is never used twice.

    Everybody asks at once when a version is new; one reads, the others wait for what it found.
    """
    with _HASHING:
        return _read_sha256(path)


@lru_cache(maxsize=32)
def _read_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _spill_folder() -> TemporaryDirectory[str]:
    """A folder of this process alone: DuckDB would spill beside the published file, which is read-only."""
    return TemporaryDirectory(prefix="portfolio-app-")


def settings() -> dict[str, str | bool | int | float | list[str]]:
    """Return DuckDB's settings of a connection; `LOCK` follows them once the version is attached."""
    return {
        "python_enable_replacements": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "memory_limit": "1GB",
        "threads": "2",
        "temp_directory": _spill_folder().name,
        "max_temp_directory_size": "1GB",
    }


# An attached file that is read-only alone would let a query read and write any other file of the user.
LOCK = ("set enable_external_access = false", "set lock_configuration = true")


def _connect(version: Version) -> duckdb.DuckDBPyConnection:
    """Open a version: an empty database in memory with the file attached, so that scopes can stand beside."""
    connection = duckdb.connect(":memory:", config=settings())
    path = str(version.path).replace("'", "''")
    attach = f"attach '{path}' as {WHOLE_CATALOG} (read_only)"
    for statement in (attach, *LOCK):
        connection.execute(statement)
    return connection


@dataclass
class _Opened:
    """A version that is open, and the scopes that have their database beside it."""

    connection: duckdb.DuckDBPyConnection
    scopes: set[str]


class Connections:
    """The open connections of the versions looked at last; the oldest of them is let go of."""

    def __init__(self) -> None:
        self._open: dict[Path, _Opened] = {}  # the one asked for last stands last
        self._lock = threading.Lock()

    def cursor(self, version: Version, scope: Scope) -> duckdb.DuckDBPyConnection:
        """Return a cursor on what a scope sees of a version: 0.3 ms, where opening the file takes 70."""
        with self._lock:
            opened = self._open.pop(version.path, None) or _Opened(_connect(version), {WHOLE_CATALOG})
            self._open[version.path] = opened
            for path in list(self._open)[:-OPEN_VERSIONS]:
                # Dropped, not closed: a page under way keeps the old file open until its query ends.
                del self._open[path]
            cursor = opened.connection.cursor()
            if scope.key not in opened.scopes:
                row_access.install(cursor, scope)
                opened.scopes.add(scope.key)
        cursor.execute(row_access.use_statement(scope))
        return cursor

    def close(self) -> None:
        """Let go of all of them."""
        with self._lock:
            self._open.clear()


CONNECTIONS = Connections()


def select(
    version: Version, scope: Scope, sql: str, parameters: dict[str, Any] | None = None
) -> pl.DataFrame:
    """Run one SELECT on what a scope sees of a version; long queries are interrupted.

    Raises QueryRefused for anything else, and for one that goes around the scope.
    """
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryRefused("only a single SELECT is run here")
    if WHOLE_CATALOG in sql.lower():
        raise QueryRefused("tables are named by their schema: which rows they have depends on who asks")
    with closing(CONNECTIONS.cursor(version, scope)) as cursor, _time_limit(cursor):
        return cursor.execute(sql, parameters or {}).pl()


@contextmanager
def _time_limit(cursor: duckdb.DuckDBPyConnection) -> Generator[None]:
    """DuckDB has no statement timeout: a timer interrupts."""
    timer = threading.Timer(LONGEST_QUERY_SECONDS, cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
