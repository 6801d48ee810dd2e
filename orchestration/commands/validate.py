"""`portfolio validate`: every problem in one list."""

import json
from dataclasses import asdict

import typer
from rich.console import Console

from data_quality.runner import batch_check
from ingest.configuration_file import ConfigurationError, load_configuration
from ingest.problems import Problem
from ingest.readers import READERS, reader_for
from ingest.validation import validate_workspace
from ingest.workspace import Workspace
from orchestration.exit_codes import Exit


def validate(workspace: Workspace, *, as_json: bool) -> int:
    """Print the problems of portfolio.yml and the inbox, and advice; 1 when there is any problem."""
    with Console(stderr=True).status("Reading portfolio.yml and the inbox"):
        problems = [*validate_workspace(workspace, batch_check), *_schedule_problems(workspace)]
    errors = [problem for problem in problems if problem.severity == "error"]
    if as_json:
        typer.echo(json.dumps([asdict(problem) for problem in problems], indent=2))
    else:
        for problem in problems:
            typer.echo(str(problem))
        typer.echo(f"{len(errors)} problem{'s' * (len(errors) != 1)} found" if errors else "no problem found")
    return Exit.FAILED if errors else Exit.DONE


def _schedule_problems(workspace: Workspace) -> list[Problem]:
    """What only Dagster can tell of portfolio.yml."""
    from orchestration.automation import nightly_schedule

    try:
        configuration = load_configuration(workspace.configuration_path)
    except ConfigurationError:  # told already
        return []
    try:
        nightly_schedule(configuration)
    except ConfigurationError as error:
        return error.problems
    return []


def list_formats() -> int:
    """Print the formats that `format:` may name, and the tables each fills."""
    width = max(map(len, READERS))
    for name in READERS:
        reader = reader_for(name)
        typer.echo(f"{name:<{width}} {reader.description}\n{'':<{width}} fills {', '.join(reader.tables)}")
    return Exit.DONE
