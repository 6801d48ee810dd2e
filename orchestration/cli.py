"""The command line. Each command imports what it needs when it runs, so that `--help` is instant."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli_alerts import alerts_app
from orchestration.cli_context import workspace_of
from orchestration.cli_quarantine import Hash, Note, SourceName, quarantine_app
from orchestration.environment import WORKSPACE_VARIABLE, prepare_environment

EXIT_CODES = (
    "Exit codes: 0 done, or nothing new; 1 failed, nothing was published, or problems found; 2 usage or "
    "configuration; 3 published with warnings (a file was refused, a source is overdue); 75 another refresh "
    "is running."
)
ISO_DAY = ["%Y-%m-%d"]

WorkspaceFolder = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        envvar=WORKSPACE_VARIABLE,
        help="The workspace folder; the current one by default.",
    ),
]
Export = Annotated[
    Path,
    typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="An export as it came."),
]
NewFolder = Annotated[Path, typer.Argument(help="Folder to create or to complete.")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=ISO_DAY, help="Day the marts speak of; by default the newest data's."),
]
AsKnownOn = Annotated[
    datetime | None,
    typer.Option(
        "--as-known-on",
        formats=ISO_DAY,
        help="Build a past review: leave out what became known after this day. It is kept beside what is "
        "served; the dashboards offer it under `As known on`.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
Formats = Annotated[bool, typer.Option("--formats", help="List the formats that can be read, and stop.")]
AsYaml = Annotated[bool, typer.Option("--yaml", help="Print the proposed entry only.")]
Force = Annotated[bool, typer.Option("--force", help="Build and publish even when nothing has changed.")]
Fetch = Annotated[bool, typer.Option("--fetch/--no-fetch", help="Pull the sources with an `api` first.")]
Sources = Annotated[list[str] | None, typer.Argument(help="Sources; all that have an `api` by default.")]
Full = Annotated[bool, typer.Option("--full", help="Pull everything, not only what changed.")]
Since = Annotated[
    datetime | None,
    typer.Option("--since", formats=ISO_DAY, help="Pull what changed since this day, UTC, once more."),
]
Profile = Annotated[bool, typer.Option("--profile", help="Print where the time went.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]
Address = Annotated[str, typer.Option(help="Where they listen; any but 127.0.0.1 needs sign-in.")]
Serve = Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the dashboards afterwards.")]
Version = Annotated[str | None, typer.Argument(help="The version to serve; the one before by default.")]
PackVersion = Annotated[str | None, typer.Option("--version", help="A version; the served one by default.")]
ReviewDay = Annotated[
    datetime | None,
    typer.Option("--as-known-on", formats=ISO_DAY, help="The past review of this day, built before."),
]
MartFolder = Annotated[Path, typer.Argument(help="Folder to write to; files of marts in it are replaced.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Folder to write to; `published/` by default.")
]

app = typer.Typer(
    name="portfolio",
    help="From project tracker, OKR sheet and budget export to one portfolio warehouse.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(quarantine_app, name="quarantine")
app.add_typer(alerts_app, name="alerts")


@app.callback()
def _configure(context: typer.Context, workspace: WorkspaceFolder = None) -> None:
    prepare_environment()
    context.obj = (workspace or Path.cwd()).resolve()


@app.command()
def init(folder: NewFolder) -> None:
    """Write a commented portfolio.yml and an inbox; nothing that exists is overwritten."""
    from orchestration.commands.init import initialise

    initialise(folder.resolve())


@app.command()
def validate(context: typer.Context, as_json: AsJson = False, formats: Formats = False) -> None:
    """List every problem of portfolio.yml and the inbox with its place and remedy. Loads nothing."""
    from orchestration.commands import validate as command

    if formats:
        raise typer.Exit(command.list_formats())
    raise typer.Exit(command.validate(workspace_of(context), as_json=as_json))


@app.command()
def profile(file: Export, as_yaml: AsYaml = False) -> None:
    """Look at an unknown export and propose its entry for portfolio.yml. Needs no workspace, loads nothing.

    What the file proves becomes a setting, with the cell that proves it.
    What it leaves open is a comment with examples: is 03/04/2026 in March or in April?
    Decide, uncomment, then run `portfolio validate`.

    Example: portfolio profile downloads/budget-2026-03-31.csv --yaml >> portfolio.yml
    """
    from orchestration.commands.profile import profile as show

    raise typer.Exit(show(file, as_yaml=as_yaml))


@app.command()
def fetch(context: typer.Context, sources: Sources = None, full: Full = False, since: Since = None) -> None:
    """Pull sources from their APIs into the inbox. Loads nothing; `refresh` does both."""
    from orchestration.commands.fetch import fetch_sources

    if full and since:
        raise typer.BadParameter("--full and --since exclude each other")
    workspace = workspace_of(context)
    raise typer.Exit(fetch_sources(workspace, sources or [], full=full, since=_day(since)))


@app.command()
def refresh(
    context: typer.Context,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    force: Force = False,
    fetch: Fetch = True,
    profile: Profile = False,
) -> None:
    """Pull, archive, check, build, audit and publish."""
    from orchestration.commands.refresh import refresh as run

    days = (_day(as_of), _day(as_known_on))
    raise typer.Exit(run(workspace_of(context), *days, force=force, fetch=fetch, profile=profile))


@app.command()
def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Show what is published, how the last refresh went, and how each source stands.

    The exit code is that of the last refresh; 1 as well when it was killed, when none has run for longer
    than `schedule.expect_every_hours`, or when the served version is damaged.
    """
    from orchestration.commands.status import status as show

    raise typer.Exit(show(workspace_of(context), as_json=as_json))


@app.command(name="app")
def serve_app(context: typer.Context, port: Port = 8501, address: Address = "127.0.0.1") -> None:
    """Serve the dashboards over the published versions. `sign_in` of portfolio.yml says to whom."""
    from orchestration.commands import serve

    serve.serve_app(workspace_of(context), port, address)


@app.command(name="dagster")
def serve_dagster(context: typer.Context, port: Port = 3000) -> None:
    """Run Dagster's UI and daemon: nightly schedule, file-drop sensor, history. On this machine only."""
    from orchestration.commands import serve

    serve.serve_dagster(workspace_of(context), port)


@app.command()
def accept(context: typer.Context, sha256: Hash, note: Note = "", source: SourceName = None) -> None:
    """Load a held file at the next refresh: it shrank, its columns changed, or too many of its rows fail."""
    from orchestration.commands import quarantine

    raise typer.Exit(quarantine.accept(workspace_of(context), sha256, note, source))


@app.command()
def rollback(context: typer.Context, version: Version = None) -> None:
    """Serve an older version again, none that was left so before, until something has changed."""
    from orchestration.commands.status import roll_back

    raise typer.Exit(roll_back(workspace_of(context), version))


@app.command(name="board-pack")
def board_pack(
    context: typer.Context,
    as_known_on: ReviewDay = None,
    version: PackVersion = None,
    output: Output = None,
) -> None:
    """Make the board pack of a published version: one HTML file and one PDF. `refresh` makes one as well."""
    from orchestration.board_packs import run_board_pack

    if as_known_on and version:
        raise typer.BadParameter("--as-known-on and --version exclude each other")
    workspace = workspace_of(context)
    raise typer.Exit(run_board_pack(workspace, version, _day(as_known_on), output))


@app.command()
def export(context: typer.Context, folder: MartFolder) -> None:
    """Write the marts of the served version as Parquet files: equal marts give equal bytes."""
    from orchestration.commands.export import export as write

    raise typer.Exit(write(workspace_of(context), folder))


@app.command()
def demo(folder: NewFolder = Path("workspace"), serve: Serve = True, port: Port = 8501) -> None:
    """Build a workspace from the examples, refresh it as of 31 October 2026, and serve it."""
    from orchestration.commands.demo import demo as run

    raise typer.Exit(run(folder.resolve(), port, serve=serve))


def main() -> None:
    """Run the command line; a known error is a message on stderr and an exit code."""
    from orchestration.errors import explain

    try:
        app()
    except Exception as error:
        code = explain(error)
        if code is None:
            raise
        sys.exit(code)


def _day(moment: datetime | None) -> date | None:
    from ingest.reference import FIRST_DAY, LAST_DAY

    if moment and not FIRST_DAY <= moment.date() <= LAST_DAY:
        raise typer.BadParameter(f"{moment.date()} is not a day from {FIRST_DAY} to {LAST_DAY}")
    return moment.date() if moment else None
