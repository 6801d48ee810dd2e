"""The builds under test and what they were made of.

By default that is the example, refreshed once a session; tests that ask for it (`ON_BOTH`) are run on the
same example made hostile as well, some (`ON_ALL`) on a third build, where this year's spend has no exchange
rate. ORACLE_WORKSPACE names a workspace that is already refreshed, ORACLE_DATABASE a DuckDB file with core
and marts made of the same inputs; the example alone is judged then.
"""

import fcntl
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.oracle.hostile import build, make_hostile, make_unrated
from tests.oracle.inputs import Inputs, Row

Published = Callable[[str], list[Row]]
Make = Callable[[Path, Path, date, int], None]
HOSTILE, UNRATED, SEED = "hostile", "unrated", 2027


@dataclass(frozen=True)
class Judged:
    """A build and the workspace that it was made of."""

    root: Path
    database: Path

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table of the build, such as `marts.mart_flow`."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            found = connection.sql(f"select * from {table}")
            return [dict(zip(found.columns, values, strict=True)) for values in found.fetchall()]

    @property
    def as_of(self) -> date:
        """The day the build speaks of."""
        return self.rows("core.dim_run")[0]["as_of_date"]

    def inputs(self) -> Inputs:
        """Return what it was made of, with the day and the knowledge that the run was told."""
        (run,) = self.rows("core.dim_run")
        return Inputs(self.root, run["as_of_date"], run["as_known_on"])


def example_build(request: pytest.FixtureRequest) -> Judged:
    """Return the example's build, or the one that the environment names."""
    given = os.environ.get("ORACLE_WORKSPACE")
    root = Path(given) if given else request.getfixturevalue("demo_workspace").root
    if "ORACLE_DATABASE" in os.environ:
        return Judged(root, Path(os.environ["ORACLE_DATABASE"]))
    published = root / "published"
    return Judged(root, published / json.loads((published / "CURRENT").read_text())["file"])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs a build is a test of the pipeline, and slow when it is not the example's."""
    for item in items:
        needed = set(getattr(item, "fixturenames", ()))
        if {"judged", "hostile", "unrated"} & needed:
            item.add_marker(pytest.mark.pipeline)
        if {"hostile", "unrated"} & needed:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def example(request: pytest.FixtureRequest) -> Judged:
    """Return the example's build, or the one that the environment names."""
    return example_build(request)


@pytest.fixture(scope="session")
def hostile(example: Judged, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Return the example made hostile, built once for all tests of all workers."""
    return _made(tmp_path_factory, HOSTILE, make_hostile, example)


@pytest.fixture(scope="session")
def unrated(hostile: Judged, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Return the hostile example without the rates of this year's spend, built once likewise."""
    return _made(tmp_path_factory, UNRATED, make_unrated, hostile)


def _made(factory: pytest.TempPathFactory, name: str, make: Make, of: Judged) -> Judged:
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    root = shared / f"{name}_workspace"
    with (shared / f"{name}_workspace.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "BUILT").exists():
            make(of.root, root, of.as_of, SEED)
            (root / "BUILT").write_text(str(build(root, of.as_of)))
    return Judged(root, Path((root / "BUILT").read_text()))


@pytest.fixture(scope="session")
def judged(request: pytest.FixtureRequest) -> Judged:
    """Return the build under test: the example, or what a test's parameter says."""
    name = getattr(request, "param", "example")
    if name != "example" and "ORACLE_DATABASE" in os.environ:
        pytest.skip("ORACLE_DATABASE holds what was made of the example")
    return request.getfixturevalue(name)


@pytest.fixture(scope="session")
def published(judged: Judged) -> Published:
    """Return the rows of a published table, such as `marts.mart_flow`."""
    return judged.rows


@pytest.fixture(scope="session")
def inputs(judged: Judged) -> Inputs:
    """Return what the build was made of."""
    return judged.inputs()
