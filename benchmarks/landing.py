"""What landing costs beside the cheapest load there is: DuckDB's own, of the same file, all as text.

    python -m benchmarks.landing [--issues 100000] [--runs 5]

Both are run in turns, each in a process of its own, so that they meet the same machine. Counted are
the CPU seconds of all threads after the imports. Landing archives the file, reads it into contract
rows, compares them with the state before (none) and writes segments; quality suites are left out.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.jira_export import write_export
from ingest.configuration import Configuration, Organisation, ReadOptions, Reporting, Source
from ingest.landing import land_source
from ingest.readers import reader_for
from ingest.workspace import Workspace

EXPORT_NAME = "jira-2026-01-31.csv"
SOURCE = Source(
    name="jira",
    format="jira_csv",
    files="inbox/*.csv",
    read=ReadOptions(columns={"initiative_code": "Custom field (Initiative)"}),
)
CONFIGURATION = Configuration(
    organisation=Organisation(name="Benchmark"), reporting=Reporting(currency="CHF"), sources=(SOURCE,)
)


def load_raw(root: Path) -> None:
    """Load the export into a DuckDB table of text columns, and close the database."""
    with duckdb.connect(root / "raw.duckdb") as connection:
        connection.execute(
            "create table issues as select * from read_csv($1, all_varchar = true, header = true, "
            "delim = ',', quote = '\"', escape = '\"')",
            [str(root / "inbox" / EXPORT_NAME)],
        )


def land(root: Path) -> None:
    """Land the export in an empty workspace."""
    loads = land_source(Workspace(root), CONFIGURATION, SOURCE, datetime.now(UTC)).new_loads
    if [load.status for load in loads] != ["loaded"]:
        raise SystemExit(f"landing failed: {loads}")


WAYS: dict[str, Callable[[Path], None]] = {"raw": load_raw, "landing": land}


def measure(way: str, root: Path) -> dict[str, float]:
    """Run one way in this process; return CPU and wall seconds and the peak of memory in MB."""
    reader_for(SOURCE.format)  # its imports are not to be counted
    started, cpu = time.perf_counter(), _cpu_seconds()
    WAYS[way](root)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": _cpu_seconds() - cpu, "wall": time.perf_counter() - started, "peak_mb": peak}


def _cpu_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def measure_apart(way: str, export: Path) -> dict[str, float]:
    """Run one way in a fresh process and a fresh workspace that links the export."""
    with TemporaryDirectory(dir=export.parent) as folder:
        inbox = Path(folder) / "inbox"
        inbox.mkdir()
        os.link(export, inbox / EXPORT_NAME)
        command = [sys.executable, "-m", "benchmarks.landing", "--way", way, "--root", folder]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def compare(issue_count: int, run_count: int) -> None:
    """Print medians of alternating runs, and their ratios."""
    with TemporaryDirectory(prefix="portfolio-benchmark-") as folder:
        export = Path(folder) / "export.csv"
        write_export(export, issue_count)
        size = export.stat().st_size / 1e6
        print(f"{issue_count:,} issues, 60 columns, {size:.0f} MB; {run_count} runs in turns")
        print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {_versions()}")
        runs = [{way: measure_apart(way, export) for way in WAYS} for _ in range(run_count)]
    for name, unit in (("cpu", "CPU s"), ("wall", "s"), ("peak_mb", "MB at peak")):
        raw, landing = (statistics.median(run[way][name] for run in runs) for way in WAYS)
        print(f"raw {raw:8.2f} {unit:10}   landing {landing:8.2f} {unit:10}   ratio {landing / raw:5.2f}")


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("duckdb", "polars"))


def main() -> None:
    """Compare, or run one way when told so by the comparison."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--issues", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.way:
        print(json.dumps(measure(arguments.way, arguments.root)))
    else:
        compare(arguments.issues, arguments.runs)


if __name__ == "__main__":
    main()
