"""What a version tells of itself beside its marts. One of an earlier release may lack a table of it."""

from analytics_app.session import ask


def holds(table: str) -> bool:
    """Tell whether the version was published with that table of the schema `meta`."""
    query = """
        select count(*) > 0 as is_there from duckdb_tables()
        where schema_name = 'meta' and table_name = $table
        """
    return bool(ask(query, table=table).item())
