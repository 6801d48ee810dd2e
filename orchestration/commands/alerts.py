"""What `portfolio alerts ...` does."""

import typer

from ingest.configuration_file import load_configuration
from ingest.workspace import Workspace
from orchestration.alerts.telling import send_test, tell_news
from orchestration.exit_codes import Exit
from orchestration.journal import journal


def send_test_message(workspace: Workspace) -> int:
    """Send each channel a test message; 1 when any refused it, 2 when there is none."""
    alerts = load_configuration(workspace.configuration_path).alerts
    if alerts is None:
        typer.echo("no `alerts` in portfolio.yml: nobody is told", err=True)
        return Exit.USAGE
    with journal(workspace):
        return _print(send_test(workspace, alerts))


def check(workspace: Workspace) -> int:
    """Tell each channel what is new to it; 1 when any refused it."""
    with journal(workspace):
        outcomes = tell_news(workspace)
    if not outcomes:
        typer.echo("nothing new to tell")
    return _print(outcomes)


def _print(outcomes: dict[str, str | None]) -> int:
    for channel, refusal in outcomes.items():
        if refusal is None:
            typer.echo(f"{channel}: sent")
        else:
            typer.echo(f"{channel}: not sent: {refusal}", err=True)
    return Exit.FAILED if any(outcomes.values()) else Exit.DONE
