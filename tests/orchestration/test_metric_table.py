"""The published file says what its figures are."""

import json

import duckdb
import pytest

from ingest.workspace import Workspace
from orchestration.dbt_runner import manifest_path
from orchestration.metric_dictionary import metrics_of
from orchestration.metric_table import input_tables_of
from orchestration.publishing import current, version_path

pytestmark = pytest.mark.pipeline


@pytest.fixture(scope="module")
def published(demo_workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """The example's published file."""
    manifest = current(demo_workspace)
    assert manifest is not None
    return duckdb.connect(version_path(demo_workspace, manifest.version), read_only=True)


@pytest.fixture(scope="module")
def manifest(demo_workspace: Workspace) -> dict:
    """What dbt wrote of the build."""
    return json.loads(manifest_path(demo_workspace).read_text())


def test_each_definition_is_told_with_its_sql_and_its_tests(
    published: duckdb.DuckDBPyConnection, manifest: dict
) -> None:
    told = published.execute(
        """
        select code, model, "column", sql_text like '%select%', tests
        from meta.metric_definitions order by all
        """
    ).fetchall()
    expected = sorted(
        (definition.code, definition.model, definition.column, True, list(metric.tests))
        for metric in metrics_of(manifest)
        for definition in metric.definitions
    )
    assert told == expected


def test_a_figure_knows_which_exports_it_is_made_of(
    published: duckdb.DuckDBPyConnection, manifest: dict
) -> None:
    (tables,) = published.execute(
        "select input_tables from meta.metric_definitions where code = 'M20' limit 1"
    ).fetchall()[0]
    assert {"ledger_lines", "initiative_key_results", "exchange_rates", "run_parameters"} <= set(tables)
    assert "capacity" not in tables
    assert set(tables) <= {source["name"] for source in manifest["sources"].values()}


def test_inputs_are_followed_over_several_models() -> None:
    def model(name: str, *parents: str) -> dict:
        return {
            "unique_id": name, "name": name, "resource_type": "model", "depends_on": {"nodes": list(parents)}
        }  # fmt: skip

    seed = {"unique_id": "seed", "name": "seed", "resource_type": "seed", "depends_on": {"macros": []}}
    nodes = [model("staged", "ledger"), model("fact", "staged", "seed"), model("mart", "fact", "goals"), seed]
    manifest = {
        "nodes": {node["unique_id"]: node for node in nodes},
        "sources": {name: {"name": f"{name}_table"} for name in ("ledger", "goals")},
    }
    assert input_tables_of(manifest) == {
        "staged": ["ledger_table"], "fact": ["ledger_table"], "mart": ["goals_table", "ledger_table"]
    }  # fmt: skip
