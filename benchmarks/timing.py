"""Running two ways of doing the same thing in turns, each in a process of its own, and comparing them.

Counted are the CPU seconds of all threads from the moment on when the imports are done. Only the
ratio means something: it compares runs that met the same machine within the same minute.
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
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

Way = Callable[[Path, Path], None]  # export, empty folder
Measured = dict[str, float]


def measure(way: Way, export: Path) -> Measured:
    """Run one way in this process; return CPU and wall seconds and the peak of memory in MB."""
    with TemporaryDirectory(dir=export.parent) as folder:
        started, cpu = time.perf_counter(), _cpu_seconds()
        way(export, Path(folder))
        measured = {"cpu": _cpu_seconds() - cpu, "wall": time.perf_counter() - started}
    return measured | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _cpu_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def run_in_turns(module: str, names: list[str], export: Path, run_count: int) -> list[dict[str, Measured]]:
    """Let `python -m module --way NAME --export FILE` measure each way, again and again."""
    command = [sys.executable, "-m", module, "--export", str(export), "--way"]

    def run(name: str) -> Measured:
        return json.loads(subprocess.run([*command, name], check=True, stdout=subprocess.PIPE).stdout)

    return [{name: run(name) for name in names} for _ in range(run_count)]


def report(runs: list[dict[str, Measured]]) -> None:
    """Print the medians of the first way and of the second, and their ratio."""
    first, second = runs[0]
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {_versions()}"
    print(f"{machine}; {len(runs)} runs of each in turns")
    print(f"{'':12}{first:>12}{second:>12}{'ratio':>8}")
    for measure_name, label in (("cpu", "CPU s"), ("wall", "wall s"), ("peak_mb", "peak MB")):
        one, other = (statistics.median(run[name][measure_name] for run in runs) for name in (first, second))
        print(f"{label:12}{one:12.2f}{other:12.2f}{other / one:8.2f}")


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("duckdb", "polars", "msgspec"))


def main(
    module: str,
    description: str | None,
    ways: Mapping[str, Way],
    write: Callable[[Path, int], None],
    size: int,
) -> None:
    """Be the command line of a benchmark; `write` makes an export of so many issues, `size` by default."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--issues", type=int, default=size, help=f"issues in the export (default: {size:,})")
    parser.add_argument("--runs", type=int, default=5, help="runs of each way (default: 5)")
    parser.add_argument("--way", choices=ways, help=argparse.SUPPRESS)
    parser.add_argument("--export", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.way:
        print(json.dumps(measure(ways[arguments.way], arguments.export)))
        return
    with TemporaryDirectory(prefix="portfolio-benchmark-") as folder:
        export = Path(folder) / "export"
        write(export, arguments.issues)
        print(f"{arguments.issues:,} issues, {export.stat().st_size / 1e6:.0f} MB")
        report(run_in_turns(module, list(ways), export, arguments.runs))
