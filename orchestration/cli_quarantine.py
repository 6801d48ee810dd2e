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
WithNames = Annotated[
    bool, typer.Option("--with-names", help="Cells as they came, whatever `privacy` says of people's names.")
]
Folder = Annotated[Path, typer.Argument(help="Folder to write to, a CSV per file.")]
MendedFile = Annotated[
    str, typer.Argument(metavar="FILE|SHA256", help="A mended export, or a file's sha256 or its beginning.")
]


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
def show(
    context: typer.Context, sha256: Hash, source: SourceName = None, with_names: WithNames = False
) -> None:
    """Show one file: what was wrong with it, and its rejected rows."""
    from orchestration.commands import quarantine

    raise typer.Exit(quarantine.show(workspace_of(context), sha256, source, with_names=with_names))


@quarantine_app.command()
def export(context: typer.Context, folder: Folder, with_names: WithNames = False) -> None:
    """Write the rejected rows of each file as CSV, with reasons and cells, for those who can mend them.

    Change cells only, and give the file to `portfolio quarantine replay`.
    """
    from orchestration.commands import quarantine

    raise typer.Exit(quarantine.export(workspace_of(context), folder, with_names=with_names))


@quarantine_app.command()
def replay(context: typer.Context, file: MendedFile, note: Note = "", source: SourceName = None) -> None:
    """Take back an export whose cells were mended; the next refresh reads them in place of the rejected rows.

    With a sha256 in place of a file: read that file again, as if it had just arrived.
    """
    from orchestration.commands import quarantine

    raise typer.Exit(quarantine.replay(workspace_of(context), file, note, source))


@quarantine_app.command()
def discard(context: typer.Context, sha256: Hash, note: Note = "", source: SourceName = None) -> None:
    """Never load a file; it stays in the archive, and `replay` takes the decision back."""
    from orchestration.commands import quarantine

    raise typer.Exit(quarantine.decide_on(workspace_of(context), sha256, "discard", note, source))
