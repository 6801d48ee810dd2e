"""`portfolio alerts ...`: whether alerts arrive, and sending those that no refresh could send."""

import typer

from orchestration.cli_context import workspace_of

alerts_app = typer.Typer(
    help="Who is told when something needs somebody: `alerts` of portfolio.yml.", no_args_is_help=True
)


@alerts_app.command("test")
def send_test(context: typer.Context) -> None:
    """Send a test message by every way that portfolio.yml names."""
    from orchestration.commands import alerts

    raise typer.Exit(alerts.send_test_message(workspace_of(context)))


@alerts_app.command("check")
def check(context: typer.Context) -> None:
    """Look for what needs somebody, and tell what is new: a refresh that was killed, or never started.

    Each refresh does it when it ends. Let another timer run this beside the schedule: what watches the
    scheduler must not depend on it.
    """
    from orchestration.commands import alerts

    raise typer.Exit(alerts.check(workspace_of(context)))
