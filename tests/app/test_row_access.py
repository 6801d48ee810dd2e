"""Whose rows a person sees: every published table has a rule, and no rule lets rows of others through."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from analytics_app.row_access import NONE, RULES, WHOLE, WHOLE_CATALOG, Scope, install
from analytics_app.warehouse import QueryRefused, Version, select, served_version
from data_quality.findings import Finding
from tests.app.published_folder import ROOT, Row, contract_columns, publish_tables

APP = ROOT / "analytics_app"
MINE, THEIRS = "mine", "theirs"
STREAM = Scope(value_streams=frozenset({MINE}))
CENTER = Scope(cost_centers=frozenset({MINE}))
TABLES = sorted(
    name for name in contract_columns() if name.startswith("marts.") or name.startswith("core.dim_")
)

# Everybody sees all rows of these, and why nobody's rows are in them: rules of the table itself, written
# out a second time so that a table is not opened by a slip.
OPEN = {
    "core": "currency date strategic_theme strategic_theme_version strategy_version budget_version account "
    "workflow_state run objective key_result key_result_version source",
    "marts": "run theme_targets objectives key_results key_result_check_ins okr_findings source_health "
    "file_loads quality_results reconciliation control_totals quarantine_rules",
}
OPEN_TABLES = {f"core.dim_{name}" for name in OPEN["core"].split()} | {
    f"marts.mart_{name}" for name in OPEN["marts"].split()
}
OWNING_COLUMNS = {"initiative_code", "value_stream_name", "cost_center_code", "team_name", "work_item_key"}


def row(table: str, whose: str, **values: Any) -> Row:
    """Return a row that belongs to one side, every cell filled."""
    made = {column: _cell(column, kind, whose) for column, kind in contract_columns()[table].items()}
    return made | {name: value for name, value in values.items() if name in made}


def _cell(column: str, kind: str, whose: str) -> Any:
    if column in {"scope_kind", "scope_type"}:
        return "initiative"
    if kind == "varchar":
        return whose
    if kind.startswith("timestamp"):
        return datetime(2026, 3, 1)
    if kind == "date":
        return date(2026, 3, 1)
    return True if kind == "boolean" else 7


SOURCES = (
    "core.dim_initiative",
    "core.fct_capacity_allocations",
    "core.fct_ledger_lines",
    "core.fct_ledger_allocations",
    "core.fct_budget_lines",
    "core.fct_budget_allocations",
)


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """A version whose every table holds one row of mine and one of theirs."""
    tables = {
        table: [row(table, MINE), row(table, THEIRS)] for table in {*TABLES, *SOURCES} | {"marts.mart_run"}
    }
    return served_version(publish_tables(tmp_path_factory.mktemp("both"), tables))


def seen(version: Version, scope: Scope, table: str) -> pl.DataFrame:
    return select(version, scope, f"select * from {table}")


def test_every_published_table_has_a_rule() -> None:
    without = [table for table in TABLES if table not in RULES]
    assert without == [], "say in analytics_app/row_access.py who sees their rows"


def test_only_tables_without_an_owner_are_open() -> None:
    opened = {
        table for table, rule in RULES.items() if rule.rows == "true" and table.partition(".")[0] != "meta"
    }
    assert opened == OPEN_TABLES
    owned = {
        table: OWNING_COLUMNS & set(contract_columns()[table])
        for table in opened & set(TABLES)
        if OWNING_COLUMNS & set(contract_columns()[table])
    }
    assert owned == {}


def test_the_whole_portfolio_sees_everything(version: Version) -> None:
    assert {seen(version, WHOLE, table).height for table in TABLES} == {2}


@pytest.mark.parametrize("scope", [STREAM, CENTER, STREAM | CENTER, Scope()], ids=Scope.describe)
@pytest.mark.parametrize("table", [table for table in TABLES if table not in OPEN_TABLES])
def test_s11_no_row_of_others_is_seen(version: Version, table: str, scope: Scope) -> None:
    found = seen(version, scope, table)
    assert THEIRS not in {cell for cells in found.iter_rows() for cell in cells if isinstance(cell, str)}
    assert found.height <= 1


@pytest.mark.parametrize(
    "table", [table for table in TABLES if table in RULES and RULES[table].rows not in {"true", NONE}]
)
def test_ones_own_rows_are_seen_whole(version: Version, table: str) -> None:
    scope = CENTER if table == "core.dim_cost_center" else STREAM
    found = seen(version, scope, table)
    hidden = {column for column, condition in RULES[table].columns.items() if condition == NONE}
    assert found.height == 1
    assert None not in found.drop(hidden).row(0)


@pytest.mark.parametrize("table", sorted(OPEN_TABLES & set(TABLES)))
def test_s11_open_tables_hide_the_money_of_the_whole(version: Version, table: str) -> None:
    found = seen(version, STREAM, table)
    assert found.height == 2
    amounts = [name for name in found.columns if name.endswith("_amount") or name == "amount"]
    shown = [name for name in amounts if found[name].drop_nulls().len()]
    limits = {"significant_initiative_amount"}  # a threshold of portfolio.yml
    differences = {"difference_amount"}  # nought when the refresh is good, which is for everybody
    assert set(shown) <= limits | differences


def test_s11_of_invariants_only_whether_they_hold_is_open(tmp_path: Path) -> None:
    finding = Finding("money", "money_in_facts", "ledger_lines: erp EUR", "10.00", "10.01", is_ok=False)
    version = served_version(publish_tables(tmp_path, {"marts.mart_run": []}, findings=[finding]))
    whole, part = (seen(version, scope, "meta.invariants").row(0, named=True) for scope in (WHOLE, STREAM))
    hidden = dict.fromkeys(("expected", "actual", "difference"))
    assert (whole["expected"], whole["actual"], str(whole["difference"])) == ("10.00", "10.01", "0.010000")
    assert part == whole | hidden


def publish(root: Path, **tables: list[Row]) -> Version:
    return served_version(publish_tables(root, {f"core.{name}": rows for name, rows in tables.items()}))


def test_a_team_that_also_works_for_others_is_not_seen(tmp_path: Path) -> None:
    initiatives = [row("core.dim_initiative", whose) for whose in (MINE, THEIRS)]
    works_for = [("own", MINE), ("shared", MINE), ("shared", THEIRS), ("idle", None), ("other", THEIRS)]
    version = publish(
        tmp_path,
        dim_initiative=initiatives,
        dim_team=[row("core.dim_team", MINE, team_name=name) for name in ("own", "shared", "idle", "other")],
        fct_capacity_allocations=[
            row("core.fct_capacity_allocations", MINE, team_name=team, initiative_code=code)
            for team, code in works_for
        ],
    )
    assert seen(version, STREAM, "core.dim_team")["team_name"].to_list() == ["own"]


def test_an_initiative_whose_money_is_shared_with_another_cost_centre_is_not_seen(tmp_path: Path) -> None:
    booked = [("own", MINE), ("own", MINE), ("shared", MINE), ("shared", THEIRS), ("unknown", None)]
    lines = [
        row("core.fct_ledger_lines", MINE, ledger_line_key=str(number), cost_center_code=center)
        for number, (_, center) in enumerate(booked)
    ]
    parts = [
        row("core.fct_ledger_allocations", MINE, ledger_line_key=str(number), initiative_code=code)
        for number, (code, _) in enumerate(booked)
    ]
    budget = {"initiative_code": "planned elsewhere", "cost_center_code": THEIRS}
    version = publish(
        tmp_path,
        dim_initiative=[
            row("core.dim_initiative", code)
            for code in ("own", "shared", "unknown", "planned elsewhere", "free")
        ],
        fct_ledger_lines=lines,
        fct_ledger_allocations=parts,
        fct_budget_lines=[row("core.fct_budget_lines", MINE, **budget)],
        fct_budget_allocations=[row("core.fct_budget_allocations", MINE, **budget)],
    )
    assert seen(version, CENTER, "core.dim_initiative")["initiative_code"].to_list() == ["own"]


def test_s11_names_of_others_in_ones_own_rows_are_hidden(tmp_path: Path) -> None:
    initiatives = [row("core.dim_initiative", whose) for whose in (MINE, THEIRS)]
    needs = {"initiative_code": MINE, "provider_initiative_code": THEIRS, "provider_initiative_name": THEIRS}
    moved = {"from_initiative_name": THEIRS, "to_initiative_name": MINE}
    conflict = {"initiative_code": MINE, "other_initiative_code": THEIRS}
    version = served_version(
        publish_tables(
            tmp_path,
            {
                "core.dim_initiative": initiatives,
                "marts.mart_dependencies": [
                    row("marts.mart_dependencies", MINE, **needs, provider_owner_name=THEIRS)
                ],
                "marts.mart_decisions": [row("marts.mart_decisions", MINE, **moved)],
                "marts.mart_capacity_conflicts": [row("marts.mart_capacity_conflicts", MINE, **conflict)],
            },
        )
    )
    dependency = seen(version, STREAM, "marts.mart_dependencies").row(0, named=True)
    assert dependency["provider_initiative_code"] == THEIRS
    assert dependency["provider_initiative_name"] is None
    assert dependency["provider_owner_name"] is None
    decision = seen(version, STREAM, "marts.mart_decisions").row(0, named=True)
    assert (decision["from_initiative_name"], decision["to_initiative_name"]) == (None, MINE)
    assert seen(version, STREAM, "marts.mart_capacity_conflicts").is_empty()


def test_what_others_lose_by_a_need_and_their_loops_are_hidden(tmp_path: Path) -> None:
    blast = {"blast_per_week_amount": 900, "blast_initiative_count": 3, "blast_without_figure_count": 1}
    tables = {
        "core.dim_initiative": [row("core.dim_initiative", whose) for whose in (MINE, THEIRS)],
        "marts.mart_dependencies": [row("marts.mart_dependencies", MINE, **blast)],
        "marts.mart_dependency_loops": [
            row(
                "marts.mart_dependency_loops", MINE, loop_code=THEIRS, loop_path=f"{MINE} > {THEIRS} > {MINE}"
            )
        ],
    }
    version = served_version(publish_tables(tmp_path, tables))
    need = seen(version, STREAM, "marts.mart_dependencies").row(0, named=True)
    assert {name: need[name] for name in blast} == dict.fromkeys(blast)
    loop = seen(version, STREAM, "marts.mart_dependency_loops").row(0, named=True)
    assert (loop["initiative_code"], loop["loop_path"], loop["loop_code"]) == (MINE, None, None)
    assert seen(version, WHOLE, "marts.mart_dependencies")["blast_initiative_count"].to_list() == [3]


def test_of_a_row_shared_with_others_only_ones_own_part_is_seen(tmp_path: Path) -> None:
    amounts = [(100, 40), (50, 50)]
    tables = {
        "core.dim_initiative": [row("core.dim_initiative", MINE)],
        "marts.mart_initiative_sources": [
            row("marts.mart_initiative_sources", MINE, row_amount=whole, allocated_amount=part)
            for whole, part in amounts
        ],
    }
    version = served_version(publish_tables(tmp_path, tables))
    columns = ["row_amount", "allocated_amount"]
    assert seen(version, STREAM, "marts.mart_initiative_sources")[columns].rows() == [(None, 40), (50, 50)]
    assert seen(version, WHOLE, "marts.mart_initiative_sources")[columns].rows() == amounts


@pytest.fixture
def older_version() -> Iterator[duckdb.DuckDBPyConnection]:
    """A version whose ledger lines name no cost centre."""
    with duckdb.connect() as connection:
        connection.execute(f"attach ':memory:' as {WHOLE_CATALOG}")
        connection.execute(f"create schema {WHOLE_CATALOG}.core")
        for table in SOURCES:
            columns = [name for name in contract_columns()[table] if name != "cost_center_code"]
            typed = ", ".join(f"{name} {contract_columns()[table][name]}" for name in columns)
            connection.execute(f"create table {WHOLE_CATALOG}.{table} ({typed})")
        yield connection


def test_a_version_without_a_column_that_members_rest_on_shows_less(
    older_version: duckdb.DuckDBPyConnection,
) -> None:
    install(older_version, CENTER)
    assert older_version.execute("select * from main.initiatives").fetchall() == []
    assert older_version.execute("select * from core.dim_initiative").fetchall() == []


def test_a_scope_that_could_not_be_made_can_be_made_again(
    older_version: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("analytics_app.row_access._SCHEMA", "no statement {schema}")
        with pytest.raises(duckdb.ParserException):
            install(older_version, STREAM)
    install(older_version, STREAM)
    assert older_version.execute("select * from core.dim_initiative").fetchall() == []


@pytest.mark.parametrize(
    "sql",
    [
        "select * from whole_version.marts.mart_initiatives",
        'select * from "WHOLE_VERSION".marts.mart_initiatives',
    ],
)
def test_s02_s11_a_query_cannot_go_around_its_scope(version: Version, sql: str) -> None:
    with pytest.raises(QueryRefused):
        select(version, STREAM, sql)


@pytest.mark.parametrize(
    "table", ["core.fct_ledger_lines", "meta.quarantined_rows", "marts.mart_of_tomorrow"]
)
def test_s11_a_table_without_a_rule_is_not_there(version: Version, table: str) -> None:
    with pytest.raises(duckdb.CatalogException):
        seen(version, STREAM, table)


def test_s10_scopes_of_one_version_do_not_mix(version: Version) -> None:
    for _ in range(2):
        assert seen(version, STREAM, "marts.mart_initiatives")["initiative_code"].to_list() == [MINE]
        others = Scope(value_streams=frozenset({THEIRS}))
        assert seen(version, others, "marts.mart_initiatives")["initiative_code"].to_list() == [THEIRS]
        assert seen(version, WHOLE, "marts.mart_initiatives").height == 2


@pytest.mark.parametrize(
    "name",
    [
        "mine'); drop table main.initiatives; --",
        "' or true --",
        "'] as varchar[])) union all select value_stream_name from whole_version.core.dim_initiative --",
    ],
)
def test_s02_a_hostile_name_is_only_a_name(version: Version, name: str) -> None:
    scope = Scope(value_streams=frozenset({name}))
    assert seen(version, scope, "marts.mart_initiatives").is_empty()


def test_nothing_but_the_session_reads_or_keeps_data() -> None:
    """Whatever is read or cached elsewhere would miss the scope of who asks."""
    door = re.compile(
        r"st\.cache_(data|resource)|(?<!\.)\bselect\(|CONNECTIONS\.|duckdb\.(connect|sql|execute|query|read)"
    )
    users = {str(path.relative_to(APP)) for path in APP.rglob("*.py") if door.search(path.read_text())}
    assert users == {"session.py", "warehouse.py"}
