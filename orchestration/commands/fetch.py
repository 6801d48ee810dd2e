"""`portfolio fetch`: sources pulled from their APIs into the inbox; nothing is loaded yet."""

import sys
from collections.abc import Callable
from datetime import date

import typer
from rich.console import Console

from ingest.configuration_file import load_configuration
from ingest.problems import Problem
from ingest.workspace import Workspace
from orchestration.exit_codes import Exit
from orchestration.fetching import fetch
from orchestration.landing_notes import note_fetched


def fetch_sources(workspace: Workspace, names: list[str], *, full: bool, since: date | None) -> int:
    """Pull the named sources, or all that have an `api`; 1 when any of them failed.

    Raises ConfigurationError, and KeyError when no source has that name.
    """
    configuration = load_configuration(workspace.configuration_path)
    sources = [configuration.source(name) for name in names] or [s for s in configuration.sources if s.api]
    without = [source.name for source in sources if source.api is None]
    if without or not sources:
        typer.echo(f"no `api` in portfolio.yml: {', '.join(without) or 'of any source'}", err=True)
        return Exit.USAGE
    failed = False
    console = Console(stderr=True)
    for source in sources:
        with console.status(f"{source.name}: asking") as status:
            tell: Callable[[str], None] = status.update if sys.stderr.isatty() else lambda _: None
            outcome = fetch(workspace, configuration, source, full=full, since=since, tell=tell)
        if isinstance(outcome, Problem):
            failed = True
            typer.echo(str(outcome), err=True)
        else:
            note_fetched(workspace, source.name)
            name = outcome.path.relative_to(workspace.root)
            typer.echo(f"{source.name}: {outcome.plan}: {outcome.item_count:,} items, {name}")
    return Exit.FAILED if failed else Exit.DONE
