"""Publishing: an audited build becomes a new, read-only version, and CURRENT points to it.

A past review, a build of what was known on an earlier day, is kept beside: CURRENT never points to one.

`published/portfolio-<version>.duckdb`       the version, mode 0444; its name was never used before
`published/portfolio-<version>.json`         its manifest: checksums, fingerprint, as-of date
`published/board-pack-<version>.*`           its board pack, made by the dashboards
`published/CURRENT`                          a copy of the manifest of the version to read

Reusing a name is never safe: a process with the old file open keeps seeing it, and a stale write-ahead
log beside the name is replayed into the new file. Functions that write expect the refresh lock to be held.
"""

import os
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from ingest.durable_files import read_json, sha256_of, sync_path, write_json_atomically
from ingest.workspace import Workspace
from orchestration.checksums import PUBLISHED_SCHEMAS, TableChecksum, table_checksums

CURRENT_FILE = "CURRENT"


class PublishingError(Exception):
    """Nothing was published; the version served before is untouched."""


@dataclass(frozen=True)
class Manifest:
    """What is known of one published version."""

    version: str
    file: str
    published_at: str  # UTC, ISO 8601
    as_of_date: str
    fingerprint: str  # of everything the version was computed from
    sha256: str  # of the file
    tables: dict[str, TableChecksum]
    as_known_on: str | None = None  # of a past review: the day whose knowledge it holds
    # Fingerprints that were rolled back from, also before the versions in between: refreshing them again must
    # not undo the rollback, and a second rollback must not lead to them.
    rejected_fingerprints: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class BuildFacts:
    """What a build was computed from."""

    fingerprint: str
    as_of_date: date
    as_known_on: date | None = None  # None: all that is known


def publish(workspace: Workspace, build: Path, facts: BuildFacts, keep_versions: int) -> Manifest:
    """Turn the closed build file into the current version, or into a past review; return its manifest.

    Raises PublishingError, leaving CURRENT as it was, when the file is not clean or changes on its way.
    """
    tables = _seal(build)
    moment = datetime.now(UTC)
    version = f"{moment:%Y%m%dT%H%M%S}{moment.microsecond // 1000:03}Z-{facts.fingerprint[:8]}"
    target = _move_to_new_name(build, version_path(workspace, version))
    try:
        manifest = Manifest(
            version=version,
            file=target.name,
            published_at=moment.isoformat(timespec="seconds"),
            as_of_date=facts.as_of_date.isoformat(),
            fingerprint=facts.fingerprint,
            sha256=sha256_of(target),
            tables=tables,
            as_known_on=facts.as_known_on.isoformat() if facts.as_known_on else None,
            rejected_fingerprints=_still_rejected(workspace, facts),
        )
        _assert_unchanged(target, tables)
    except BaseException:
        target.unlink()
        raise
    write_json_atomically(target.with_suffix(".json"), asdict(manifest))
    if manifest.as_known_on is None:
        _forget_never_served(workspace, manifest)
        _point_to(workspace, manifest)
    prune(workspace, keep_versions)
    return manifest


def current(workspace: Workspace) -> Manifest | None:
    """Return the manifest CURRENT holds; None when there is none or its file is gone."""
    manifest = _manifest(read_json(workspace.published / CURRENT_FILE))
    return manifest if manifest and (workspace.published / manifest.file).is_file() else None


def versions(workspace: Workspace) -> list[Manifest]:
    """Return the manifests of all versions that have one and whose file is there, newest first."""
    found = [_manifest(read_json(path)) for path in workspace.published.glob("portfolio-*.json")]
    present = [manifest for manifest in found if manifest and (workspace.published / manifest.file).is_file()]
    return sorted(present, key=lambda manifest: manifest.version, reverse=True)


def past_reviews(workspace: Workspace) -> list[Manifest]:
    """Return those versions that hold what was known on an earlier day, newest first."""
    return [manifest for manifest in versions(workspace) if manifest.as_known_on]


def is_valid(workspace: Workspace, manifest: Manifest) -> bool:
    """Tell whether a version's bytes are those that were published."""
    path = workspace.published / manifest.file
    return path.is_file() and not _wal(path).exists() and sha256_of(path) == manifest.sha256


def rollback(workspace: Workspace, version: str | None = None) -> Manifest:
    """Point CURRENT to `version`, or to the newest valid version before that was never rolled back from.

    On the way back the fingerprint that was current is remembered as rejected: a refresh of the very same
    inputs publishes nothing until something changes or it is forced.
    """
    now = _manifest(read_json(workspace.published / CURRENT_FILE))
    target = _rollback_target(workspace, version, now)
    rejected = set(now.rejected_fingerprints) if now else set()
    if now and target.version < now.version:
        rejected.add(now.fingerprint)
    rejected.discard(target.fingerprint)
    target = replace(target, rejected_fingerprints=sorted(rejected))
    _point_to(workspace, target)
    return target


def prune(workspace: Workspace, keep_versions: int) -> list[str]:
    """Delete versions beyond the newest `keep_versions` and files a killed publish left; return their names.

    As many past reviews are kept beside. Never deletes what CURRENT points to, nor where a rollback leads.
    """
    now, reviews = current(workspace), past_reviews(workspace)
    others = [each for each in versions(workspace) if not each.as_known_on]
    rejected = now.rejected_fingerprints if now else ()
    sound = [each for each in others if each.fingerprint not in rejected]
    last_two = sound[:2]  # what is served, and where a rollback leads
    kept = {manifest.file for manifest in (*others[:keep_versions], *last_two, *reviews[:keep_versions])}
    kept |= {now.file} if now else set()
    surplus = [path for path in workspace.published.glob("portfolio-*.duckdb") if path.name not in kept]
    for path in surplus:
        path.with_suffix(".json").unlink(missing_ok=True)
        path.unlink()
    for manifest in workspace.published.glob(".portfolio-*.json.new"):
        manifest.unlink()
    for pack in workspace.published.glob("board-pack-*.*"):
        if f"{pack.stem.replace('board-pack', 'portfolio', 1)}.duckdb" not in kept:
            pack.unlink()
    return sorted(path.name for path in surplus)


def version_path(workspace: Workspace, version: str) -> Path:
    """Return the file of a version."""
    return workspace.published / f"portfolio-{version}.duckdb"


def _forget_never_served(workspace: Workspace, manifest: Manifest) -> None:
    """Forget what a publish left that was killed just before CURRENT pointed to it, for it holds the same.

    A file without its manifest is pruned.
    """
    served = current(workspace)
    for each in versions(workspace):
        is_between = served is not None and served.version < each.version < manifest.version
        if is_between and each.fingerprint == manifest.fingerprint and not each.as_known_on:
            version_path(workspace, each.version).with_suffix(".json").unlink()


def _still_rejected(workspace: Workspace, facts: BuildFacts) -> list[str]:
    """Return what was rolled back from so far; what is published again by force is rejected no longer."""
    served = _manifest(read_json(workspace.published / CURRENT_FILE))
    if served is None or facts.as_known_on:
        return []
    return [each for each in served.rejected_fingerprints if each != facts.fingerprint]


def _seal(build: Path) -> dict[str, TableChecksum]:
    """Leave only published tables, in a file written anew and closed clean, and return their checksums.

    Anew, because the blocks of what was dropped stay in a file: raw rows, and the key of the pseudonyms.
    """
    sealed = build.with_name(f"{build.name}.sealed")
    with duckdb.connect(build) as connection:
        _drop_unpublished(connection)
        tables = table_checksums(connection)
        name = str(sealed).replace("'", "''")
        connection.execute(f"attach '{name}' as sealed")
        connection.execute(f'copy from database "{build.stem}" to sealed')
        connection.execute("force checkpoint sealed")
        connection.execute("detach sealed")
    if _wal(sealed).exists():
        raise PublishingError(f"{_wal(sealed)}: the build did not close clean; run `portfolio refresh` again")
    if not tables:
        raise PublishingError(f"{build}: the build holds no table; see build/logs")
    sealed.replace(build)
    return tables


def _drop_unpublished(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        "select schema_name from information_schema.schemata where catalog_name = current_database()"
    ).fetchall()
    for (schema,) in rows:
        if schema not in {*PUBLISHED_SCHEMAS, "main", "information_schema", "pg_catalog"}:
            connection.execute(f'drop schema "{schema}" cascade')
    views = connection.execute(
        "select schema_name || '.' || view_name from duckdb_views()"
        " where not internal and database_name = current_database() and schema_name != 'main'"
    ).fetchall()
    if views:
        names = ", ".join(name for (name,) in views)
        raise PublishingError(f"{names}: materialize it as a table; a view points outside the published file")


def _move_to_new_name(build: Path, target: Path) -> Path:
    if target.exists() or _wal(target).exists():
        raise PublishingError(f"{target}: this name or its .wal was used before; refresh again for a new one")
    target.parent.mkdir(parents=True, exist_ok=True)
    sync_path(build)
    build.chmod(0o444)
    os.rename(build, target)
    sync_path(target.parent)
    return target


def _assert_unchanged(target: Path, expected: dict[str, TableChecksum]) -> None:
    with duckdb.connect(target, read_only=True) as connection:
        found = table_checksums(connection)
    changed = sorted(name for name in expected | found if expected.get(name) != found.get(name))
    if changed:
        names = ", ".join(changed)
        raise PublishingError(f"{target}: {names} read back differently; check the disk, then refresh again")


def _point_to(workspace: Workspace, manifest: Manifest) -> None:
    write_json_atomically(workspace.published / CURRENT_FILE, asdict(manifest))


def _rollback_target(workspace: Workspace, version: str | None, now: Manifest | None) -> Manifest:
    others = [m for m in versions(workspace) if m.as_known_on is None]
    candidates = [m for m in others if now is None or m.version != now.version]
    if version is not None:
        candidates = [m for m in candidates if m.version == version]
    elif now is not None:
        rejected = now.rejected_fingerprints
        candidates = [m for m in candidates if m.version < now.version and m.fingerprint not in rejected]
    for manifest in candidates:
        if is_valid(workspace, manifest):
            return manifest
    if version in {review.version for review in past_reviews(workspace)}:
        raise PublishingError(f"version {version} is a past review, which is never served to all")
    wanted = f"version {version}" if version else "a version before the current one"
    why = "its bytes changed" if version else "it was rolled back from before, or its bytes changed"
    raise PublishingError(f"{wanted} is not in {workspace.published}, or {why}")


def _manifest(content: dict[str, Any] | None) -> Manifest | None:
    try:
        return Manifest(**content) if content else None
    except TypeError:  # written by another program, or by a version with other fields
        return None


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")
