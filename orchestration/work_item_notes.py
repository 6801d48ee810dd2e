"""Findings about work items in a published version, for the steps and commands that follow."""

import duckdb

from ingest.workspace import Workspace
from orchestration.publishing import current


def work_item_findings(workspace: Workspace) -> list[str]:
    """Return a line for each source and rule that work items of the served version break, with an example.

    Parents that are in no export are left to Data health: to export a part of a tracker is no mistake.
    """
    manifest = current(workspace)
    if manifest is None:
        return []
    query = """
        select source_name, rule_name, count(*) as finding_count,
            min(concat(work_item_key, ': ', detail)) as example
        from marts.mart_work_item_findings
        where rule_name <> 'unknown_parent'
        group by source_name, rule_name
        order by all
    """
    with duckdb.connect(workspace.published / manifest.file, read_only=True) as connection:
        if not _has_findings(connection):
            return []
        rows = connection.execute(query).fetchall()
    return [
        f"source {source}: {rule}: {count:,} of its work items, such as {example}; see Data health"
        for source, rule, count, example in rows
    ]


def _has_findings(connection: duckdb.DuckDBPyConnection) -> bool:
    """A version published by an older release has no such mart."""
    query = "select count(*) from information_schema.tables where table_name = 'mart_work_item_findings'"
    return connection.execute(query).fetchall()[0][0] > 0
