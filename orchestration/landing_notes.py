"""build/landing/<source>.json: what the last landing objected to, for the steps and commands that follow."""

from dataclasses import asdict
from datetime import date, datetime

from ingest.configuration import Configuration, Source
from ingest.drift import standing_changes
from ingest.durable_files import read_json, write_json_atomically
from ingest.landing import SourceLoad
from ingest.load_records import load_records
from ingest.problems import Problem
from ingest.workspace import Workspace
from orchestration.money_notes import unconverted_money
from orchestration.work_item_notes import work_item_findings


def standing_problems(load: SourceLoad) -> list[Problem]:
    """Return a source's problems, without those of earlier runs' files that a later one made up for."""
    standing = [*load.new_loads, *load.not_superseded]
    names = {file.file_name for file in load.loads} - {file.file_name for file in standing}
    return [problem for problem in load.problems if problem.file not in names]


def note_landing(workspace: Workspace, load: SourceLoad, *, is_fetched: bool | None = None) -> None:
    """Keep what `refresh_warnings` tells of a source: its standing problems.

    And whether it could be pulled, if it was asked for.
    """
    problems = [asdict(problem) for problem in standing_problems(load)]
    if is_fetched is None:
        is_fetched = not fetch_failed(workspace, load.source_name)
    note = {"problems": problems, "is_fetched": is_fetched}
    write_json_atomically(_path(workspace, load.source_name), note)


def fetch_failed(workspace: Workspace, source_name: str) -> bool:
    """Tell whether the last pull of a source failed; false for one that is never pulled."""
    noted = read_json(_path(workspace, source_name)) or {}
    return not noted.get("is_fetched", True)


def note_fetched(workspace: Workspace, source_name: str) -> None:
    """Keep that a source could be pulled, where the last pull is noted to have failed."""
    if fetch_failed(workspace, source_name):
        path = _path(workspace, source_name)
        write_json_atomically(path, (read_json(path) or {}) | {"is_fetched": True})


def drift_notes(workspace: Workspace, configuration: Configuration) -> list[str]:
    """Return what changed in the columns of each source, the harmless left out."""
    return [
        f"{load.file_name}: source {source.name}: {note}"
        for source in configuration.sources
        for load, notes in standing_changes(source, load_records(workspace, source.name))
        for note in notes
    ]


def refresh_warnings(workspace: Workspace, configuration: Configuration, as_of: date | None) -> list[str]:
    """Return what a refresh publishes in spite of: files left out, overdue sources, money, work items.

    Sources are overdue on the day a refresh was told to speak of; else today, for when all exports stop,
    the newest of them is no measure.
    """
    day = as_of or datetime.now(configuration.zone).date()
    lines = []
    for source in configuration.sources:
        noted = read_json(_path(workspace, source.name)) or {"problems": []}
        lines += [str(Problem(**problem)) for problem in noted["problems"]]
        lines += _overdue(workspace, source, day)
    lines += drift_notes(workspace, configuration)
    return [*lines, *unconverted_money(workspace), *work_item_findings(workspace)]


def overdue_days(workspace: Workspace, source: Source, day: date) -> int | None:
    """Return the age of a source's newest file on a day; None while it is no older than expected."""
    if source.expect_every_days is None:
        return None
    days = [load.as_of_date for load in load_records(workspace, source.name) if load.status == "loaded"]
    newest = max(filter(None, days), default=None)
    age = (day - date.fromisoformat(newest)).days if newest else 0
    return age if age > source.expect_every_days else None


def _overdue(workspace: Workspace, source: Source, day: date) -> list[str]:
    age = overdue_days(workspace, source, day)
    if age is None:
        return []
    return [
        f"{source.files}: source {source.name}: its newest file is {age} days old, one is expected every"
        f" {source.expect_every_days}; ask {source.owner or 'its owner'} for a new export"
    ]


def _path(workspace: Workspace, source_name: str):
    return workspace.build / "landing" / f"{source_name}.json"
