"""A published folder of a large portfolio, and a second version of it that every text tells apart."""

import shutil
from pathlib import Path

import duckdb

from benchmarks.transform.workspaces import make_workspace
from ingest.workspace import Workspace
from orchestration.building import read_plan
from orchestration.dbt_runner import build_arguments, build_database, run_dbt
from orchestration.metric_table import write_definitions
from orchestration.publishing import BuildFacts, publish
from tests.app.published_folder import manifest_of_yml

MARK = "Second "  # stands before each theme's name in the second version


def make_published(folder: Path, item_count: int) -> Workspace:
    """Make a workspace of that many work items, build it, and publish it."""
    workspace = make_workspace(folder, item_count)
    if not run_dbt(
        workspace, [*build_arguments(workspace), "--exclude-resource-type", "test", "unit_test"]
    ).success:
        raise SystemExit("dbt cannot build the marts")
    write_definitions(build_database(workspace), manifest_of_yml(), {})
    shutil.copyfile(build_database(workspace), _kept(workspace))
    with duckdb.connect(_kept(workspace)) as connection:
        _mark_themes(connection)
    _publish(workspace, build_database(workspace))
    return workspace


def publish_second(workspace: Workspace) -> None:
    """Publish the version whose themes are marked."""
    copy = _kept(workspace).with_suffix(".copy")
    shutil.copyfile(_kept(workspace), copy)
    _publish(workspace, copy)


def themes(workspace: Workspace) -> list[str]:
    """Return the names of the themes, as the first version has them."""
    with duckdb.connect(_kept(workspace), read_only=True) as connection:
        names = connection.execute(
            "select theme_name from core.dim_strategic_theme where is_configured order by theme_name"
        ).fetchall()
    return [name.removeprefix(MARK) for (name,) in names]


def _kept(workspace: Workspace) -> Path:
    return workspace.build / "second.duckdb"


def _publish(workspace: Workspace, build: Path) -> None:
    plan = read_plan(workspace)
    publish(workspace, build, BuildFacts(plan.fingerprint, plan.as_of_date), keep_versions=3)


def _mark_themes(connection: duckdb.DuckDBPyConnection) -> None:
    tables = connection.execute(
        "select table_schema, table_name from information_schema.columns "
        "where table_schema in ('marts', 'core') and column_name = 'theme_name'"
    ).fetchall()
    for schema, table in tables:
        connection.execute(f"update {schema}.{table} set theme_name = '{MARK}' || theme_name")  # noqa: S608
