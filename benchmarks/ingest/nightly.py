"""What a night costs beside the first load of the same Jira export, when 1 % of its issues have changed.

    python -m benchmarks.ingest.nightly [--rows 100000] [--runs 5]
    python -m benchmarks.ingest.nightly_checked       # the same with the quality suites

The full export lists every issue again; the increment only those that changed; the same bytes arrive when
nothing did. The load before, of the first night, is not counted.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import polars as pl

from benchmarks.generators.jira_export import NAMES, write_export
from benchmarks.ingest.workspaces import configuration_of, land
from benchmarks.timing import Benchmark, Way, run
from ingest.checking import BatchCheck
from ingest.configuration import Configuration, ReadOptions, Source
from ingest.contracts import TABLES

FIRST, FULL, INCREMENT = "jira-2026-01-30.csv", "jira-2026-01-31.csv", "changed-2026-01-31.csv"
EVERY = 100  # one issue in so many has changed
SOURCE = Source(
    name="jira",
    format="jira_csv",
    files="inbox/*.csv",
    read=ReadOptions(columns={"initiative_code": "Custom field (Initiative)"}),
)
SNAPSHOTS = configuration_of(SOURCE)
INCREMENTS = configuration_of(SOURCE.model_copy(update={"delivery": "increment"}))


def write(exports: Path, row_count: int) -> None:
    """Write the first night's export, the second's, and what changed between them."""
    write_export(exports / FIRST, row_count)
    summary, status = NAMES.index("Summary"), NAMES.index("Status")
    with (
        (exports / FIRST).open(encoding="utf-8", newline="") as before,
        (exports / FULL).open("w", encoding="utf-8", newline="") as full,
        (exports / INCREMENT).open("w", encoding="utf-8", newline="") as increment,
    ):
        every, changed = csv.writer(full, lineterminator="\n"), csv.writer(increment, lineterminator="\n")
        for number, record in enumerate(csv.reader(before)):
            is_changed = number % EVERY == 1
            if is_changed:
                record[summary], record[status] = f"{record[summary]} again", "In Review"
            every.writerow(record)
            if is_changed or not number:
                changed.writerow(record)


def landing(
    configuration: Configuration,
    name: str,
    make_check: Callable[[Configuration], BatchCheck] | None,
    *,
    after_first: bool = True,
) -> Way:
    """Return the way that lands one export, after that of the first night or in an empty workspace."""
    check = make_check(configuration) if make_check else None

    def prepare(exports: Path, folder: Path) -> None:
        if check is not None:  # the engine of the suites is imported before the clock starts
            nothing = pl.DataFrame(schema={"row_number": pl.Int64()} | TABLES["work_items"].schema)
            check(configuration.sources[0], "work_items", nothing)
        if after_first:
            land(configuration, exports / FIRST, folder, check)

    return Way(lambda exports, folder: land(configuration, exports / name, folder, check), prepare)


def ways(make_check: Callable[[Configuration], BatchCheck] | None = None) -> dict[str, Way]:
    """Return the first load and the nights after it, judged by a check or by none."""
    return {
        "first load": landing(SNAPSHOTS, FIRST, make_check, after_first=False),
        "full export, 1 % changed": landing(SNAPSHOTS, FULL, make_check),
        "increment of 1 %": landing(INCREMENTS, INCREMENT, make_check),
    }


if __name__ == "__main__":
    run(Benchmark("benchmarks.ingest.nightly", __doc__, ways(), write, 100_000))
