"""Running several ways of doing the same thing in turns, each in a process of its own, and comparing them.

Counted are the CPU seconds of all threads from the moment on when imports and preparations are done.
Only the ratio means something: it compares runs that met the same machine within the same minutes.
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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

Measured = dict[str, float]


@dataclass(frozen=True)
class Way:
    """One way: `run` is measured, `prepare` before it is not; both get the exports and a folder."""

    run: Callable[[Path, Path], None]
    prepare: Callable[[Path, Path], None] = lambda exports, folder: None


@dataclass(frozen=True)
class Benchmark:
    """Ways of doing the same; the first is the yardstick of the others."""

    module: str  # run as `python -m`
    description: str
    ways: Mapping[str, Way]
    write: Callable[[Path, int], None]  # fills a folder with exports of so many rows
    rows: int
    runs: int = 5


def run(benchmark: Benchmark) -> None:
    """Be the command line of a benchmark."""
    parser = argparse.ArgumentParser(
        description=benchmark.description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    rows, runs = benchmark.rows, benchmark.runs
    parser.add_argument("--rows", type=int, default=rows, help=f"rows in the export (default: {rows:,})")
    parser.add_argument("--runs", type=int, default=runs, help=f"runs of each way (default: {runs})")
    parser.add_argument("--way", choices=benchmark.ways, help=argparse.SUPPRESS)
    parser.add_argument("--exports", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.way:
        print(json.dumps(measure(benchmark.ways[arguments.way], arguments.exports)))
        return
    with TemporaryDirectory(prefix="portfolio-benchmark-") as folder:
        exports = Path(folder) / "exports"
        exports.mkdir()
        benchmark.write(exports, arguments.rows)
        size = sum(path.stat().st_size for path in exports.iterdir()) / 1e6
        print(f"{arguments.rows:,} rows, {size:.0f} MB")
        report(_run_in_turns(benchmark, exports, arguments.runs))


def measure(way: Way, exports: Path) -> Measured:
    """Run one way in this process; return CPU and wall seconds and the peak of memory in MB."""
    with TemporaryDirectory(dir=exports.parent) as name:
        folder = Path(name)
        way.prepare(exports, folder)
        started, cpu = time.perf_counter(), _cpu_seconds()
        way.run(exports, folder)
        measured = {"cpu": _cpu_seconds() - cpu, "wall": time.perf_counter() - started}
    return measured | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _cpu_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _run_in_turns(benchmark: Benchmark, exports: Path, run_count: int) -> list[dict[str, Measured]]:
    command = [sys.executable, "-m", benchmark.module, "--exports", str(exports), "--way"]

    def run_once(name: str) -> Measured:
        return json.loads(subprocess.run([*command, name], check=True, stdout=subprocess.PIPE).stdout)

    return [{name: run_once(name) for name in benchmark.ways} for _ in range(run_count)]


def report(runs: list[dict[str, Measured]]) -> None:
    """Print the median of each way as a Markdown table, and its ratio to that of the first.

    The least of the runs is shown too: what a busy machine adds, it adds to the median only.
    """
    print(f"{machine()}; medians of {len(runs)} runs of each in turns\n")
    print(
        "| way | CPU s | ratio | least CPU s | its ratio | wall s | peak MB |\n|---|---|---|---|---|---|---|"
    )
    yardstick = next(iter(runs[0]))
    for name in runs[0]:
        cpu, wall, peak = (_median(runs, name, what) for what in ("cpu", "wall", "peak"))
        least, least_of_first = (min(run[way]["cpu"] for run in runs) for way in (name, yardstick))
        print(
            f"| {name} | {cpu:.2f} | {cpu / _median(runs, yardstick, 'cpu'):.2f} "
            f"| {least:.2f} | {least / least_of_first:.2f} | {wall:.2f} | {peak:.0f} |"
        )


def _median(runs: list[dict[str, Measured]], name: str, what: str) -> float:
    return statistics.median(run[name][what] for run in runs)


def machine() -> str:
    """Return cores, Python and the libraries whose speed is measured."""
    versions = [f"{name} {version(name)}" for name in ("duckdb", "polars", "msgspec", "fastexcel")]
    return ", ".join([f"{os.cpu_count()} cores", f"Python {platform.python_version()}", *versions])
