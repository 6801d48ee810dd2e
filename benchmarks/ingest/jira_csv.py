"""What landing a Jira CSV export costs beside DuckDB's own load of it, all as text, and beside dlt's.

    python -m benchmarks.ingest.jira_csv [--rows 100000] [--runs 5]

Landing archives the file, proves that no record is lost, reads it into contract rows, compares them with
the state before (none) and writes segments; with suites, the quality rules judge every row, too. dlt is
given the rows of Python's own csv module and loads them into DuckDB; of repeated headers such a row keeps
the last.
"""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.generators.jira_export import write_export
from benchmarks.ingest.workspaces import configuration_of, land
from benchmarks.timing import Benchmark, Way, run
from data_quality.runner import batch_check
from ingest.configuration import ReadOptions, Source

NAME = "jira-2026-01-31.csv"
CONFIGURATION = configuration_of(
    Source(
        name="jira",
        format="jira_csv",
        files="inbox/*.csv",
        read=ReadOptions(columns={"initiative_code": "Custom field (Initiative)"}),
    )
)


def write(exports: Path, row_count: int) -> None:
    """Write one export."""
    write_export(exports / NAME, row_count)


def load_raw(exports: Path, folder: Path) -> None:
    """Load the export into a DuckDB table of text columns, and close the database."""
    with duckdb.connect(folder / "raw.duckdb") as connection:
        connection.execute(
            "create table issues as select * from read_csv($1, all_varchar = true, header = true, "
            "delim = ',', quote = '\"', escape = '\"')",
            [str(exports / NAME)],
        )


def land_with_suites(exports: Path, folder: Path) -> None:
    """Land the export, each row judged by the quality suites."""
    land(CONFIGURATION, exports / NAME, folder, batch_check(CONFIGURATION))


def import_suites(exports: Path, folder: Path) -> None:
    """Import the engine of the suites; it would take four seconds of the measurement."""
    import great_expectations  # noqa: F401


def import_dlt(exports: Path, folder: Path) -> None:
    """Import dlt and its destination; it would take two seconds of the measurement."""
    os.environ |= {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR"}
    import dlt
    import dlt.destinations.impl.duckdb.duck

    dlt.pipeline("warm", pipelines_dir=str(folder / "warm"))


def load_with_dlt(exports: Path, folder: Path) -> None:
    """Load the export into DuckDB with dlt."""
    import dlt

    csv.field_size_limit(1 << 24)

    def records() -> Iterator[list[dict[str, str]]]:
        with (exports / NAME).open(encoding="utf-8", newline="") as file:
            batch = []
            for record in csv.DictReader(file):
                batch.append(record)
                if len(batch) == 10_000:
                    yield batch
                    batch = []
            yield batch

    destination = dlt.destinations.duckdb(str(folder / "dlt.duckdb"))
    pipeline = dlt.pipeline("jira", pipelines_dir=str(folder / "dlt"), destination=destination)
    pipeline.run(records(), table_name="issues")


if __name__ == "__main__":
    ways = {
        "DuckDB, all text": Way(load_raw),
        "landing": Way(lambda exports, folder: land(CONFIGURATION, exports / NAME, folder)),
        "landing with suites": Way(land_with_suites, import_suites),
        "dlt": Way(load_with_dlt, import_dlt),
    }
    run(Benchmark("benchmarks.ingest.jira_csv", __doc__, ways, write, 100_000))
