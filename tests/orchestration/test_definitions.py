import json
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.assets.graph.asset_graph import AssetGraph  # no public class gives blocking

from ingest.contracts import TABLES
from ingest.workspace import Workspace
from orchestration.commands.init import write_missing
from orchestration.dbt_runner import (
    build_arguments,
    build_database,
    ensure_manifest,
    fingerprint_of_files,
)
from orchestration.definitions import build_definitions
from orchestration.resources import REFRESH_JOB, Refresh


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = Workspace(tmp_path_factory.mktemp("definitions"))
    write_missing(root)
    return root


@pytest.fixture(scope="module")
def definitions(workspace: Workspace) -> dg.Definitions:
    """The definitions as Dagster's server builds them: validated as a whole."""
    built = build_definitions(workspace)
    dg.Definitions.validate_loadable(built)
    return built


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions) -> AssetGraph:
    return definitions.resolve_asset_graph()


def _key(text: str) -> dg.AssetKey:
    return dg.AssetKey(text.split("/"))


def test_every_source_table_model_and_the_way_out_is_an_asset(graph: AssetGraph) -> None:
    keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
    landing = {f"landing/{name}" for name in ("jira", "okrs", "initiatives", "ledger", "budget")}
    assert landing | {f"input/{table}" for table in TABLES} | {"audited", "published", "dashboards"} <= keys
    assert {"meta/file_loads", "input/run_parameters", "staging/stg_work_items"} <= keys
    layers = {key.split("/")[0] for key in keys if "/" in key}
    assert layers == {"landing", "input", "meta", "staging", "intermediate", "core", "marts"}


def test_a_source_leads_to_the_tables_it_fills_and_on_to_the_dashboards(graph: AssetGraph) -> None:
    assert graph.get(_key("input/work_items")).parent_keys == {_key("landing/jira")}
    postings = {_key("landing/ledger"), _key("landing/budget")}  # a budget may hold actuals beside its plan
    assert graph.get(_key("input/ledger_lines")).parent_keys == postings
    assert graph.get(_key("input/calendar_days")).parent_keys == set()
    assert len(graph.get(_key("meta/file_loads")).parent_keys) == 5
    assert graph.get(_key("staging/stg_work_items")).parent_keys == {
        _key("input/work_items"),
        _key("staging/stg_run_parameters"),
    }
    assert graph.get(_key("published")).parent_keys == {_key("audited")}
    assert graph.get(_key("dashboards")).parent_keys == {_key("published")}
    assert not graph.get(_key("dashboards")).is_executable


def test_every_mart_is_audited_before_it_is_published_and_kept_fresh(
    graph: AssetGraph,
) -> None:
    marts = {key for key in graph.get_all_asset_keys() if key.path[0] == "marts"}
    assert len(marts) > 10
    assert graph.get(_key("audited")).parent_keys == marts
    assert all(graph.get(mart).freshness_policy for mart in marts)


def test_what_must_hold_blocks_and_what_may_wait_only_warns(graph: AssetGraph) -> None:
    of_jira = {
        key.name: graph.get(key).blocking for key in graph.get_check_keys_for_assets({_key("landing/jira")})
    }
    assert of_jira == {
        "rows_conserved": True,
        "no_file_held": True,
        "files_readable": False,
        "expectations_met": False,
    }
    audits = {key.name: graph.get(key).blocking for key in graph.get_check_keys_for_assets({_key("audited")})}
    assert audits == {"every_comparison_agrees": True, "nothing_is_flagged": False}


def test_every_data_test_of_dbt_is_a_check(definitions: dg.Definitions, workspace: Workspace) -> None:
    manifest = json.loads(ensure_manifest(workspace).read_text())
    tests = {node["name"] for node in manifest["nodes"].values() if node["resource_type"] == "test"}
    checks = {key.name for key in definitions.resolve_asset_graph().asset_check_keys}
    assert tests - checks == set()


def test_c01_every_writer_waits_for_the_one_pool(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def("refresh")
    pools = {node.name: node.definition.pool for node in job.graph.nodes}
    assert set(pools.values()) == {"warehouse_writer"}, pools


def test_k05_whatever_runs_holds_the_workspace(definitions: dg.Definitions) -> None:
    """Else a run would count as dead that is alive."""
    nodes = definitions.resolve_job_def("refresh").graph.nodes
    assert [node.name for node in nodes if "refresh" not in node.definition.required_resource_keys] == []
    assert {sensor.name for sensor in definitions.sensors or []} == {"file_drop", "dead_runs", "failed_run"}


def test_the_refresh_job_runs_in_one_process(definitions: dg.Definitions) -> None:
    assert definitions.resolve_job_def("refresh").executor_def.name == "in_process"


def test_the_run_that_the_sensor_asks_for_is_one_of_the_job(
    definitions: dg.Definitions, workspace: Workspace
) -> None:
    config = dg.RunConfig(resources={"refresh": Refresh(root=str(workspace.root), fetch=False)})
    checked = dg.validate_run_config(definitions.resolve_job_def(REFRESH_JOB), config.to_config_dict())
    assert checked["resources"]["refresh"]["config"]["fetch"] is False
    nightly = dg.validate_run_config(definitions.resolve_job_def(REFRESH_JOB), {})
    assert nightly["resources"]["refresh"]["config"]["fetch"] is True


def test_nightly_build_arguments(tmp_path: Path) -> None:
    arguments = build_arguments(Workspace(tmp_path))
    assert arguments[0] == "build"
    assert arguments[arguments.index("--target-path") + 1] == str(tmp_path / "build" / "dbt")
    assert arguments[arguments.index("--log-path") + 1] == str(tmp_path / "build" / "logs")
    assert arguments[-2:] == ["--selector", "refresh"]


def test_the_manifest_is_parsed_once_until_a_file_changes(workspace: Workspace) -> None:
    manifest = ensure_manifest(workspace)
    first = manifest.stat().st_mtime_ns
    assert ensure_manifest(workspace).stat().st_mtime_ns == first
    manifest.with_name("project.sha256").write_text("another project")
    assert ensure_manifest(workspace).stat().st_mtime_ns > first
    assert not build_database(workspace).exists()


def test_a_fingerprint_sees_names_and_contents_but_not_dbts_own_output(tmp_path: Path) -> None:
    model = tmp_path / "models" / "a.sql"
    model.parent.mkdir()
    model.write_text("select 1")
    suffixes = frozenset({".sql"})
    first = fingerprint_of_files(tmp_path, suffixes)
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "b.sql").write_text("select 2")
    assert fingerprint_of_files(tmp_path, suffixes) == first
    model.write_text("select 2")
    changed = fingerprint_of_files(tmp_path, suffixes)
    model.rename(model.with_name("c.sql"))
    assert len({first, changed, fingerprint_of_files(tmp_path, suffixes)}) == 3
