"""Faults planted in a finished build: a hard invariant stops publishing by name, a soft one is a flag."""

import shutil
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from analytics_app.warehouse import served_version
from ingest.archive import archived_path
from ingest.receipts import RESTORE
from ingest.workspace import Workspace
from orchestration import dbt_assets, dbt_runner, publishing
from orchestration.audit_assets import AUDITED
from orchestration.dbt_runner import DBT_PROJECT, build_arguments, build_database
from orchestration.definitions import build_definitions
from orchestration.publish_assets import PUBLISHED
from orchestration.refresh_record import RefreshRecord, read_record
from orchestration.resources import REFRESH_JOB, Refresh
from tests.opened_app import OpenApp, open_app
from tests.orchestration.test_refresh import AS_OF

__all__ = ["open_app"]

pytestmark = [pytest.mark.pipeline, pytest.mark.slow]

# What the last gate must stop: a change of the finished build; the invariant, check and place it must name.
# That each of them alone is found: tests/data_quality/test_reconciliation.py.
FAULTS = {
    "a file's row is neither loaded nor refused": (
        "update meta.file_loads set row_count_accepted = row_count_accepted - 1 where source_name = 'ledger'",
        "rows: file_rows_conserved: ledger",
    ),
    "a row of the star is doubled": (
        "insert into core.fct_ledger_lines select * from core.fct_ledger_lines limit 1",
        "rows: rows_in_core: ledger_lines",
    ),
    "a cent is missing in a fiscal period": (
        "update marts.mart_theme_spend set actual_amount = actual_amount + 0.01 where theme_spend_key = ("
        "select min(theme_spend_key) from marts.mart_theme_spend where actual_amount > 0)",
        "money: spend_in_themes: actual FY",
    ),
    "a fact's file was never loaded": (
        "update core.fct_budget_lines set file_sha256 = repeat('0', 64)",
        "lineage: lineage_resolved: core.fct_budget_lines",
    ),
    "a loop of parents goes untold": (
        "update core.bridge_work_item_ancestor set is_cycle = true",
        "history: loops_told: core.bridge_work_item_ancestor",
    ),
    "a table that is needed is empty": (
        "delete from core.fct_key_result_days",
        "filled: table_filled: key_results",
    ),
    "a source's rows never reached the input": (
        "insert into meta.file_loads by name select * replace ('plans' as source_name) from meta.file_loads"
        " where source_name = 'capacity'",
        "filled: source_filled: plans",
    ),
    "a date is a typing error": (
        "update marts.mart_run set as_of_date = date '0219-10-31'",
        "values: dates_plausible: marts.mart_run",
    ),
}  # fmt: skip

# What dbt's data tests must stop: a change of the finished build, the test, and its invariant.
TESTED = {
    "a key occurs twice": (
        "insert into core.dim_initiative select * from core.dim_initiative where initiative_code = 'I-07'",
        "unique_dim_initiative_initiative_key",
        "keys",
    ),
    "a fact's member is gone": (
        "delete from core.dim_initiative where initiative_code = 'unknown'",
        "assert_references_find_their_member",
        "keys",
    ),
    "weights sum to more than one": (
        "update core.bridge_work_item_initiative set weight = 1.5",
        "assert_weights_of_a_work_item_sum_to_one",
        "keys",
    ),
    "two versions overlap": (
        "update core.dim_initiative_version set valid_to_at = valid_to_at + interval 1 day",
        "assert_versions_follow_each_other",
        "history",
    ),
    "a file's money is not that of the fact": (
        "update marts.mart_control_totals set is_reconciled = false",
        "assert_control_totals_agree",
        "money",
    ),
}

# What is published all the same: a change of the finished build, the flag, and where.
FLAGS = {
    "freshness": ("update marts.mart_source_health set is_stale = source_name = 'okr'", "Late exports: okr"),
    "missing_days": (
        "update marts.mart_file_loads set missing_from_date = date '2026-10-19',"
        " missing_to_date = date '2026-10-30'"
        " where source_name = 'jira_storefront' and as_of_date = date '2026-10-31'",
        "Days without an export: jira_storefront",
    ),
    "drift": (
        "update marts.mart_file_loads set column_changes = 'gone Points', column_change_severity = 'warning'"
        " where source_name = 'jira' and as_of_date = date '2026-10-31'",
        "Changed columns: jira",
    ),
    "volume": (
        "update marts.mart_file_loads set row_count_read = 2 * row_count_read"
        " where source_name = 'initiatives' and as_of_date = date '2026-10-31'",
        "Changed number of rows: initiatives",
    ),
    "quarantine": (
        "update marts.mart_file_loads set row_count_rejected = row_count_accepted where source_name = 'okr'",
        "Rows in quarantine: okr",
    ),
    "mapping": (
        "update core.fct_work_item_flow set has_unmapped_status = source_name = 'jira_storefront'",
        "Statuses and stages without meaning: statuses of jira_storefront",
    ),
    "allocation": (
        "update input.run_parameters set unallocated_warn_share = 0",
        "Spend without initiative or theme: spend without an initiative or a theme",
    ),
    "rates": (
        "update marts.mart_reconciliation set unconverted_amount = 1"
        " where source_name = 'budget' and currency_code = 'EUR'",
        "Currencies without a rate: budget_lines of budget in EUR",
    ),
    "restatements": (
        "update input.run_parameters set restated_warn_share = 0, recent_days = 365",
        "Restated closed periods: ",
    ),
}


@pytest.fixture(scope="module")
def built(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The example, published, and built a second time up to the last gate: `finished.duckdb`."""
    workspace = Workspace(tmp_path_factory.mktemp("built") / "workspace")
    shutil.copytree(demo_workspace.root, workspace.root)
    everything = build_definitions(workspace).resolve_asset_graph().executable_asset_keys
    assert _run(workspace, sorted(everything - {AUDITED, PUBLISHED}))
    shutil.copy(build_database(workspace), workspace.build / "finished.duckdb")
    return workspace


def _run(workspace: Workspace, assets: list[dg.AssetKey]) -> bool:
    """Run a part of the refresh; tell whether it succeeded."""
    refresh = Refresh(root=str(workspace.root), as_of=AS_OF, force=True, fetch=False)
    job = build_definitions(workspace).resolve_job_def(REFRESH_JOB)
    with dg.DagsterInstance.ephemeral() as instance:
        outcome = job.execute_in_process(
            run_config=dg.RunConfig(resources={"refresh": refresh}),
            instance=instance,
            asset_selection=assets,
            raise_on_error=False,
        )
    return outcome.success


def _plant(workspace: Workspace, *faults: str) -> None:
    shutil.copy(workspace.build / "finished.duckdb", build_database(workspace))
    with duckdb.connect(build_database(workspace)) as connection:
        for fault in faults:
            connection.execute(fault)


def _record(workspace: Workspace) -> RefreshRecord:
    record = read_record(workspace)
    assert record is not None
    return record


def _why_it_stops(workspace: Workspace, assets: list[dg.AssetKey]) -> str:
    """Run to the end, check that nothing was published, and return why."""
    before = publishing.current(workspace)
    assert not _run(workspace, assets)
    assert publishing.current(workspace) == before
    record = _record(workspace)
    assert record.status == "failed"
    return record.reason or ""


def _ask(workspace: Workspace, query: str) -> list[tuple]:
    with duckdb.connect(served_version(workspace.published).path, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_sound_build_is_published_with_every_comparison_that_was_made_of_it(built: Workspace) -> None:
    _plant(built)
    assert _run(built, [AUDITED, PUBLISHED])
    held = "select severity, invariant from meta.invariants group by all having bool_and(is_ok) order by all"
    assert _ask(built, held) == [
        *(("hard", name) for name in (
            "figures", "filled", "history", "keys", "lineage", "money", "rows", "values", "worked_cases",
        )),
        *(("soft", name) for name in sorted(FLAGS)),
    ]  # fmt: skip


def test_o03_r04_hard_invariants_that_do_not_hold_stop_publishing_by_name(built: Workspace) -> None:
    _plant(built, *(planted for planted, _ in FAULTS.values()))
    (sha256,) = _ask(built, "select file_sha256 from marts.mart_file_loads where source_name = 'okr'")[0]
    archived = archived_path(built, sha256)
    archived.chmod(0o644)
    whole = archived.read_bytes()
    archived.write_bytes(whole[:-1] + b"!")
    why = _why_it_stops(built, [AUDITED, PUBLISHED])
    archived.write_bytes(whole)  # for the tests that follow
    changed = f"other bytes ({RESTORE}) where archive/{sha256[:2]}/{sha256} is expected"
    told = ["lineage: archive_unchanged: okr: inbox/", changed, *(told for _, told in FAULTS.values())]
    assert [each for each in told if each not in why] == []


def test_data_tests_that_fail_stop_publishing_and_name_their_invariant(
    built: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _plant(built, *(planted for planted, _, _ in TESTED.values()))
    _build_only(monkeypatch, *(test for _, test, _ in TESTED.values()))
    why = _why_it_stops(built, [*_models(built), AUDITED, PUBLISHED])
    told = [f"{invariant}: {test}" for _, test, invariant in TESTED.values()]
    assert [each for each in told if each not in why] == []


def test_a_formula_that_is_wrong_stops_publishing(
    built: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = shutil.copytree(DBT_PROJECT, tmp_path / "dbt_project", ignore=shutil.ignore_patterns("target"))
    macro = project / "macros/arithmetic.sql"
    right, wrong = "as decimal(20, 4)) * {{ weight }}, 4)", "as decimal(20, 4)) * {{ weight }}, 2)"
    assert right in macro.read_text()
    macro.write_text(macro.read_text().replace(right, wrong))
    monkeypatch.setattr(dbt_runner, "DBT_PROJECT", project)
    _plant(built)
    _build_only(monkeypatch, "test_type:unit,tag:worked_case")
    why = _why_it_stops(built, [*_models(built), AUDITED, PUBLISHED])
    assert "worked_cases: test_fct_ledger_allocations__parts_sum_to_the_line" in why


def _build_only(monkeypatch: pytest.MonkeyPatch, *tests: str) -> None:
    """Have the models left as they are, and only these tests run over them."""

    def only_tests(workspace: Workspace) -> list[str]:
        arguments = build_arguments(workspace)
        return ["test", *arguments[1 : arguments.index("--selector")], "--select", *tests]

    monkeypatch.setattr(dbt_assets, "build_arguments", only_tests)


def _models(workspace: Workspace) -> list[dg.AssetKey]:
    assets = build_definitions(workspace).resolve_asset_graph().executable_asset_keys
    return sorted(key for key in assets if key.path[0] in dbt_assets.LAYERS[2:])


def test_f06_soft_invariants_are_published_with_flags_on_every_page(
    built: Workspace, open_app: OpenApp
) -> None:
    _plant(built, *(planted for planted, _ in FLAGS.values()))
    assert _run(built, [AUDITED, PUBLISHED])
    assert _record(built).status == "published"
    flagged = (
        "select distinct invariant from meta.invariants where severity = 'soft' and not is_ok order by 1"
    )
    assert [name for (name,) in _ask(built, flagged)] == sorted(FLAGS)
    for page in ("kanban", "data_health"):
        app = open_app(built.published, page)
        assert not app.exception
        (flags,) = [expander for expander in app.expander if "9 flags" in expander.label]
        lines = [text.value for text in flags.text]
        assert [told for _, told in FLAGS.values() if not any(told in line for line in lines)] == []
