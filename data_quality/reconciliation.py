"""The last gate before a build is published: what must hold true of it as a whole.

Each check counts twice, by two ways, and compares. It reads a finished build through a DuckDB
connection; nothing here changes or repairs anything. Names in the queries come from the contract
tables and from the catalogue, never from data.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from data_quality.findings import Finding
from ingest.archive import archived_path
from ingest.contracts import TABLES
from ingest.durable_files import sha256_of
from ingest.receipts import RESTORE
from ingest.workspace import Workspace

EARLIEST_DATE, LATEST_DATE = "1990-01-01", "2100-12-31"

# Contract table -> the table of the star that has one row for each of its rows.
SAME_GRAIN = {
    "work_items": "core.dim_work_item",
    "ledger_lines": "core.fct_ledger_lines",
    "budget_lines": "core.fct_budget_lines",
}
# Contract table -> the table that must not be empty when it is not: a dimension has unknown members.
REACHES = {
    "initiatives": "core.fct_initiative_days",
    "objectives": "core.fct_objective_days",
    "key_results": "core.fct_key_result_days",
}
# They speak of every file, the refused and the held ones too.
ABOUT_LOADING = ("fct_file_loads", "fct_quality_results", "fct_quarantined_rows")
MONEY = {"ledger_lines": "core.fct_ledger_lines", "budget_lines": "core.fct_budget_lines"}

# Check -> the invariant that it is a part of.
INVARIANTS = {
    "file_rows_conserved": "rows",
    "quarantine_complete": "rows",
    "rows_in_core": "rows",
    "money_in_facts": "money",
    "money_in_marts": "money",
    "spend_in_themes": "money",
    "lineage_resolved": "lineage",
    "archive_unchanged": "lineage",
    "loops_told": "history",
    "source_filled": "filled",
    "table_filled": "filled",
    "numbers_finite": "values",
    "dates_plausible": "values",
}


def audit(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Return every comparison made, the good ones too: an audit without findings has looked at nothing."""
    return [
        *_file_rows_are_conserved(connection),
        *_quarantine_holds_every_rejected_row(connection),
        *_sources_fill_the_input(connection),
        *_input_reaches_the_star(connection),
        *_money_reaches_the_facts(connection),
        *_money_is_allocated(connection),
        *_spend_reaches_the_themes(connection),
        *_lineage_leads_to_a_file(connection),
        *_loops_are_told(connection),
        *_numbers_are_finite(connection),
        *_dates_are_plausible(connection),
    ]


def _equal(check: str, rows: list[tuple[Any, ...]]) -> Iterator[Finding]:
    """Make findings of (scope, expected, actual) rows; NULL is never equal to anything."""
    for scope, expected, actual in rows:
        ok = expected is not None and expected == actual
        yield Finding(INVARIANTS[check], check, str(scope), str(expected), str(actual), ok)


def _none(check: str, scope: str, found: int) -> Finding:
    return Finding(INVARIANTS[check], check, scope, "0", str(found), found == 0)


def _at_least(check: str, scope: str, least: int, found: int) -> Finding:
    return Finding(INVARIANTS[check], check, scope, f"at least {least}", str(found), found >= least)


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return connection.execute(query).fetchall()[0][0]


def _file_rows_are_conserved(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Rows read = accepted + rejected + ignored, for each file that was loaded."""
    query = """
        select
            source_name || ': ' || file_name,
            row_count_read,
            row_count_accepted + row_count_rejected + row_count_ignored
        from meta.file_loads
        where status = 'loaded'
        order by source_name, file_name, file_sha256
    """
    return _equal("file_rows_conserved", connection.execute(query).fetchall())


def _quarantine_holds_every_rejected_row(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Each row that a file's load counts as rejected lies in quarantine, with its reason.

    There may be more: a row that was accepted may have yielded a line that was not.
    """
    query = """
        select
            loads.source_name || ': ' || loads.file_name,
            loads.row_count_rejected,
            (
                select count(distinct quarantined.row_number)
                from meta.quarantined_rows as quarantined
                where
                    quarantined.source_name = loads.source_name
                    and quarantined.file_sha256 = loads.file_sha256
                    and quarantined.reason is not null
            )
        from meta.file_loads as loads
        where loads.status = 'loaded'
        order by loads.source_name, loads.file_name, loads.file_sha256
    """
    for scope, rejected, quarantined in connection.execute(query).fetchall():
        yield _at_least("quarantine_complete", scope, rejected, quarantined)


def _current_rows(table_name: str) -> str:
    """Return SQL for the rows of a contract table that stand: the newest version of each key, if any.

    Written another way than the staging models do it, so that one error is not made twice.
    """
    keys = ", ".join(("source_name", *TABLES[table_name].key))
    return f"""(
        select versions.*
        from input.{table_name} as versions
        inner join (
            select {keys}, max(known_at) as known_at
            from input.{table_name}
            where known_at <= (select as_known_on from input.run_parameters)
            group by {keys}
        ) using ({keys}, known_at)
        where not versions.is_deleted
    )"""  # noqa: S608


def _sources_fill_the_input(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Each source of which rows were accepted has some in the input: nothing equals nothing all the way."""
    rows = " union all ".join(f"select source_name from input.{table_name}" for table_name in TABLES)  # noqa: S608
    query = f"""
        select loads.source_name, count(filled.source_name)
        from (
            select source_name from meta.file_loads
            where status = 'loaded'
            group by source_name
            having sum(row_count_accepted) > 0
        ) as loads
        left join (select distinct source_name from ({rows})) as filled using (source_name)
        group by loads.source_name
        order by loads.source_name
    """  # noqa: S608
    for source, found in connection.execute(query).fetchall():
        yield _at_least("source_filled", source, 1, found)


def _input_reaches_the_star(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """No row of the input is lost or doubled on its way into the star, and none of its tables is empty."""
    for table_name, target in SAME_GRAIN.items():
        loaded = _count(connection, f"select count(*) from {_current_rows(table_name)}")  # noqa: S608
        arrived = _count(connection, f"select count(*) from {target}")  # noqa: S608
        yield from _equal("rows_in_core", [(f"{table_name} -> {target}", loaded, arrived)])
    for table_name, target in REACHES.items():
        loaded = _count(connection, f"select count(*) from {_current_rows(table_name)}")  # noqa: S608
        arrived = _count(connection, f"select count(*) from {target}")  # noqa: S608
        yield _at_least("table_filled", f"{table_name} -> {target}", min(loaded, 1), arrived)


def _money_reaches_the_facts(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Money loaded = money in the facts, per source and transaction currency, to the last digit."""
    for table_name, fact in MONEY.items():
        query = f"""
            select
                '{table_name}: ' || source_name || ' ' || currency_code,
                coalesce(loaded.amount, 0),
                coalesce(facts.amount, 0)
            from (
                select source_name, currency_code, sum(amount) as amount
                from {_current_rows(table_name)} group by all
            ) as loaded
            full join (
                select source_name, currency_code, sum(amount) as amount from {fact} group by all
            ) as facts using (source_name, currency_code)
            order by all
        """  # noqa: S608
        yield from _equal("money_in_facts", connection.execute(query).fetchall())


def _money_is_allocated(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Money in the facts = money allocated to initiatives and themes, Unallocated included."""
    query = """
        select table_name || ': ' || source_name || ' ' || currency_code, fact_amount, mart_amount
        from marts.mart_reconciliation
        order by all
    """
    return _equal("money_in_marts", connection.execute(query).fetchall())


def _spend_reaches_the_themes(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Converted postings up to the day of the marts = spend over all themes, by kind and fiscal period."""
    query = """
        select
            entry_type || ' ' || coalesce(fiscal_period_label, 'in no period'),
            coalesce(postings.amount, 0),
            coalesce(themes.amount, 0)
        from (
            select entry_type, fiscal_period_label, sum(reporting_amount) as amount
            from core.fct_ledger_lines
            where
                entry_type in ('actual', 'commitment')
                and reporting_amount is not null
                and business_date <= (select as_of_date from core.dim_run)
            group by all
        ) as postings
        full join (
            unpivot (
                select fiscal_period_label, sum(actual_amount) as actual, sum(commitment_amount) as commitment
                from marts.mart_theme_spend group by all
            ) on actual, commitment into name entry_type value amount
        ) as themes using (entry_type, fiscal_period_label)
        order by all
    """
    return _equal("spend_in_themes", connection.execute(query).fetchall())


def _lineage_leads_to_a_file(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Each fact row names a file that was loaded for its source, and its row in it where it is one row.

    Facts about files tell of refused and held ones, too.
    """
    query = """
        select
            table_schema || '.' || table_name,
            case when bool_or(column_name = 'row_number') then 'row_number >= 1' else 'true' end
        from information_schema.columns
        where
            table_catalog = current_database()
            and table_schema = 'core'
            and column_name in ('file_sha256', 'row_number')
            and not list_contains(?, table_name)
        group by all
        having bool_or(column_name = 'file_sha256')
        order by all
    """
    for table, names_its_row in connection.execute(query, [list(ABOUT_LOADING)]).fetchall():
        orphans = f"""
            select count(*) from {table}
            where ({names_its_row}) is not true or not exists (
                select 1 from meta.file_loads as loads
                where
                    loads.source_name = {table}.source_name
                    and loads.file_sha256 = {table}.file_sha256
                    and loads.status = 'loaded'
            )
        """  # noqa: S608
        yield _none("lineage_resolved", table, _count(connection, orphans))


def archive_audit(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> list[Finding]:
    """Compare the archived bytes of each file that was loaded with the hash that facts name them by."""
    query = """
        select distinct source_name, file_name, file_sha256 from meta.file_loads
        where status = 'loaded'
        order by all
    """
    files = connection.execute(query).fetchall()
    places = ((source, name, archived_path(workspace, sha256)) for source, name, sha256 in files)
    rows = [
        (f"{source}: {name}", str(path.relative_to(workspace.root)), _archived(workspace, path))
        for source, name, path in places
    ]
    return list(_equal("archive_unchanged", rows))


def _archived(workspace: Workspace, path: Path) -> str:
    """Return the path of archived bytes that are those it is named by; else what is wrong, and the remedy."""
    if not path.is_file():
        return f"no file ({RESTORE})"
    is_unchanged = sha256_of(path) == path.name
    return str(path.relative_to(workspace.root)) if is_unchanged else f"other bytes ({RESTORE})"


def _loops_are_told(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """No work item whose parents come back to where they were goes untold."""
    query = """
        select count(distinct items.work_item_id)
        from core.bridge_work_item_ancestor as ancestors
        inner join core.dim_work_item as items using (work_item_hash)
        where
            ancestors.is_cycle
            and not exists (
                select 1 from core.fct_work_item_findings as findings
                where
                    findings.source_name = items.source_name
                    and findings.work_item_id = items.work_item_id
                    and findings.rule_name in ('parent_loop', 'parents_without_end')
            )
    """
    yield _none("loops_told", "core.bridge_work_item_ancestor", _count(connection, query))


def _columns(connection: duckdb.DuckDBPyConnection, *types: str) -> list[tuple[str, str]]:
    """Return (table, column) of the star and the marts, quoted, whose type is one of these."""
    query = """
        select table_schema || '."' || table_name || '"', '"' || column_name || '"'
        from information_schema.columns
        where
            table_catalog = current_database()
            and table_schema in ('core', 'marts')
            and list_contains(?, data_type)
            and column_name <> 'as_known_on'  -- the end of time, where all that is known counts
            and table_name <> 'dim_date'  -- the calendar itself: it begins with a whole fiscal year
        order by all
    """
    return connection.execute(query, [list(types)]).fetchall()


def _numbers_are_finite(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """No number is NaN or infinite: either would poison every sum it takes part in."""
    for table, column in _columns(connection, "DOUBLE", "FLOAT"):
        query = f"select count(*) from {table} where not isfinite({column})"  # noqa: S608
        yield _none("numbers_finite", f"{table}.{column}".replace('"', ""), _count(connection, query))


def _dates_are_plausible(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """No date lies outside 1990 to 2100, infinity included."""
    for table, column in _columns(connection, "DATE", "TIMESTAMP"):
        query = f"""
            select count(*) from {table}
            where cast({column} as date) not between date '{EARLIEST_DATE}' and date '{LATEST_DATE}'
        """  # noqa: S608
        yield _none("dates_plausible", f"{table}.{column}".replace('"', ""), _count(connection, query))
