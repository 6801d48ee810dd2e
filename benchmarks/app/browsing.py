"""What the pages of the dashboards cost on a large portfolio, and how they bear many people at once.

    python -m benchmarks.app.browsing [--items 1000000] [--people 25] [--seconds 60] [--workspace FOLDER]

A page is opened in a server that has not read anything yet (cold), runs again with nothing changed (warm),
and once for each of several fiscal periods that nobody has looked at (filter). Then so many people open a
page or choose a period every five seconds, while new versions are published twice. The yardstick is a
script of one line: what Streamlit itself takes. Milliseconds are from the click to the last message at the
browser; CPU is the server's. The aims: 100 ms warm, 1 s cold, 200 ms for a filter; a 95th percentile of
1.5 s, no error, and no page of two versions.
"""

import argparse
import random
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics_app.pages import HOME, PAGES
from benchmarks.app.published import MARK, make_published, publish_second, themes
from benchmarks.app.visitor import Seen, Visitor
from benchmarks.timing import machine
from ingest.workspace import Workspace
from orchestration.environment import prepare_environment
from tests.app.servers import Server, serve

PERIOD = "Fiscal period, to date"
THINKING_SECONDS = 5
WARM_RUNS = 15
ADDRESSES = ["" if page is HOME else page.file for page in PAGES]


def main() -> None:
    """Be the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=1_000_000, help="work items (default: 1,000,000)")
    parser.add_argument("--people", type=int, default=25, help="people at once (default: 25)")
    parser.add_argument("--seconds", type=int, default=150, help="so long do they browse (default: 150)")
    parser.add_argument(
        "--workspace", type=Path, help="keep the made portfolio here, and use it if it is there"
    )
    arguments = parser.parse_args()
    prepare_environment()
    with TemporaryDirectory(prefix="portfolio-benchmark-") as name:
        folder = arguments.workspace or Path(name) / "workspace"
        workspace = Workspace(folder) if folder.exists() else make_published(folder, arguments.items)
        print(f"{machine()}; {arguments.items:,} work items\n")
        measure_pages(workspace)
        browse(workspace, arguments.people, arguments.seconds)


def measure_pages(workspace: Workspace) -> None:
    """Print a line for each page: cold, warm, filter."""
    print("| page | cold ms | warm ms | warm CPU ms | filter ms |\n|---|---|---|---|---|")
    for address in ADDRESSES:
        with serve(workspace.published) as server:
            with Visitor(server.port) as first:  # imports are made, nothing of this page is read yet
                first.open(ADDRESSES[0] if address == ADDRESSES[-1] else ADDRESSES[-1])
            with Visitor(server.port) as visitor:
                cold = _sound(visitor.open(address))
                before = cpu_seconds(server)
                warm = [_sound(visitor.again()) for _ in range(WARM_RUNS)]
                cpu = (cpu_seconds(server) - before) / WARM_RUNS
                chosen = [_sound(visitor.choose(PERIOD, label)) for label in visitor.options(PERIOD)[3:11]]
        figures = (cold, statistics.median(warm), cpu, statistics.median(chosen))
        print(
            f"| {address or HOME.file} | {' | '.join(f'{1000 * each:.0f}' for each in figures)} |", flush=True
        )


def browse(workspace: Workspace, people: int, seconds: int) -> None:
    """Let people browse while two versions are published; print how long they waited."""
    names, end = themes(workspace), time.monotonic() + seconds
    with serve(workspace.published) as server, ThreadPoolExecutor(people) as pool:
        publisher = threading.Thread(target=_publish_twice, args=(workspace, seconds))
        publisher.start()
        before = cpu_seconds(server)
        runs = [pool.submit(_visit, server, number, end) for number in range(people)]
        seen = [each for run in runs for each in run.result()]
        cpu = cpu_seconds(server) - before
        publisher.join()
    waits = sorted(each.seconds for each in seen)
    mixed = sum(_is_mixed(each.content, names) for each in seen)
    marked = sum(MARK.encode() in each.content for each in seen)
    problems = [problem for each in seen for problem in each.problems]
    percentiles = " | ".join(f"{1000 * waits[int(len(waits) * part)]:.0f}" for part in (0.5, 0.95, 0.99))
    print("\n| people | runs | p50 ms | p95 ms | p99 ms | CPU s | new version seen | mixed | errors |")
    print("|---|---|---|---|---|---|---|---|---|")
    print(f"| {people} | {len(seen)} | {percentiles} | {cpu:.0f} | {marked} | {mixed} | {len(problems)} |")
    for problem in sorted(set(problems)):
        print(f"  {problem}")


def _visit(server: Server, number: int, end: float) -> list[Seen]:
    """Browse as one person until the end: a page or a period every five seconds on average."""
    chance, seen = random.Random(number), []
    with Visitor(server.port) as visitor:
        think: Callable[[], None] = lambda: time.sleep(chance.uniform(0, 2 * THINKING_SECONDS))  # noqa: E731
        think()
        seen.append(visitor.open(chance.choice(ADDRESSES)))
        while time.monotonic() < end:
            think()
            if chance.random() < 0.5:
                seen.append(visitor.open(chance.choice(ADDRESSES)))
            else:
                seen.append(visitor.choose(PERIOD, chance.choice(visitor.options(PERIOD)[3:])))
    return seen


def _publish_twice(workspace: Workspace, seconds: int) -> None:
    for _ in range(2):
        time.sleep(seconds / 3)
        publish_second(workspace)


def _is_mixed(content: bytes, names: list[str]) -> bool:
    """Tell whether a page names a theme of the second version and one of the first."""
    marked = sum(content.count(f"{MARK}{name}".encode()) for name in names)
    return 0 < marked < sum(content.count(name.encode()) for name in names)


def _sound(seen: Seen) -> float:
    if seen.problems:
        raise SystemExit(f"the page failed: {seen.problems}")
    return seen.seconds


def cpu_seconds(server: Server) -> float:
    """Return what the server's process has used; it starts no other."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


if __name__ == "__main__":
    main()
