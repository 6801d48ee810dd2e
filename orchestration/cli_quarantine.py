"""`portfolio quarantine ...`: what could not be loaded, and deciding about it."""

from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli_context import workspace_of

quarantine_app = typer.Typer(
    help="Rows and files that were not loaded: look at them, decide about them.", invoke_without_command=True
)

Hash = Annotated[str, typer.Argument(help="The file's sha256, or its beginning (six digits at least).")]
SourceName = Annotated[
    str | None, typer.Option("--source", help="Where several sources received the same bytes.")
]
Note = Annotated[str, typer.Option("--note", help="Why: kept with the decision.")]


@quarantine_app.callback()
def _list_by_default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_quarantine(context)


@quarantine_app.command("list")
def list_quarantine(context: typer.Context) -> None:
    """List refused and held files, and rejected rows by source and reason."""
    from orchestration.commands import quarantine

    raise typer.Exit(quarantine.list_all(workspace_of(context)))


@quarantine_app.command()
def show(context: typer.Context, sha256: Hash, source: SourceName = None) -> None:
    """Show one file: what was wrong with it, and its rejected rows."""
    from orchestration.commands import quarantine

    raise typer.Exit(quarantine.show(workspace_of(context), sha256, source))


@quarantine_app.command()
def release(context: typer.Context, sha256: Hash, note: Note = "", source: SourceName = None) -> None:
    """Load a held file at the next refresh in spite of its bad rows."""
    from orchestration.commands import quarantine

    raise typer.Exit(quarantine.decide_on(workspace_of(context), sha256, "release", note, source))


@quarantine_app.command()
def retry(context: typer.Context, sha256: Hash, note: Note = "", source: SourceName = None) -> None:
    """Read a file again at the next refresh."""
    from orchestration.commands import quarantine

    raise typer.Exit(quarantine.decide_on(workspace_of(context), sha256, "retry", note, source))


@quarantine_app.command()
def discard(context: typer.Context, sha256: Hash, note: Note = "", source: SourceName = None) -> None:
    """Never load a file; it stays in the archive."""
    from orchestration.commands import quarantine

    raise typer.Exit(quarantine.decide_on(workspace_of(context), sha256, "discard", note, source))


@quarantine_app.command()
def export(
    context: typer.Context, target: Annotated[Path, typer.Argument(help="CSV file to write.")]
) -> None:
    """Write all rejected rows, with reasons and raw content, as CSV for those who can mend them."""
    from orchestration.commands import quarantine

    raise typer.Exit(quarantine.export(workspace_of(context), target))
