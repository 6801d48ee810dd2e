"""`portfolio validate`: everything that is wrong with a workspace, found without loading anything."""

from collections.abc import Iterator
from pathlib import Path

from ingest.archive import check_gzip, inbox_files
from ingest.configuration import Configuration, Source
from ingest.configuration_file import ConfigurationError, load_configuration
from ingest.contracts import TABLES
from ingest.problems import Problem
from ingest.readers import READERS, reader_for
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.segments import conform, reject_duplicates
from ingest.workspace import Workspace

EXAMPLES_SHOWN = 3


def validate_workspace(workspace: Workspace) -> list[Problem]:
    """Return the problems of portfolio.yml and of each file in the inbox; an empty list when all is well."""
    try:
        configuration = load_configuration(workspace.configuration_path)
    except ConfigurationError as error:
        return error.problems
    return [
        problem
        for source in configuration.sources
        for problem in _source_problems(workspace, configuration, source)
    ]


def _source_problems(workspace: Workspace, configuration: Configuration, source: Source) -> Iterator[Problem]:
    place = f"source {source.name}"
    file = workspace.configuration_path.name
    if source.format not in READERS:
        yield Problem(file, place, f"unknown format {source.format!r}", f"choose one of {', '.join(READERS)}")
        return
    if Path(source.files).is_absolute() or ".." in Path(source.files).parts:
        yield Problem(file, place, f"{source.files} leads out of the workspace", "give a path below it")
        return
    files = inbox_files(workspace, source)
    if not files:
        yield Problem(
            file, place, f"no file matches {source.files}", "drop the export there, or mend the pattern"
        )
    for path in files:
        yield from _file_problems(workspace, configuration, source, path)


def _file_problems(
    workspace: Workspace, configuration: Configuration, source: Source, path: Path
) -> Iterator[Problem]:
    name = str(path.relative_to(workspace.root))
    try:
        check_gzip(path)
        result = reader_for(source.format).read(path, source, ReadContext(configuration.fiscal_calendar))
    except UnreadableFile as error:
        yield Problem(name, error.place, error.problem, error.remedy)
        return
    except Exception as error:
        yield Problem(name, "file", f"{type(error).__name__}: {error}", "export it anew")
        return
    if not result.rows_read:
        yield Problem(name, "file", "it holds no row", "export it anew")
    yield from _row_problems(name, result)
    yield from _unmapped(name, configuration, source, result)


def _row_problems(name: str, result: ReadResult) -> Iterator[Problem]:
    """One problem for each reason, with the first rows it concerns."""
    rejected = [result.rejected]
    for table_name, frame in result.tables.items():
        rows, incomplete = conform(frame, TABLES[table_name])
        rejected += [incomplete, reject_duplicates(rows, TABLES[table_name])[1]]
    for frame in rejected:
        for (reason, column), rows in frame.group_by("reason", "column_name", maintain_order=True):
            first = ", ".join(map(str, rows["row_number"].head(EXAMPLES_SHOWN)))
            place = f"row {first}" + (
                f" and {rows.height - EXAMPLES_SHOWN} more" if rows.height > EXAMPLES_SHOWN else ""
            )
            where = f"{place}, column {column}" if column else place
            detail = rows["detail"][0] or "cannot be read"
            yield Problem(
                name, where, f"{reason}: {detail}", "mend it at its origin, or say how to read it under read:"
            )


def _unmapped(
    name: str, configuration: Configuration, source: Source, result: ReadResult
) -> Iterator[Problem]:
    """Statuses and stages that portfolio.yml gives no meaning."""
    if "work_items" in result.tables:
        known = {status.status for status in configuration.statuses if status.source in {None, source.name}}
        found = set(result.tables["work_items"]["status_name"].drop_nulls())
        yield from _missing_names(name, "status_name", "statuses", found - known)
    if "initiatives" in result.tables:
        found = set(result.tables["initiatives"]["stage_name"].drop_nulls())
        known = {stage.stage for stage in configuration.stages}
        yield from _missing_names(name, "stage_name", "stages", found - known)


def _missing_names(file: str, column: str, key: str, names: set[str]) -> Iterator[Problem]:
    if names:
        shown = ", ".join(repr(name) for name in sorted(names))
        yield Problem(file, f"column {column}", f"not in portfolio.yml: {shown}", f"add them under {key}:")
