"""The build under test and what it was made of.

By default that is the example, refreshed once a session. ORACLE_WORKSPACE names a workspace that is
already refreshed, ORACLE_DATABASE a DuckDB file with core and marts made of the same inputs.
"""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.oracle.inputs import Inputs, Row

Published = Callable[[str], list[Row]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs the build is a test of the pipeline."""
    for item in items:
        if "build_path" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.pipeline)


@pytest.fixture(scope="session")
def workspace_root(request: pytest.FixtureRequest) -> Path:
    """Return the folder of the workspace whose inputs count."""
    given = os.environ.get("ORACLE_WORKSPACE")
    return Path(given) if given else request.getfixturevalue("demo_workspace").root


@pytest.fixture(scope="session")
def build_path(workspace_root: Path) -> Path:
    """Return the DuckDB file whose figures are judged."""
    given = os.environ.get("ORACLE_DATABASE")
    if given:
        return Path(given)
    published = workspace_root / "published"
    return published / json.loads((published / "CURRENT").read_text())["file"]


@pytest.fixture(scope="session")
def published(build_path: Path) -> Iterator[Published]:
    """Return the rows of a published table, such as `marts.mart_flow`."""
    connection = duckdb.connect(str(build_path), read_only=True)

    def rows(table: str) -> list[Row]:
        found = connection.sql(f"select * from {table}")
        return [dict(zip(found.columns, values, strict=True)) for values in found.fetchall()]

    yield rows
    connection.close()


@pytest.fixture(scope="session")
def inputs(workspace_root: Path, published: Published) -> Inputs:
    """Return the inputs, with the day and the knowledge that the run was told."""
    (run,) = published("core.dim_run")
    return Inputs(workspace_root, run["as_of_date"], run["as_known_on"])
