"""The inputs of a build as assets: the tables that dbt's sources name, in a fresh build file."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from ingest.configuration import Configuration
from ingest.readers import reader_for
from orchestration.building import plan_build, start_build, version_for
from orchestration.environment import DUCKDB, engine
from orchestration.landing_assets import landing_key
from orchestration.landing_notes import refresh_warnings
from orchestration.refresh_record import record_success
from orchestration.resources import Refresh
from orchestration.spark import lend_inputs
from orchestration.stages import stage


def build_input_assets(
    configuration: Configuration, manifest: Mapping[str, Any], marts: list[dg.AssetKey]
) -> dg.AssetsDefinition:
    """Return the tables of dbt's sources as one multi-asset.

    When nothing has changed since the served version, it yields none of them, and what follows is skipped.
    """
    tables = sorted((source["source_name"], source["name"]) for source in manifest["sources"].values())
    specs = [_table_spec(configuration, schema, table) for schema, table in tables]

    @dg.multi_asset(name="input_tables", specs=specs, pool="warehouse_writer")
    def input_tables(context: dg.AssetExecutionContext, refresh: Refresh) -> Iterator[dg.MaterializeResult]:
        workspace, parameters = refresh.workspace, refresh.parameters
        plan = plan_build(workspace, configuration, parameters)
        served = version_for(workspace, plan)  # a damaged one is none: publishing anew heals it
        if served and not parameters.force:
            for mart in () if refresh.is_review else marts:  # else freshness policies would raise an alarm
                context.log_event(dg.AssetMaterialization(mart, metadata={"unchanged_since": served.version}))
            warnings = refresh_warnings(workspace, configuration, parameters.as_of)
            facts = (served.version, served.as_of_date, warnings)
            record_success(workspace, "unchanged", *facts, is_review=refresh.is_review)
            return
        with stage("Attach the inputs"):
            start_build(workspace, configuration, plan)
        if engine() != DUCKDB:
            with stage("Lend the inputs to Spark"):
                lend_inputs(workspace, configuration)
        for spec in specs:
            yield dg.MaterializeResult(spec.key)

    return input_tables


def _table_spec(configuration: Configuration, schema: str, table: str) -> dg.AssetSpec:
    """Return the spec of a table, downstream of the sources whose files fill it; meta tables tell of all."""
    feeding = [
        landing_key(source)
        for source in configuration.sources
        if schema == "meta" or table in reader_for(source.format).tables
    ]
    return dg.AssetSpec([schema, table], deps=feeding, group_name=schema, kinds={"duckdb"}, skippable=True)
