"""`portfolio demo`: the example organisation, from its exports to the dashboards."""

import shlex
import shutil
from datetime import date
from pathlib import Path

import typer

from ingest.configuration_file import load_configuration
from ingest.workspace import Workspace
from orchestration.commands.init import write_missing
from orchestration.commands.refresh import refresh
from orchestration.commands.serve import serve_app
from orchestration.exit_codes import Exit

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = date(2026, 10, 31)  # the day the example's story is told


def demo(folder: Path, port: int, *, serve: bool) -> int:
    """Fill a workspace with the examples, refresh it, and serve the dashboards."""
    workspace = Workspace(folder)
    if workspace.configuration_path.exists() and not _is_example(workspace):
        typer.echo(
            f"{workspace.configuration_path}: another organisation's; the examples would be mixed into it;"
            " name another folder",
            err=True,
        )
        return Exit.USAGE
    copy_examples(workspace)
    code = refresh(workspace, as_of=AS_OF)
    if code not in {Exit.DONE, Exit.WARNINGS}:
        return code
    name = shlex.quote(str(folder))
    typer.echo(f"Dagster's UI: portfolio -w {name} dagster")
    if serve:
        serve_app(workspace, port)
    typer.echo(f"Dashboards:   portfolio -w {name} app --port {port}")
    return code


def _is_example(workspace: Workspace) -> bool:
    """The example's organisation; its settings may have been played with."""
    own = load_configuration(workspace.configuration_path)
    return own.organisation.name == load_configuration(EXAMPLES / "portfolio.yml").organisation.name


def copy_examples(workspace: Workspace) -> None:
    """Copy configuration and exports into the workspace; nothing that exists is overwritten."""
    for source in sorted(EXAMPLES.glob("inbox/**/*")):
        target = workspace.root / source.relative_to(EXAMPLES)
        if source.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    workspace.root.mkdir(parents=True, exist_ok=True)
    if not workspace.configuration_path.exists():
        shutil.copyfile(EXAMPLES / "portfolio.yml", workspace.configuration_path)
    write_missing(workspace)
