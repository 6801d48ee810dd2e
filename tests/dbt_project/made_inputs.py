"""Build files made by hand: the inputs of dbt, filled with rows instead of exports."""

from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from ingest.configuration import Configuration
from ingest.contracts import SQL_TYPES, TABLES
from ingest.input_views import attach_inputs
from ingest.workspace import Workspace

AS_OF = date(2026, 10, 31)
LINEAGE = {
    "source_name": "made",
    "file_sha256": "f",
    "known_at": "2026-10-31 02:30:00",
    "is_deleted": False,
    "row_hash": "h",
}
MINIMAL = {
    "organisation": {"name": "Example"},
    "reporting": {"currency": "EUR"},
    "sources": [{"name": "made", "format": "ledger", "files": "inbox/*.csv"}],
}


def make_build_file(
    folder: Path, configuration: dict[str, object], rows: dict[str, list[dict[str, object]]]
) -> Path:
    """Create a build file whose contract tables hold these rows, all of the source `made`."""
    database = folder / "portfolio.duckdb"
    settings = Configuration.model_validate(MINIMAL | configuration)
    with duckdb.connect(str(database)) as connection:
        attach_inputs(connection, Workspace(folder), settings, AS_OF)
        for table_name, records in rows.items():
            _fill(connection, table_name, records)
    return database


def _fill(connection: duckdb.DuckDBPyConnection, table_name: str, records: list[dict[str, object]]) -> None:
    """Put rows in place of a contract table's view; dates may be written as ISO text."""
    schema = TABLES[table_name].segment_schema
    texts = [
        {
            name: None if value is None else str(value)
            for name, value in (dict.fromkeys(schema) | LINEAGE | {"row_number": number} | record).items()
        }
        for number, record in enumerate(records, start=1)
    ]
    connection.register("_made", pl.DataFrame(texts, schema=dict.fromkeys(schema, pl.String())).to_arrow())
    types = {column.name: SQL_TYPES[column.type] for column in TABLES[table_name].columns}
    types |= {"row_number": "bigint", "known_at": "timestamp", "is_deleted": "boolean"}
    columns = ", ".join(f'cast("{name}" as {types.get(name, "varchar")}) as "{name}"' for name in schema)
    connection.execute(f'drop view input."{table_name}"')
    connection.execute(f'create table input."{table_name}" as select {columns} from _made')
    connection.unregister("_made")
