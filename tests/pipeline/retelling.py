"""The example told otherwise: inputs changed before dbt reads them, and how core and marts then differ."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import duckdb

from ingest.configuration_file import load_configuration
from ingest.input_views import attach_inputs
from ingest.workspace import Workspace
from tests.dbt_project.conftest import run_dbt
from tests.differing import differing_rows

REVIEW = date(2026, 10, 31)
INPUT_SCHEMAS = ("input", "meta")
MONEY = "DECIMAL(18,4)"
CENT = 0.01
ROUNDED = 1e-7  # of an amount: what four decimals of a weekly rate come to over years

Connection = duckdb.DuckDBPyConnection
Change = Callable[[Connection], None]


@dataclass(frozen=True)
class Column:
    """A column of core or marts, as its yml tells it."""

    name: str
    type: str
    is_money: bool


@dataclass(frozen=True)
class Build:
    """A built database, and what dbt says of its models."""

    database: Path

    @cached_property
    def manifest(self) -> dict:
        return json.loads((self.database.parent / "target" / "manifest.json").read_text())

    @cached_property
    def keys(self) -> dict[str, str]:
        """The column that is tested to be unique, by the name of its model."""
        tests = [node for node in self.manifest["nodes"].values() if node["resource_type"] == "test"]
        return {
            test["attached_node"].rpartition(".")[2]: test["column_name"]
            for test in tests
            if (test.get("test_metadata") or {}).get("name") == "unique"
        }

    @cached_property
    def columns(self) -> dict[str, list[Column]]:
        """The columns of each table of core and marts."""
        models = [
            node
            for node in self.manifest["nodes"].values()
            if node["resource_type"] == "model" and node["schema"] in {"core", "marts"}
        ]
        units = {
            (column["config"]["meta"]["metric"], column["name"]): column["config"]["meta"]["unit"]
            for model in models
            for column in model["columns"].values()
            if "unit" in column["config"]["meta"]
        }

        def told(column: dict) -> Column:
            name = column["name"]
            unit = units.get((column["config"]["meta"].get("metric"), name), "")
            is_money = name.endswith("amount") or unit.startswith("money")
            return Column(name, column["data_type"], is_money)

        return {
            f"{model['schema']}.{model['name']}": [told(column) for column in model["columns"].values()]
            for model in models
        }


def _columns(connection: Connection, schemas: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Return the types of the columns of each table, both by name."""
    found: dict[str, dict[str, str]] = {}
    for schema, table, column, data_type in connection.execute(
        "select table_schema, table_name, column_name, data_type from information_schema.columns"
        " where list_contains(?, table_schema) and table_catalog = current_database()"
        " order by table_schema, table_name, ordinal_position",
        [list(schemas)],
    ).fetchall():
        found.setdefault(f"{schema}.{table}", {})[column] = data_type
    return found


def tell_otherwise(connection: Connection, table: str, query: str) -> None:
    """Put a query in place of an input; it reads the input as `{told}`."""
    schema, _, name = table.partition(".")
    ((kind,),) = connection.execute(
        "select case table_type when 'VIEW' then 'view' else 'table' end from information_schema.tables"
        " where table_schema = ? and table_name = ? and table_catalog = current_database()",
        [schema, name],
    ).fetchall()
    connection.execute(f"alter {kind} {table} rename to {name}__told")
    connection.execute(f"create view {table} as {query.format(told=f'{table}__told')}")


def tell_columns_otherwise(connection: Connection, new_value: Callable[[str, str, str], str | None]) -> None:
    """Replace columns of the inputs: `new_value(table, column, type)` is SQL, or None for one that stays."""
    for table, columns in _columns(connection, INPUT_SCHEMAS).items():
        replaced = {
            name: value for name, data_type in columns.items() if (value := new_value(table, name, data_type))
        }
        if replaced:
            values = ", ".join(f"{value} as {name}" for name, value in replaced.items())
            tell_otherwise(connection, table, f"select * replace ({values}) from {{told}}")


def build(database: Path, workspace: Workspace, change: Change) -> Build:
    """Build core and marts of what a workspace has landed, changed before dbt reads it."""
    database.parent.mkdir()
    with duckdb.connect(str(database)) as connection:
        attach_inputs(connection, workspace, load_configuration(workspace.configuration_path), REVIEW)
        change(connection)
    outcome = run_dbt(database, "build", "--resource-type", "seed", "--resource-type", "model")
    assert outcome.returncode == 0, outcome.stdout[-6000:]
    return Build(database)


def compared(first: Path, second: Path) -> Connection:
    """Attach two builds as `told` and `otherwise`."""
    connection = duckdb.connect()
    connection.execute(f"attach '{first}' as told (read_only)")
    connection.execute(f"attach '{second}' as otherwise (read_only)")
    return connection


def _count(connection: Connection, query: str) -> int:
    ((count,),) = connection.execute(query).fetchall()
    return count


def figures_that_differ(
    told: Path,
    build: Build,
    *,
    factor: Callable[[str, Column], str] = lambda table, column: "1",
    rows: Callable[[str, list[Column]], str | None] = lambda table, columns: "true",
) -> dict[str, int]:
    """Count the rows, matched by key, whose figure is not so many times what it was.

    `factor` and `rows` are SQL over the row as it was told; a table whose `rows` is None is left out.
    """
    found = {}
    with compared(told, build.database) as connection:
        for table, columns in build.columns.items():
            chosen = rows(table, columns)
            if chosen is None:
                continue
            key = build.keys[table.rpartition(".")[2]]
            pairs = (
                f"(select * from told.{table} where {chosen}) as told"
                f" full join (select * from otherwise.{table} where {chosen}) as otherwise"
                f" on told.{key} = otherwise.{key}"
            )
            unmatched = f"select count(*) from {pairs} where told.{key} is null or otherwise.{key} is null"
            found[table] = _count(connection, unmatched)
            for column in columns:
                differs = _differs(column, factor(table, column))
                found[f"{table}.{column.name}"] = _count(
                    connection, f"select count(*) from {pairs} where {differs}"
                )
    assert len(found) > 400
    return {name: count for name, count in found.items() if count}


def _differs(column: Column, factor: str) -> str:
    was, now = f"told.{column.name}", f"otherwise.{column.name}"
    if not column.type.startswith(("decimal", "double", "bigint")):
        return f"{was} is distinct from {now}"
    tolerance = f"{CENT} + {ROUNDED} * abs({was})" if column.is_money else f"1e-6 * greatest(1, abs({was}))"
    return (
        f"({was} is null) <> ({now} is null)"
        f" or abs(cast({now} as double) - ({factor}) * cast({was} as double)) > {tolerance}"
    )


def rows_that_differ(told: Path, build: Build, value: Callable[[Column, str], str | None]) -> dict[str, int]:
    """Count the rows of each table that one build has and the other has not; `value` is SQL, or None."""
    found = {}
    with compared(told, build.database) as connection:
        for table, columns in build.columns.items():
            sides = {}
            for side in ("told", "otherwise"):
                values = [text for column in columns if (text := value(column, side))]
                sides[side] = f"select {', '.join(values)} from {side}.{table}"
            found[table] = differing_rows(connection, sides["told"], sides["otherwise"])
    assert len(found) > 100
    return {table: count for table, count in found.items() if count}
