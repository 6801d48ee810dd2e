"""What a full build of the marts costs beside the same SELECTs run straight in DuckDB, and how both grow.

    python -m benchmarks.transform.build [--items 10000 100000 1000000] [--runs 1] [--models 20]

`selects` are the final SELECTs of all models without dbt; `dbt, hardly a row` is the build of a portfolio of
two hundred work items, dbt's fixed cost; `dbt build` makes every model and runs every data test. The aim:
a build costs at most twice the SELECTs and the fixed cost together. A million work items come with ten
million transitions, five thousand initiatives, two thousand key results and two million ledger lines.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import Measured, Way, machine, measure
from benchmarks.transform.selects import COSTS, compile_selects, run_selects
from benchmarks.transform.workspaces import SMALLEST, begin, make_workspace
from ingest.workspace import Workspace
from orchestration.dbt_runner import build_arguments, run_dbt
from orchestration.environment import prepare_environment

SIZES = (10_000, 100_000, 1_000_000)
LARGE, SMALL = "large", "small"  # folders of the workspaces
SELECTS, FIXED, MODELS, BUILD = "selects", "dbt, hardly a row", "dbt, models alone", "dbt build"


def _dbt(folder_name: str, *arguments: str) -> Way:
    def run(folder: Path, _: Path) -> None:
        workspace = Workspace(folder / folder_name)
        outcome = run_dbt(workspace, [*build_arguments(workspace), *arguments])
        failed = [result for result in outcome.result or [] if result.status not in {"success", "pass"}]
        if not outcome.success:
            raise SystemExit(f"dbt failed: {outcome.exception or failed}")

    return Way(run, _begin(folder_name))


def _begin(folder_name: str) -> Callable[[Path, Path], None]:
    return lambda folder, _: begin(Workspace(folder / folder_name)) and None


WAYS = {
    SELECTS: Way(lambda folder, _: run_selects(folder / LARGE), _begin(LARGE)),
    FIXED: _dbt(SMALL),
    MODELS: _dbt(LARGE, "--exclude-resource-type", "test", "unit_test"),
    BUILD: _dbt(LARGE),
}


def main() -> None:
    """Be the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, nargs="+", default=SIZES, help="work items (default: 10k to 1M)")
    parser.add_argument("--runs", type=int, default=1, help="runs of each way (default: 1)")
    parser.add_argument("--models", type=int, default=20, help="so many of the dearest models (default: 20)")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    prepare_environment()
    if arguments.way:
        print(json.dumps(measure(WAYS[arguments.way], arguments.folder)))
        return
    print(f"{machine()}; medians of {arguments.runs} run(s) of each in turns\n")
    print("| work items | way | CPU s | wall s | peak MB |\n|---|---|---|---|---|")
    costs = {size: _measured(size, arguments.runs) for size in arguments.items}
    _print_dearest(max(costs), costs[max(costs)], arguments.models)


def _print_dearest(size: int, costs: dict[str, float], count: int) -> None:
    print(f"\n| model, {size:,} work items | CPU s straight in DuckDB |\n|---|---|")
    dearest = sorted(costs.items(), key=lambda cost: -cost[1])
    for name, seconds in dearest[:count]:
        print(f"| `{name}` | {seconds:.2f} |")
    rest = [seconds for _, seconds in dearest[count:]]
    print(f"| the other {len(rest)} | {sum(rest):.2f} |")


def _measured(size: int, run_count: int) -> dict[str, float]:
    """Print the lines of one size; return the CPU seconds of each model."""
    with TemporaryDirectory(prefix="portfolio-benchmark-") as name:
        folder = Path(name)
        started = time.perf_counter()
        workspace = make_workspace(folder / LARGE, size)
        make_workspace(folder / SMALL, SMALLEST)
        compile_selects(workspace)
        print(f"{size:,} work items made in {time.perf_counter() - started:.0f} s", file=sys.stderr)
        runs = [{way: _run_once(way, folder) for way in WAYS} for _ in range(run_count)]
        medians = {way: _medians([run[way] for run in runs]) for way in WAYS}
        for way, figures in medians.items():
            cpu, wall, peak = (figures[what] for what in ("cpu", "wall", "peak"))
            print(f"| {size:,} | {way} | {cpu:.1f} | {wall:.1f} | {peak:.0f} |", flush=True)
        yardstick = medians[SELECTS]["cpu"] + medians[FIXED]["cpu"]
        print(
            f"| {size:,} | dbt build / (selects + fixed) | **{medians[BUILD]['cpu'] / yardstick:.2f}** | | |"
        )
        return json.loads((workspace.root / COSTS).read_text())


def _run_once(way: str, folder: Path) -> Measured:
    command = [sys.executable, "-m", "benchmarks.transform.build", "--folder", str(folder), "--way", way]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1])


def _medians(runs: list[Measured]) -> Measured:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


if __name__ == "__main__":
    main()
