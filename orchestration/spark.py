"""Apache Spark in DuckDB's place: it reads the same segments, its tables come back into the build file.

Everything is said to Spark in SQL through dbt's own connection, whatever kind the profile names. The
workspace must lie where both this process and Spark's reach it under one path.
"""

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb

from ingest.configuration import Configuration
from ingest.contracts import TABLES
from ingest.input_views import configured_segments, parquet_rows
from ingest.workspace import Workspace
from orchestration.checksums import PUBLISHED_SCHEMAS
from orchestration.dbt_runner import DbtError, build_database, manifest_path, operation_arguments, run_dbt

INPUT_SCHEMAS = ("input", "meta")
SPARK_TYPES = {"VARCHAR": "string"}  # the other types of the inputs are spelled alike
_WILDCARD = re.compile(r"([\\\[\]{}*?])")  # in a path; Spark would expand it


def lend_inputs(workspace: Workspace, configuration: Configuration) -> None:
    """Create the schemas `input` and `meta` in Spark: views over segments, and over copies of small tables.

    Raises DbtError when Spark cannot be reached or refuses.
    """
    shutil.rmtree(_exchange(workspace), ignore_errors=True)
    statements = [f"create schema if not exists {schema}" for schema in INPUT_SCHEMAS]
    with duckdb.connect(build_database(workspace), read_only=True) as connection:
        for schema, table, columns in _inputs(connection):
            if schema == "input" and table in TABLES:
                segments = configured_segments(workspace, configuration, TABLES[table])
                folders = sorted({segment.parent for segment in segments})
            else:
                folders = [_copy(connection, _exchange(workspace), schema, table)]
            statements.append(_view(schema, table, columns, folders))
    _execute(workspace, statements)


def take_tables(workspace: Workspace) -> None:
    """Copy Spark's core and marts into the build file, with the types of their contracts.

    Audit and publishing go on from there. Raises DbtError when Spark refuses.
    """
    tables = _published_models(workspace)
    folders = {name: _exchange(workspace) / name for name in tables}
    _execute(workspace, [_export(name, folder) for name, folder in folders.items()])
    with duckdb.connect(build_database(workspace)) as connection:
        for name, types in tables.items():
            columns = ", ".join(f'cast("{column}" as {kind}) as "{column}"' for column, kind in types.items())
            connection.execute(f"create schema if not exists {name.partition('.')[0]}")
            rows = parquet_rows(sorted(folders[name].glob("*.parquet")))
            connection.execute(f"create or replace table {name} as select {columns} from {rows}")  # noqa: S608


def _inputs(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return schema, name and typed columns of each table that dbt's sources name."""
    return connection.execute(
        "select table_schema, table_name, list((column_name, data_type) order by ordinal_position)"
        " from information_schema.columns where list_contains(?, table_schema) group by all order by all",
        [list(INPUT_SCHEMAS)],
    ).fetchall()


def _copy(connection: duckdb.DuckDBPyConnection, exchange: Path, schema: str, table: str) -> Path:
    folder = exchange / f"{schema}.{table}"
    folder.mkdir(parents=True)
    connection.table(f'{schema}."{table}"').write_parquet(str(folder / "all.parquet"), compression="zstd")
    return folder


def _view(schema: str, table: str, columns: list[tuple[str, str]], folders: Iterable[Path]) -> str:
    """Return the statement that creates a typed view; without a folder it has no row.

    The casts make Spark's timestamps, which know a time zone, of those in the files, which do not.
    """
    types = {name: SPARK_TYPES.get(kind, kind) for name, kind in columns}
    typed = ", ".join(f"cast(`{name}` as {kind}) as `{name}`" for name, kind in types.items())
    empty = ", ".join(f"cast(null as {kind}) as `{name}`" for name, kind in types.items())
    rows = [f"select {typed} from parquet.`{_path(folder)}`" for folder in folders]  # noqa: S608
    query = " union all ".join(rows) or f"select {empty} where false"
    return f"create or replace view {schema}.{table} as {query}"


def _export(name: str, folder: Path) -> str:
    return f"insert overwrite directory '{_literal(folder)}' using parquet select * from {name}"  # noqa: S608


def _published_models(workspace: Workspace) -> dict[str, dict[str, str]]:
    """Return `schema.name` of each published model, with its columns and their types."""
    nodes = json.loads(manifest_path(workspace).read_bytes())["nodes"].values()
    return {
        f"{node['schema']}.{node['name']}": {
            name: column["data_type"] for name, column in node["columns"].items()
        }
        for node in nodes
        if node["resource_type"] == "model" and node["schema"] in PUBLISHED_SCHEMAS
    }


def _execute(workspace: Workspace, statements: list[str]) -> None:
    outcome = run_dbt(workspace, operation_arguments(workspace, "run_statements", {"statements": statements}))
    if not outcome.success:
        raise DbtError(f"Spark: {outcome.exception or 'a statement failed'}; see build/logs/dbt.log")


def _exchange(workspace: Workspace) -> Path:
    return workspace.build / "spark"


def _path(folder: Path) -> str:
    return _WILDCARD.sub(r"\\\1", str(folder.resolve())).replace("`", "``")


def _literal(folder: Path) -> str:
    return str(folder.resolve()).replace("\\", "\\\\").replace("'", "\\'")
