"""Questions to the semantic layer: the metrics of dbt's yml, by theme, initiative or fiscal quarter.

MetricFlow, which dbt-core brings along, writes the SQL; DuckDB runs it over a published version, read-only.
Nothing is fetched from anywhere. How to ask, and what cannot be asked: docs/semantic_layer.md.
"""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

import duckdb

from ingest.workspace import Workspace
from orchestration.dbt_runner import ensure_manifest
from orchestration.publishing import current

if TYPE_CHECKING:
    import polars as pl

NO_EXTENSIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
DATABASE = "portfolio"  # dbt writes the name of its build file into every query


class NothingPublishedError(Exception):
    """The workspace has no published version to ask."""


def semantic_layer(workspace: Workspace) -> "SemanticLayer":
    """Return the metrics of a workspace over its published version.

    Raises NothingPublishedError before the first refresh, DbtError when the dbt project does not parse.
    """
    version = current(workspace)
    if version is None:
        raise NothingPublishedError(f"{workspace.root}: nothing is published yet; run `portfolio refresh`")
    manifest = ensure_manifest(workspace).with_name("semantic_manifest.json")
    return SemanticLayer(manifest, workspace.published / version.file)


class SemanticLayer:
    """The metrics of one semantic manifest over one database file.

    As a context manager it closes its connection.
    """

    def __init__(self, semantic_manifest: Path, database: Path) -> None:
        self._engine = _engine(semantic_manifest.read_text())
        self._connection = duckdb.connect(config=NO_EXTENSIONS)
        path = str(database).replace("'", "''")  # the statement takes no parameters
        self._connection.execute(f"attach '{path}' as {DATABASE} (read_only)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def metrics(self) -> dict[str, str]:
        """Return the label of each metric by its name."""
        found = self._engine.list_metrics(include_dimensions=False)
        return {metric.name: metric.label or metric.name for metric in found}

    def group_bys(self, metric: str) -> list[str]:
        """Return what a metric can be asked by, fiscal spans aside: `theme`, `initiative__owner_name` ..."""
        found = self._engine.list_group_bys([metric])
        return sorted({getattr(item, "dunder_name", item.name) for item in found})

    def sql(self, metrics: Sequence[str], by: Sequence[str] = (), where: Sequence[str] = ()) -> str:
        """Return the query that answers: for a tool that takes SQL.

        Raises MetricFlow's errors where a metric is unknown, or cannot be asked by what is named.
        """
        from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

        request = MetricFlowQueryRequest.create(
            metric_names=list(metrics), group_by_names=list(by), where_constraints=list(where)
        )
        return self._engine.explain(request).sql_statement.sql

    def ask(
        self, metrics: Sequence[str], by: Sequence[str] = (), where: Sequence[str] = ()
    ) -> "pl.DataFrame":
        """Return metrics by what is named, a column each; NULL where a figure is not known."""
        return self._connection.execute(self.sql(metrics, by, where)).pl()


class _DuckDbDialect:
    """What MetricFlow asks of a database of which it is to write, and not to run, the queries."""

    def __init__(self) -> None:
        from metricflow.protocols.sql_client import SqlEngine
        from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer

        self.sql_engine_type = SqlEngine.DUCKDB
        self.sql_plan_renderer = DuckDbSqlPlanRenderer()


def _engine(semantic_manifest: str) -> Any:
    from metricflow.engine.metricflow_engine import MetricFlowEngine
    from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
    from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

    manifest = parse_manifest_from_dbt_generated_manifest(semantic_manifest)
    return MetricFlowEngine(SemanticManifestLookup(manifest), cast("Any", _DuckDbDialect()))
