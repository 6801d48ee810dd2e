"""`python -m tests.mutants`: does the suite notice small edits of the SQL? `--help` tells how to narrow it.

Ends with 1 when fewer than nine in ten are noticed, when an edit's SQL does not run, or when the project
as it is does not pass.
"""

import argparse
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from pathlib import Path

from orchestration.environment import prepare_environment

prepare_environment()

from ingest.configuration_file import load_configuration  # noqa: E402
from ingest.workspace import Workspace  # noqa: E402
from orchestration.building import RunParameters, plan_build, start_build  # noqa: E402
from orchestration.dbt_runner import build_database  # noqa: E402
from orchestration.locking import WorkspaceLockedError, refresh_lock  # noqa: E402
from tests.mutants.bench import STAGES, Bench, Verdict, judge, start_worker  # noqa: E402
from tests.mutants.catalogue import Mutant, load_mutants  # noqa: E402

REQUIRED_SHARE = 0.9
COMMAND = "import sys; from orchestration.cli import main; sys.exit(main())"


def main() -> int:
    """Judge the chosen mutants and tell what became of them."""
    options = _options()
    mutants = _chosen(options)
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="mutants_") as name:
        folder = Path(name)
        workspace = Workspace((options.workspace or _make_demo(folder)).resolve())
        with _unchanging(workspace):
            database = folder / "base.duckdb"
            _make_inputs(workspace, database)
            bench = Bench(folder / "unmutated", database, workspace.root)
            if not _unmutated_passes(bench, [] if options.quick else options.stage):
                return 1
            shutil.move(bench.database, database)
            verdicts = list(_judged(mutants, bench, folder, options))
    _tell(verdicts, begun)
    killed = sum(bool(verdict.noticed_by) for verdict in verdicts)
    return int(killed < REQUIRED_SHARE * len(verdicts) or any(verdict.error for verdict in verdicts))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--only", action="append", metavar="ID", help="judge this mutant only; repeatable")
    parser.add_argument(
        "-k", metavar="TEXT", help="judge those with this text in id, file or what they break"
    )
    parser.add_argument("--stage", action="append", type=int, choices=STAGES, help=f"{STAGES}; repeatable")
    parser.add_argument("--workspace", type=Path, help="a demo workspace that exists; else one is made")
    parser.add_argument("--quick", action="store_true", help="of the unmutated project ask only the rebuild")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    options = parser.parse_args()
    options.stage = sorted(set(options.stage or STAGES))
    return options


def _chosen(options: argparse.Namespace) -> list[Mutant]:
    mutants = load_mutants()
    unknown = set(options.only or ()) - {mutant.id for mutant in mutants}
    if unknown:
        sys.exit(f"no mutant is called {', '.join(sorted(unknown))}")
    chosen = [
        mutant
        for mutant in mutants
        if (not options.only or mutant.id in options.only)
        and (not options.k or options.k in f"{mutant.id} {mutant.file} {mutant.breaks}")
    ]
    return chosen or sys.exit(f"no mutant has {options.k!r} in its id, its file or what it breaks")


def _make_demo(folder: Path) -> Path:
    """Make a demo workspace; return where it is."""
    _say("making a demo workspace")
    root = folder / "demo"
    command = [sys.executable, "-c", COMMAND, "demo", str(root), "--no-serve"]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode not in {0, 3}:
        sys.exit(outcome.stdout + outcome.stderr)
    return root


@contextmanager
def _unchanging(workspace: Workspace) -> Generator[None]:
    """Keep refreshes out until all is judged: the build and its recomputation are of the same inputs."""
    with ExitStack() as stack:
        try:
            stack.enter_context(refresh_lock(workspace))
        except WorkspaceLockedError as error:
            sys.exit(str(error))
        yield


def _make_inputs(workspace: Workspace, database: Path) -> None:
    """Make a build file with the inputs of a workspace and nothing built."""
    configuration = load_configuration(workspace.configuration_path)
    start_build(workspace, configuration, plan_build(workspace, configuration, RunParameters()))
    shutil.move(build_database(workspace), database)


def _unmutated_passes(bench: Bench, stages: list[int]) -> bool:
    """Build the project as it is, which makes the base of all rebuilds, and ask the stages about it."""
    for stage in [2, *(stage for stage in stages if stage != 2)]:
        begun = time.perf_counter()
        answer = bench.ask_unmutated(stage)
        problem = answer.noticed_by or answer.error
        _say(f"unmutated, {STAGES[stage]}: {problem or 'passes'}, {time.perf_counter() - begun:.0f} s")
        if problem:
            return False
    return True


def _judged(
    mutants: list[Mutant], bench: Bench, folder: Path, options: argparse.Namespace
) -> Iterator[Verdict]:
    jobs = max(1, min(options.jobs, len(mutants)))
    context = multiprocessing.get_context("spawn")
    place = (folder, bench.base_database, bench.inputs)
    with ProcessPoolExecutor(jobs, context, start_worker, place) as pool:
        futures = [pool.submit(judge, mutant, options.stage) for mutant in mutants]
        for number, future in enumerate(as_completed(futures), start=1):
            verdict = future.result()
            _say(f"{number:3} of {len(mutants)}  {_line(verdict)}")
            yield verdict


def _line(verdict: Verdict) -> str:
    if verdict.noticed_by:
        fate = f"killed by {STAGES[verdict.stage or 0]}: {verdict.noticed_by}"
    elif verdict.error:
        fate = f"DOES NOT RUN: {' '.join(verdict.error.split())[:300]}"
    else:
        changed = ", ".join(verdict.changed_tables)
        fate = f"SURVIVED, changes on the example: {changed}" if changed else "SURVIVED"
    return f"{verdict.mutant.id:15} {verdict.seconds:5.1f} s  {fate}"


def _tell(verdicts: list[Verdict], begun: float) -> None:
    """Print the table, the survivors with what they break, and the score."""
    _say("")
    for verdict in sorted(verdicts, key=lambda each: each.mutant.id):
        _say(_line(verdict))
        if not verdict.noticed_by:
            _say(f"    {verdict.mutant.file}: {verdict.mutant.breaks}")
    by_stage = Counter(verdict.stage for verdict in verdicts if verdict.noticed_by)
    killed = sum(by_stage.values())
    parts = ", ".join(f"{by_stage[stage]} by {name}" for stage, name in STAGES.items())
    share = 100 * killed / max(1, len(verdicts))
    _say(
        f"\n{killed} of {len(verdicts)} killed ({share:.0f} %): {parts}; {time.perf_counter() - begun:.0f} s"
    )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
