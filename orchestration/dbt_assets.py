"""The dbt project as Dagster assets: every model an asset, every data test a check."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from data_quality.findings import Finding, write_findings
from ingest.configuration import Configuration
from orchestration.dbt_runner import build_arguments, build_database, run_dbt
from orchestration.environment import DUCKDB, engine
from orchestration.metric_table import write_definitions
from orchestration.resources import Refresh
from orchestration.spark import take_tables
from orchestration.stages import stage

LAYERS = ("input", "meta", "staging", "intermediate", "core", "marts")  # the way the data goes
UNIQUE_ID = "dagster_dbt/unique_id"
TESTS = {"test", "unit_test"}
FRESH_WITHIN = timedelta(hours=2)  # before the deadline: this night's refresh, not last night's


class LayerTranslator(DagsterDbtTranslator):
    """Keys, groups and freshness of the dbt models: the layer is the prefix and the group."""

    def __init__(self, configuration: Configuration) -> None:
        super().__init__()
        self._freshness = freshness_policy(configuration)  # each one computes a thousand times of day

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Return `layer/model` for a model, `source/table` for a source: the name it has in the database."""
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey([dbt_resource_props["source_name"], dbt_resource_props["name"]])
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return the layer."""
        return dbt_resource_props.get("schema") or dbt_resource_props["source_name"]

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: Any) -> dg.AssetSpec:
        """Return the spec of a model; marts must be fresh every morning."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        if spec.group_name != "marts":
            return spec
        return spec.replace_attributes(freshness_policy=self._freshness)

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: Any,
    ) -> dg.AssetCheckSpec | None:
        """Return a data test as a check; one over several models belongs to the last of them on the way."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        test = manifest["nodes"][unique_id]
        parents = test["depends_on"]["nodes"]
        if spec is not None or test.get("attached_node") or len(parents) < 2:
            return spec
        keys = [self.get_asset_spec(manifest, parent, project).key for parent in parents]
        if asset_spec.key != max(keys, key=lambda key: LAYERS.index(key.path[0])):
            return None
        return dg.AssetCheckSpec(
            test["name"],
            asset=asset_spec.key,
            additional_deps=[key for key in keys if key != asset_spec.key],
            blocking=test["config"]["severity"].lower() == "error",
            metadata={UNIQUE_ID: unique_id},
        )


def freshness_policy(configuration: Configuration) -> dg.FreshnessPolicy | None:
    """Return the deadline of the marts: an hour after the scheduled time of day, if there is one."""
    minute, _, rest = configuration.schedule.cron.partition(" ")
    hour, _, days = rest.partition(" ")
    if not (minute.isdigit() and hour.isdigit()):
        return None
    return dg.FreshnessPolicy.cron(
        deadline_cron=f"{minute} {min(int(hour) + 1, 23)} {days}",
        lower_bound_delta=FRESH_WITHIN,
        timezone=configuration.organisation.time_zone,
    )


def build_dbt_assets(manifest: Mapping[str, Any], configuration: Configuration) -> dg.AssetsDefinition:
    """Return the models as one multi-asset: a build is whole or it is nothing."""

    @dbt_assets(
        manifest=manifest, dagster_dbt_translator=LayerTranslator(configuration), pool="warehouse_writer"
    )
    def dbt_models(context: dg.AssetExecutionContext, refresh: Refresh) -> Iterator[Any]:
        workspace = refresh.workspace
        with stage("Build and test the models"):
            outcome = run_dbt(workspace, build_arguments(workspace))
        if engine() != DUCKDB and outcome.success:
            with stage("Take the tables from Spark"):
                take_tables(workspace)
        if outcome.exception is not None:
            raise dg.Failure(f"dbt: {outcome.exception}", allow_retries=False)
        results = list(getattr(outcome.result, "results", []))
        if outcome.success:
            write_definitions(build_database(workspace), manifest, _sql_texts(results))
        with duckdb.connect(build_database(workspace)) as connection:
            write_findings(connection, findings_of_tests(results))
        yield from _events(context, results, _row_counts(build_database(workspace)))
        failures = failure_messages(results)
        if failures:
            raise dg.Failure("\n".join(failures), allow_retries=False)

    return dbt_models


def failure_messages(results: list[Any]) -> list[str]:
    """Return a line for each model or test of a dbt run that failed; a test's begins with its invariant."""
    return [
        f"{_named(result.node)}: {_one_line(result.message)} ({result.node.original_file_path})"
        for result in results
        if result.status in {"error", "fail", "runtime error"}
    ]


def _named(node: Any) -> str:
    return f"{_invariant(node)}: {node.name}" if node.resource_type in TESTS else node.name


def findings_of_tests(results: list[Any]) -> list[Finding]:
    """Return a finding for each test that ran: those of data, and the worked cases of the SQL."""
    tests = [each for each in results if each.node.resource_type in TESTS and each.status != "skipped"]
    return [
        Finding(
            _invariant(result.node),
            result.node.name,
            result.node.original_file_path,
            "0",
            str(result.failures),
            result.status == "pass",
            "soft" if _only_warns(result.node) else "hard",
        )
        for result in tests
    ]


def _only_warns(test: Any) -> bool:
    return getattr(test.config, "severity", "error").lower() == "warn"


def _invariant(test: Any) -> str:
    """Return the invariant that a test of dbt_project/tests names; those of columns are of keys."""
    if test.resource_type == "unit_test":
        return "worked_cases"
    is_of_column = getattr(test, "test_metadata", None) is not None
    return test.config.meta.get("invariant", "keys" if is_of_column else "figures")


def _events(
    context: dg.AssetExecutionContext, results: list[Any], row_counts: dict[tuple[str, str], int]
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    keys = {spec.metadata[UNIQUE_ID]: spec.key for spec in context.assets_def.specs}
    checks = {spec.metadata[UNIQUE_ID]: spec.key for spec in context.assets_def.check_specs}
    for result in results:
        unique_id = result.node.unique_id
        key, check = keys.get(unique_id), checks.get(unique_id)
        if key is not None and key in context.selected_asset_keys and result.status == "success":
            rows = row_counts.get((result.node.schema, result.node.name))
            metadata = {"execution_seconds": result.execution_time}
            yield dg.MaterializeResult(
                key, metadata=metadata if rows is None else metadata | {"dagster/row_count": rows}
            )
        elif check is not None and check in context.selected_asset_check_keys and result.status != "skipped":
            yield _check_result(check, result)


def _check_result(check: dg.AssetCheckKey, result: Any) -> dg.AssetCheckResult:
    is_warning = result.status == "warn"
    return dg.AssetCheckResult(
        passed=result.status == "pass",
        asset_key=check.asset_key,
        check_name=check.name,
        severity=dg.AssetCheckSeverity.WARN if is_warning else dg.AssetCheckSeverity.ERROR,
        metadata={"failed_rows": result.failures or 0, "message": result.message or ""},
    )


def _row_counts(database: Path) -> dict[tuple[str, str], int]:
    with duckdb.connect(database, read_only=True) as connection:
        rows = connection.execute(
            "select schema_name, table_name, estimated_size from duckdb_tables()"
            " where database_name = current_database()"
        ).fetchall()
    return {(schema, table): size for schema, table, size in rows}


def _sql_texts(results: list[Any]) -> dict[str, str]:
    """Return the SQL that each model was built by."""
    models = [result.node for result in results if result.node.resource_type == "model"]
    return {model.name: model.compiled_code.strip() for model in models}


def _one_line(message: str | None) -> str:
    """Return what went wrong, without the list of macros that dbt appends."""
    return " ".join((message or "failed").split("> in macro")[0].split())
