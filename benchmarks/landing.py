"""What landing a Jira CSV export costs beside the cheapest load there is: DuckDB's own, all as text.

    python -m benchmarks.landing [--issues 100000] [--runs 5]

Landing archives the file, reads it into contract rows, compares them with the state before (none) and
writes segments; quality suites are left out.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from benchmarks.jira_export import write_export
from benchmarks.timing import main
from ingest.configuration import Configuration, Organisation, ReadOptions, Reporting, Source
from ingest.landing import land_source
from ingest.readers import reader_for
from ingest.workspace import Workspace

SOURCE = Source(
    name="jira",
    format="jira_csv",
    files="inbox/*.csv",
    read=ReadOptions(columns={"initiative_code": "Custom field (Initiative)"}),
)
CONFIGURATION = Configuration(
    organisation=Organisation(name="Benchmark"), reporting=Reporting(currency="CHF"), sources=(SOURCE,)
)
reader_for(SOURCE.format)  # readers are imported when they are needed; here before the clock starts


def load_raw(export: Path, folder: Path) -> None:
    """Load the export into a DuckDB table of text columns, and close the database."""
    with duckdb.connect(folder / "raw.duckdb") as connection:
        connection.execute(
            "create table issues as select * from read_csv($1, all_varchar = true, header = true, "
            "delim = ',', quote = '\"', escape = '\"')",
            [str(export)],
        )


def land(export: Path, folder: Path) -> None:
    """Land the export in an empty workspace."""
    (folder / "inbox").mkdir()
    os.link(export, folder / "inbox" / "jira-2026-01-31.csv")
    loads = land_source(Workspace(folder), CONFIGURATION, SOURCE, datetime.now(UTC)).new_loads
    if [load.status for load in loads] != ["loaded"]:
        raise SystemExit(f"landing failed: {loads}")


if __name__ == "__main__":
    main("benchmarks.landing", __doc__, {"raw": load_raw, "landing": land}, write_export, 100_000)
