"""The workspace a command works on."""

import typer

from ingest.workspace import Workspace
from orchestration.exit_codes import Exit


def workspace_of(context: typer.Context) -> Workspace:
    """Return the workspace that was named; usage error when the folder has no portfolio.yml."""
    workspace = Workspace(context.find_root().obj)
    if not workspace.configuration_path.is_file():
        typer.echo(
            f"{workspace.configuration_path}: not found; run `portfolio init {workspace.root}`,"
            " or name the workspace with --workspace",
            err=True,
        )
        raise typer.Exit(Exit.USAGE)
    return workspace
