"""The start of a build: what it is computed from, whether that is new, and a fresh file with its inputs."""

import hashlib
import importlib.metadata
import json
import shutil
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import duckdb

from ingest.configuration import Configuration
from ingest.contracts import TABLES
from ingest.durable_files import read_json, sha256_of, write_json_atomically
from ingest.input_views import all_load_records, attach_inputs
from ingest.load_records import FileLoad
from ingest.privacy import pseudonym_salt
from ingest.workspace import Workspace
from orchestration.dbt_runner import build_database, fingerprint_of_files, project_fingerprint
from orchestration.environment import engine
from orchestration.publishing import Manifest, current, is_valid, past_reviews

ROOMS = Path(__file__).parents[1]
COMPUTING_ROOMS = ("ingest", "data_quality")
DEFINING_MODULES = ("metric_dictionary.py", "metric_table.py")  # they fill a table of the published file
NOT_COMPUTED_FROM = {"schedule", "publishing", "alerts", "sign_in"}  # of portfolio.yml
ENGINE_PACKAGES = ("duckdb", "dbt-core", "dbt-duckdb", "polars")


class NothingLoadedError(Exception):
    """There is no row to build from."""


@dataclass(frozen=True)
class RunParameters:
    """What a run may be told; None means: decide from the data."""

    as_of: date | None = None
    as_known_on: date | None = None
    force: bool = False


@dataclass(frozen=True)
class BuildPlan:
    """What a build speaks of, and the fingerprint of all it is computed from."""

    as_of_date: date
    as_known_on: date | None  # None: everything that is known
    fingerprint: str


def plan_build(workspace: Workspace, configuration: Configuration, parameters: RunParameters) -> BuildPlan:
    """Decide what to build; the as-of date is the newest that a file known then speaks of, unless told.

    Raises NothingLoadedError when no file was loaded.
    """
    loads = all_load_records(workspace, configuration)
    days = [load.as_of_date for load in loads if load.status == "loaded" and load.as_of_date]
    if not days:
        raise NothingLoadedError(
            f"{workspace.inbox}: no file was loaded, so there is nothing to build; "
            "drop exports where portfolio.yml expects them, then look at `portfolio validate`"
        )
    as_of = parameters.as_of or _newest(days, parameters.as_known_on)
    fingerprint = _fingerprint(configuration, loads, as_of, parameters.as_known_on)
    return BuildPlan(as_of, parameters.as_known_on, fingerprint)


def _newest(days: list[str], as_known_on: date | None) -> date:
    """Return the newest day that was known then: a past review speaks of its own day."""
    known = [day for day in map(date.fromisoformat, days) if not as_known_on or day <= as_known_on]
    return max(known) if known else as_known_on or date.max


def version_for(workspace: Workspace, plan: BuildPlan) -> Manifest | None:
    """Return the sound version that makes the build needless; None when there is none.

    That is a past review of the same, or what is served where the plan would publish it again, or would
    publish what was rolled back from.
    """
    if plan.as_known_on:
        same = [each for each in past_reviews(workspace) if each.fingerprint == plan.fingerprint]
    else:
        served = current(workspace)
        same = [served] if served and plan.fingerprint in _settled(served) else []
    return next((each for each in same if is_valid(workspace, each)), None)


def _settled(served: Manifest) -> set[str]:
    return {served.fingerprint, *served.rejected_fingerprints}


def start_build(workspace: Workspace, configuration: Configuration, plan: BuildPlan) -> None:
    """Create the build file anew with the inputs that dbt reads, and keep the plan beside it.

    Raises NothingLoadedError when no row was known on `as_known_on`.
    """
    database = build_database(workspace)
    database.parent.mkdir(parents=True, exist_ok=True)
    for leftover in database.parent.glob(f"{database.name}*"):  # the file, its .wal, its spilled data
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    until = datetime.combine(plan.as_known_on, time.max) if plan.as_known_on else None
    with duckdb.connect(database) as connection:
        attach_inputs(connection, workspace, configuration, plan.as_of_date, until)
        if until and not _is_anything_known(connection, until):
            raise NothingLoadedError(
                f"--as-known-on {plan.as_known_on}: nothing was known then; try a later day"
            )
    days = {"as_of_date": plan.as_of_date.isoformat(), "as_known_on": _iso(plan.as_known_on)}
    write_json_atomically(_plan_path(workspace), days | {"fingerprint": plan.fingerprint})


def _is_anything_known(connection: duckdb.DuckDBPyConnection, until: datetime) -> bool:
    """Tell whether any row of any export was known then: a build over nothing would look like a loss."""
    query = " union all ".join(f"select known_at from input.{name}" for name in TABLES)  # noqa: S608
    return bool(connection.execute(f"from ({query}) where known_at <= ? limit 1", [until]).fetchall())


def read_plan(workspace: Workspace) -> BuildPlan:
    """Return the plan of the build under way; NothingLoadedError when none was started."""
    content = read_json(_plan_path(workspace))
    if content is None:
        raise NothingLoadedError(f"{_plan_path(workspace)}: no build was started; run `portfolio refresh`")
    known = content["as_known_on"]
    return BuildPlan(
        date.fromisoformat(content["as_of_date"]),
        date.fromisoformat(known) if known else None,
        content["fingerprint"],
    )


def _fingerprint(
    configuration: Configuration, loads: list[FileLoad], as_of: date, as_known_on: date | None
) -> str:
    """Hash files as they were loaded, settings that shape numbers, parameters, code and engines."""
    parts = {
        "loads": sorted([load.source_name, load.stem, load.status, load.fingerprint] for load in loads),
        "configuration": configuration.model_dump(mode="json", exclude=NOT_COMPUTED_FROM),
        "people": pseudonym_salt(configuration.privacy),
        "as_of": as_of.isoformat(),
        "as_known_on": _iso(as_known_on),
        "code": [fingerprint_of_files(ROOMS / room, frozenset({".py"})) for room in COMPUTING_ROOMS],
        "models": project_fingerprint(),
        "definitions": [sha256_of(Path(__file__).with_name(name)) for name in DEFINING_MODULES],
        "engine": engine(),
        "engines": [importlib.metadata.version(package) for package in ENGINE_PACKAGES],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plan_path(workspace: Workspace) -> Path:
    return workspace.build / "plan.json"
