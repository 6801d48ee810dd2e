"""`portfolio init`: a workspace that validates, with everything to edit in one commented file."""

import shlex
from pathlib import Path

import typer

from ingest.workspace import Workspace

TEMPLATES = Path(__file__).parents[1] / "templates"


def initialise(folder: Path) -> None:
    """Write what is missing of a workspace and say what to do next; never overwrites."""
    workspace = Workspace(folder)
    written = write_missing(workspace)
    for path in written:
        typer.echo(f"written  {path}")
    if not written:
        typer.echo(f"{folder}: everything is there already; nothing was changed")
    typer.echo(f"Next: edit {workspace.configuration_path}, drop exports into {workspace.inbox}, then")
    name = shlex.quote(str(folder))
    typer.echo(f"  portfolio -w {name} validate && portfolio -w {name} refresh")


def write_missing(workspace: Workspace) -> list[Path]:
    """Write the files a workspace lacks and return them."""
    wanted = {
        workspace.configuration_path: "portfolio.yml",
        workspace.inbox / "README.md": "inbox_readme.md",
        workspace.dagster_home / "dagster.yaml": "dagster.yaml",
    }
    missing = {path: template for path, template in wanted.items() if not path.exists()}
    for path, template in missing.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((TEMPLATES / template).read_text())
    return list(missing)
