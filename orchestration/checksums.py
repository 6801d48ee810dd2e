"""Checksums of tables that do not depend on the order of rows, to tell whether two versions are equal."""

from typing import TypedDict

import duckdb

PUBLISHED_SCHEMAS = ("core", "marts", "meta")


class TableChecksum(TypedDict):
    """Row count, and the sum of the rows' 64-bit hashes as a decimal number in text (128 bits).

    A sum, not an exclusive-or: that one is blind to rows that occur twice. DuckDB's hash may change
    from one release of DuckDB to the next, so compare only what the same release computed.
    """

    rows: int
    checksum: str


def table_checksums(connection: duckdb.DuckDBPyConnection) -> dict[str, TableChecksum]:
    """Return `schema.table` -> checksum for every published table."""
    names = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = current_database()"
        " and list_contains(?, schema_name) order by all",
        [list(PUBLISHED_SCHEMAS)],
    ).fetchall()
    return {f"{schema}.{table}": _checksum(connection, schema, table) for schema, table in names}


def _checksum(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> TableChecksum:
    query = f'select count(*), coalesce(sum(hash(counted)), 0) from "{schema}"."{table}" as counted'  # noqa: S608
    rows, total = connection.execute(query).fetchall()[0]
    return {"rows": rows, "checksum": str(total)}
