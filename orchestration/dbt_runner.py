"""dbt in this process: one start, partial parsing, and no connection left open."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.workspace import Workspace
from orchestration.environment import BUILD_DATABASE_VARIABLE, DUCKDB, engine
from orchestration.locking import refresh_lock

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

DBT_PROJECT = Path(__file__).parents[1] / "dbt_project"
PROJECT_SUFFIXES = frozenset({".sql", ".yml", ".yaml", ".csv", ".md"})
PARSE_WAIT_SECONDS = 600


class DbtError(Exception):
    """dbt could not do what was asked."""


def build_arguments(workspace: Workspace) -> list[str]:
    """Return the arguments of a refresh's build: all models, seeds and data tests, and the worked cases.

    Other unit tests need no data, and wait for another release. Over Spark's thrift none of them runs.
    """
    selected = ["--selector", "refresh"] if engine() == DUCKDB else ["--exclude-resource-type", "unit_test"]
    return ["build", *_common_arguments(workspace), "--no-write-json", *selected]


def parse_arguments(workspace: Workspace) -> list[str]:
    """Return the arguments that write the manifest.

    Whole, not partial: dbt stumbles over unit tests of models that an upgrade has removed. The build
    that follows finds the parse state fresh and parses nothing.
    """
    return ["parse", *_common_arguments(workspace), "--no-partial-parse"]


def operation_arguments(workspace: Workspace, macro: str, arguments: dict[str, Any]) -> list[str]:
    """Return the arguments that run a macro on its own."""
    return ["run-operation", macro, *_common_arguments(workspace), "--args", json.dumps(arguments)]


def build_database(workspace: Workspace) -> Path:
    """Return the file that dbt builds: one constant path, for dbt hashes it into its parse state."""
    return workspace.build / "portfolio.duckdb"


def ensure_manifest(workspace: Workspace) -> Path:
    """Return the path of dbt's manifest, parsing the project first where its files have changed.

    Raises DbtError when the project does not parse.
    """
    manifest = manifest_path(workspace)
    stamp = manifest.with_name("project.sha256")
    if _is_stamped(manifest, stamp):
        return manifest
    with refresh_lock(workspace, wait_seconds=PARSE_WAIT_SECONDS):
        if not _is_stamped(manifest, stamp):
            manifest.parent.mkdir(parents=True, exist_ok=True)
            outcome = run_dbt(workspace, parse_arguments(workspace))
            if not outcome.success:
                raise DbtError(f"{DBT_PROJECT}: dbt cannot parse the project: {outcome.exception}")
            stamp.write_text(_parse_state())
    return manifest


def manifest_path(workspace: Workspace) -> Path:
    """Return where dbt writes its manifest."""
    return _target_path(workspace) / "manifest.json"


def run_dbt(
    workspace: Workspace,
    arguments: list[str],
    watch: Callable[[Any], None] | None = None,
    manifest: "Manifest | None" = None,
) -> "dbtRunnerResult":
    """Run a dbt command; `watch` is given each of dbt's events. All its connections are closed afterwards.

    With a manifest, what an earlier `parse` returned, the project is not read again.
    """
    from dbt.cli.main import dbtRunner

    os.environ[BUILD_DATABASE_VARIABLE] = str(build_database(workspace))
    try:
        return dbtRunner(manifest, callbacks=[watch] if watch else None).invoke(arguments)
    finally:
        _close_connections()


def project_fingerprint() -> str:
    """Return a hash over the dbt project's files."""
    return fingerprint_of_files(DBT_PROJECT, PROJECT_SUFFIXES)


def fingerprint_of_files(folder: Path, suffixes: frozenset[str]) -> str:
    """Return a hash over names and contents of the files below a folder, dbt's own output left out."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.suffix in suffixes and not {"target", "logs"} & set(name.parts):
            digest.update(f"{name}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _common_arguments(workspace: Workspace) -> list[str]:
    folders = {
        "--project-dir": DBT_PROJECT,
        "--profiles-dir": DBT_PROJECT,
        "--target-path": _target_path(workspace),
        "--log-path": workspace.build / "logs",
    }
    paths = [text for option, folder in folders.items() for text in (option, str(folder))]
    # Debug lines, each statement among them, would cost a quarter of a small build.
    return [*paths, "--log-level-file", "info", "--quiet", "--no-use-colors", "--no-version-check"]


def _target_path(workspace: Workspace) -> Path:
    return workspace.build / "dbt"


def _is_stamped(manifest: Path, stamp: Path) -> bool:
    return manifest.is_file() and stamp.is_file() and stamp.read_text() == _parse_state()


def _parse_state() -> str:
    """What the manifest was made from: the project's files, for one engine."""
    return f"{engine()} {project_fingerprint()}"


def _close_connections() -> None:
    """Close what dbt-duckdb keeps open until the process ends: the file could not be opened read-only."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import cleanup_connections

    cleanup_connections()
    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
    DuckDBConnectionManager.close_all_connections()
