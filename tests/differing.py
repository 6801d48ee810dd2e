"""Whether two builds hold the same rows."""

import duckdb


def differing_rows(connection: duckdb.DuckDBPyConnection, first: str, second: str) -> int:
    """Count the rows that one of two queries has and the other has not, by every digit; doubles count."""
    query = f"select count(*) from (({first} except all {second}) union all ({second} except all {first}))"
    return connection.execute(query).fetchall()[0][0]
