"""The segments that landing leaves of a large portfolio, of any size, the same for the same seed.

So many work items bring ten transitions and two ledger lines each, an initiative for each two hundred, a
key result for each five hundred; everything else in proportion. Nine in ten items come with a change log,
the others in weekly snapshots; a later file of each large source changes, adds and takes away some rows.
"""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import duckdb

from benchmarks.generators.jira_export import SEED
from benchmarks.generators.segment_queries import MACROS, QUERIES
from ingest.contracts import LINEAGE, SQL_TYPES, TABLES
from ingest.load_records import FileLoad, write_load_record
from ingest.segments import INSTANT
from ingest.workspace import Workspace

ROWS_OF_A_GROUP = 122_880  # DuckDB's own; said, so that equal arguments give equal files


@dataclass(frozen=True)
class Segment:
    """Rows of one contract table that one file of one source brought."""

    table: str
    source_name: str
    day: date
    query: str  # columns of the contract by name; `is_deleted` and `row_number` where they are not the usual
    count: str  # how many numbers `i` the query is asked for, from 0 on


def write_segments(workspace: Workspace, item_count: int, seed: int = SEED) -> None:
    """Write the segments and the load records of a portfolio of that many work items."""
    rows_of_files: dict[tuple[str, date], int] = {}
    with duckdb.connect() as connection:
        connection.execute(MACROS.format(items=item_count, seed=seed))
        for words in QUERIES:
            segment = Segment(*words)
            rows = _write_segment(connection, workspace, segment)
            file = (segment.source_name, segment.day)
            rows_of_files[file] = rows_of_files.get(file, 0) + rows
    for (source_name, day), rows in rows_of_files.items():
        write_load_record(workspace, _load_record(source_name, day, rows))


def _write_segment(connection: duckdb.DuckDBPyConnection, workspace: Workspace, segment: Segment) -> int:
    """Write one segment; return its rows."""
    contract = TABLES[segment.table]
    given = _names(connection, segment)
    lineage = {
        "source_name": f"'{segment.source_name}'",
        "file_sha256": f"'{_sha256(segment.source_name, segment.day)}'",
        "row_number": "row_number() over ()",
        "known_at": f"timestamp '{segment.day}'",
        "is_deleted": "false",
        "row_hash": f"md5(concat_ws('|', {', '.join(contract.key)}))",
    }
    columns = ", ".join(
        f"cast({column.name if column.name in given else lineage.get(column.name, 'null')} as "
        f'{SQL_TYPES[column.type]}) as "{column.name}"'
        for column in (*contract.columns, *LINEAGE)
    )
    name = f"{datetime.combine(segment.day, datetime.min.time()):{INSTANT}}-{_stem(segment)}.parquet"
    target = workspace.input / segment.table / segment.source_name / name
    target.parent.mkdir(parents=True, exist_ok=True)
    rows = connection.execute(
        f"copy (select {columns} from ({_asked(segment)})) to '{target}' "  # noqa: S608 - our own text
        f"(format parquet, compression zstd, row_group_size {ROWS_OF_A_GROUP})"
    ).fetchall()
    return rows[0][0]


def _asked(segment: Segment) -> str:
    return segment.query.replace("NUMBERS", f"range(cast({segment.count} as bigint)) as numbers(i)")


def _names(connection: duckdb.DuckDBPyConnection, segment: Segment) -> set[str]:
    return {name for name, *_ in connection.execute(f"describe {_asked(segment)}").fetchall()}


def _load_record(source_name: str, day: date, rows: int) -> FileLoad:
    """Return the record of a file whose rows were all accepted."""
    return FileLoad(
        source_name=source_name,
        file_sha256=_sha256(source_name, day),
        file_name=f"inbox/{source_name}/{source_name}-{day}.csv",
        stem=f"{day}-{_sha256(source_name, day)}",
        fingerprint="",
        step_at=f"{day}T00:00:00",
        as_of_date=day.isoformat(),
        known_at=f"{day}T00:00:00",
        received_at=f"{day}T06:00:00+00:00",
        byte_count=rows * 100,
        status="loaded",
        row_count_read=rows,
        row_count_accepted=rows,
        rows_written=rows,
    )


def _stem(segment: Segment) -> str:
    return f"{segment.day}-{_sha256(segment.source_name, segment.day)}"


def _sha256(source_name: str, day: date) -> str:
    return sha256(f"{source_name} {day}".encode()).hexdigest()
