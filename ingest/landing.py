"""Landing: from a source's inbox to segments of the contract tables, each file read once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from ingest.archive import missing_bytes, receive
from ingest.checking import CHECK_RESULTS_SCHEMA, BatchCheck
from ingest.configuration import Configuration, Source
from ingest.history import history_of, still_valid
from ingest.load_records import FileLoad, load_records, not_superseded
from ingest.loading import Loader
from ingest.problems import Problem
from ingest.receipts import SHORT_SHA256
from ingest.workspace import Workspace

STEM_LENGTH = 75  # of a receipt: ten characters of a date, a hyphen, a sha256


@dataclass(frozen=True)
class SourceLoad:
    """What a refresh found and did for one source."""

    source_name: str
    loads: list[FileLoad]  # of all its files, in the order of their history
    new_loads: list[FileLoad]  # of those read by this call
    not_superseded: list[FileLoad]  # of those left out
    check_results: pl.DataFrame  # CHECK_RESULTS_SCHEMA, of those read by this call
    problems: list[Problem] = field(default_factory=list)

    @property
    def held(self) -> list[FileLoad]:
        """Files that wait for a decision, and that no later one made up for."""
        return [load for load in self.not_superseded if load.status == "held"]

    @property
    def is_conserved(self) -> bool:
        """Every row of every file was accepted, rejected, or ignored by a named rule."""
        return all(load.is_conserved for load in self.loads)


def land_source(
    workspace: Workspace,
    configuration: Configuration,
    source: Source,
    received_at: datetime,
    check: BatchCheck | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> SourceLoad:
    """Archive a source's new files and bring its segments up to date.

    `received_at` is an aware instant in UTC; `check` judges each batch before it is written; `tell` is
    given the name of each file that is read. Files that cannot be read do not raise: their load says why.
    Raises DamagedArchiveError, ConservationError, and OSError when the workspace cannot be written.
    """
    problems = receive(workspace, source, received_at)
    steps = history_of(workspace, configuration, source)
    if not steps and not problems:
        problems.append(_nothing_arrived(source))
    problems += missing_bytes(workspace, source, [step.receipt for step in steps])
    kept = still_valid(workspace, steps, load_records(workspace, source.name))
    _forget_all_but(workspace, source, kept)
    loaded = [load for load in kept if load.status == "loaded"]
    loader = Loader(workspace, configuration, source, check, loaded)
    new_loads = []
    for step in steps[len(kept) :]:
        tell(step.receipt.file_name)
        is_new = step.receipt.received_at == received_at.isoformat()
        new_loads.append(loader.load(step, is_new=is_new))
    loads = [*kept, *new_loads]
    problems += [_file_problem(load) for load in loads if load.status in {"refused", "held"}]
    results = pl.concat([pl.DataFrame(schema=CHECK_RESULTS_SCHEMA), *loader.results])
    return SourceLoad(source.name, loads, new_loads, not_superseded(source, loads), results, problems)


def _nothing_arrived(source: Source) -> Problem:
    place, problem = f"source {source.name}", "no file matches, and none ever did"
    remedy = "drop the export there, or mend the pattern in portfolio.yml"
    return Problem(source.files, place, problem, "run `portfolio fetch`" if source.api else remedy)


def _file_problem(load: FileLoad) -> Problem:
    remedy = load.remedy or f"then: portfolio quarantine replay {load.file_sha256[:SHORT_SHA256]}"
    return Problem(load.file_name, f"source {load.source_name}", f"{load.status}: {load.reason}", remedy)


def _forget_all_but(workspace: Workspace, source: Source, kept: list[FileLoad]) -> None:
    """Delete what was made of a source's files, except of those kept: also what a killed load left."""
    stems = {load.stem for load in kept}
    for folder in (workspace.input, workspace.quarantine):
        for path in folder.glob(f"*/{source.name}/*"):
            if path.suffix == ".new" or path.stem[-STEM_LENGTH:] not in stems:
                path.unlink()
