"""`portfolio validate`: everything that is wrong with a workspace, found without loading anything."""

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

from ingest.account import Account
from ingest.alert_checks import alert_problems
from ingest.aliases import names_of_key_results, with_aliases
from ingest.apis.pull import unset_variables
from ingest.archive import inbox_files, shown_name, unreadable_folders
from ingest.batches import accept, batches_of
from ingest.checking import BatchCheck
from ingest.configuration import Configuration, Source
from ingest.configuration_file import ConfigurationError, load_configuration
from ingest.history import fingerprint_of
from ingest.load_records import load_records
from ingest.problems import Problem
from ingest.readers import reader_for
from ingest.reading import ReadContext, ReadResult, UnreadableFile, as_unreadable
from ingest.receipts import ReceiptBook, as_of_date
from ingest.renamings import renamings
from ingest.vocabulary import unknown_words
from ingest.workspace import Workspace

EXAMPLES_SHOWN = 3


def validate_workspace(
    workspace: Workspace, make_check: Callable[[Configuration], BatchCheck] | None = None
) -> list[Problem]:
    """Return the problems of portfolio.yml and of each file of the inbox; an empty list when all is well.

    Advice among them (`Problem.severity`) tells what is worth a look, though nothing is wrong.

    Files that are loaded already, under the same settings, are not read again. With `make_check`, the
    quality suites judge the others too. Raises DamagedArchiveError.
    """
    try:
        configuration = load_configuration(workspace.configuration_path)
    except ConfigurationError as error:
        return error.problems
    check = make_check(configuration) if make_check else None
    of_sources = [
        problem
        for source in configuration.sources
        for problem in _source_problems(workspace, configuration, source, check)
    ]
    return [*_alert_problems(workspace, configuration), *of_sources]


def _alert_problems(workspace: Workspace, configuration: Configuration) -> Iterator[Problem]:
    """What keeps an alert from being sent; a refresh does not fail for it."""
    for place, problem, remedy in alert_problems(configuration.alerts) if configuration.alerts else ():
        yield Problem(workspace.configuration_path.name, f"alerts.{place}", problem, remedy)


def _source_problems(
    workspace: Workspace, configuration: Configuration, source: Source, check: BatchCheck | None
) -> Iterator[Problem]:
    yield from unreadable_folders(workspace, source)
    files = inbox_files(workspace, source)
    loaded = _loaded_hashes(workspace, configuration, source)
    yield from _credential_problems(workspace, source)
    if not files and not loaded and source.api is None:
        place = f"source {source.name}"
        remedy = "drop the export there, or mend the pattern"
        yield Problem(workspace.configuration_path.name, place, f"no file matches {source.files}", remedy)
    book = ReceiptBook(workspace, source)
    for path in files:
        name = shown_name(workspace, path)
        if book.known_sha256(name, path.lstat()) not in loaded:
            yield from _file_problems(workspace, name, path, configuration, source, check)


def _credential_problems(workspace: Workspace, source: Source) -> Iterator[Problem]:
    for name in unset_variables(source.api, os.environ) if source.api else ():
        problem = f"the environment variable {name} is not set"
        remedy = f"export {name} before the fetch"
        yield Problem(workspace.configuration_path.name, f"source {source.name}.api", problem, remedy)


def _loaded_hashes(workspace: Workspace, configuration: Configuration, source: Source) -> set[str]:
    print_ = fingerprint_of(configuration, source)
    records = load_records(workspace, source.name)
    return {load.file_sha256 for load in records if load.status == "loaded" and load.fingerprint == print_}


def _file_problems(
    workspace: Workspace,
    name: str,
    path: Path,
    configuration: Configuration,
    source: Source,
    check: BatchCheck | None,
) -> Iterator[Problem]:
    day = _as_of(path, configuration, source)
    try:
        if path.is_symlink() or not path.is_file():
            raise UnreadableFile(path, "file", "it is not a plain file", "drop a plain file there")
        aliases = names_of_key_results(configuration, source)
        context = ReadContext(configuration.fiscal_calendar, day, aliases=aliases)
        with as_unreadable(path):
            result = reader_for(source.format).read(path, source, context)
            result = with_aliases(result, configuration, source)
    except UnreadableFile as error:
        yield Problem(name, error.place, error.problem, error.remedy)
        return
    yield from _row_problems(name, source, result, day, check)
    yield from unknown_words(name, configuration, source, result)
    yield from renamings(workspace, name, source, result)


def _as_of(path: Path, configuration: Configuration, source: Source) -> date | None:
    modified_on = datetime.fromtimestamp(path.lstat().st_mtime, configuration.zone).date()
    day = as_of_date(source, path.name, modified_on)
    return date.fromisoformat(day) if day else None


def _row_problems(
    name: str, source: Source, result: ReadResult, day: date | None, check: BatchCheck | None
) -> Iterator[Problem]:
    """One problem for each reason, with the first rows it concerns."""
    account = Account(result)
    for batch in batches_of(result, datetime.combine(day or date.min, time()), account):
        accept(source, batch, check, account)
    accepted, rejected = account.counts()
    if not result.rows_read:
        yield Problem(name, "file", "it holds no row", "export it anew, if it should hold any")
    if account.hold_reason:
        yield Problem(name, "file", f"it would be held: {account.hold_reason}", "export it anew")
    for (reason, column), rows in account.rejected.group_by("reason", "column_name", maintain_order=True):
        numbers = rows["row_number"].unique(maintain_order=True)
        first = ", ".join(map(str, numbers.head(EXAMPLES_SHOWN)))
        more = f" and {numbers.len() - EXAMPLES_SHOWN:,} more" if numbers.len() > EXAMPLES_SHOWN else ""
        place = f"row {first}{more}" + (f", column {column}" if column else "")
        remedy = f"mend it at its origin, or say under `read:` how to read it ({rejected:,} of "
        remedy += f"{accepted + rejected:,} rows would be set aside)"
        yield Problem(name, place, f"{reason}: {rows['detail'][0] or 'cannot be read'}", remedy)
