"""The example built by Spark on a cluster that loses an executor on the way: every figure is DuckDB's."""

import importlib.util
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from ingest.workspace import Workspace
from tests.conftest import COMMAND
from tests.differing import differing_rows
from tests.opened_app import OpenApp, open_app
from tests.spark.cluster import Cluster, running_cluster

__all__ = ["open_app"]
HAS_SPARK = shutil.which("java") is not None and importlib.util.find_spec("pyspark") is not None
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(not HAS_SPARK, reason="Java 17 and pyspark are needed: `make test-spark`"),
]

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.stem for path in (ROOT / "analytics_app" / "views").glob("[!_]*.py"))
BUILT = " OK created "  # a line of dbt's log for each model
BUILT_BEFORE_THE_KILL = 60  # models; all of staging, and some tables
BUILD_SECONDS = 1200


@dataclass(frozen=True)
class SparkBuild:
    """A workspace that Spark refreshed, and what happened meanwhile."""

    workspace: Workspace
    killed_executor: int
    models_built_at_the_kill: int
    models_built: int


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def build(
    cluster: Cluster, demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> SparkBuild:
    """The demo workspace refreshed once more by Spark; an executor is killed in the middle."""
    workspace = Workspace(
        tmp_path_factory.mktemp("spark") / "workspace [1]"
    )  # a name that Spark would expand
    shutil.copytree(demo_workspace.root, workspace.root)
    log = workspace.build / "logs" / "dbt.log"
    log.unlink(missing_ok=True)
    command = [COMMAND, "--workspace", workspace.root, "refresh", "--force"]
    environment = cluster.environment | {"PORTFOLIO_ENGINE": "spark", "PORTFOLIO_SPARK_THREADS": "2"}
    output = workspace.root / "refresh.log"
    with output.open("wb") as stream:
        refresh = subprocess.Popen(command, env=environment, stdout=stream, stderr=stream)
        try:
            at_the_kill = _wait_for_models(refresh, log, BUILT_BEFORE_THE_KILL)
            killed = cluster.kill_an_executor() if at_the_kill else 0
            refresh.wait(timeout=BUILD_SECONDS)
        finally:
            refresh.kill()
    assert refresh.returncode in {0, 3}, output.read_text()[-6000:]
    return SparkBuild(workspace, killed, at_the_kill, _models_built(log))


def _wait_for_models(refresh: "subprocess.Popen[bytes]", log: Path, count: int) -> int:
    """Wait until dbt has built that many models; return how many, or 0 when the refresh ended before."""
    deadline = time.monotonic() + BUILD_SECONDS
    while refresh.poll() is None and time.monotonic() < deadline:
        built = _models_built(log)
        if built >= count:
            return built
        time.sleep(0.2)
    return 0


def _models_built(log: Path) -> int:
    return log.read_text().count(BUILT) if log.exists() else 0


def _attach(connection: duckdb.DuckDBPyConnection, workspace: Workspace, name: str) -> None:
    file = json.loads((workspace.published / "CURRENT").read_text())["file"]
    connection.execute(f"attach '{workspace.published / file}' as {name} (read_only)")


def test_an_executor_was_killed_in_mid_build_and_the_build_went_on(build: SparkBuild) -> None:
    assert build.killed_executor > 0
    assert not Path(f"/proc/{build.killed_executor}").exists()
    assert build.models_built - build.models_built_at_the_kill > 20


def test_every_row_of_core_and_marts_is_the_one_that_duckdb_computes(
    build: SparkBuild, demo_workspace: Workspace
) -> None:
    with duckdb.connect() as connection:
        _attach(connection, demo_workspace, "by_duckdb")
        _attach(connection, build.workspace, "by_spark")
        columns = (
            "select table_schema || '.' || table_name,"
            " list((column_name, data_type) order by ordinal_position)"
            " from information_schema.columns"
            " where table_schema in ('core', 'marts') and table_catalog = ? group by all"
        )
        by_duckdb = dict(connection.execute(columns, ["by_duckdb"]).fetchall())
        by_spark = dict(connection.execute(columns, ["by_spark"]).fetchall())
        differing = {
            name: differing_rows(connection, f"from by_duckdb.{name}", f"from by_spark.{name}")
            for name in by_duckdb
        }
    assert len(by_duckdb) > 60
    assert by_spark == by_duckdb
    assert {name: count for name, count in differing.items() if count} == {}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_reads_what_spark_built(build: SparkBuild, page: str, open_app: OpenApp) -> None:
    app = open_app(build.workspace.published, page)
    assert not app.exception
    assert app.metric or app.dataframe
