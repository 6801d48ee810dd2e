"""What a refresh prints: its stages while it runs, a summary, and where the time went."""

import sys
from collections import defaultdict
from datetime import date

import typer

from ingest.workspace import Workspace
from orchestration.alerts.ledger import read_accounts
from orchestration.refresh_record import RefreshRecord
from orchestration.stages import Stage, Watcher, ended, watch

SHOWN_DEPTH = 1  # the refresh itself is 0; stages within stages are for --profile


def watch_stages() -> None:
    """Print each stage: with a spinner on a terminal, as plain lines elsewhere."""
    watch(_with_spinner() if sys.stdout.isatty() else _plainly)


def print_summary(record: RefreshRecord | None, seconds: float, as_known_on: date | None) -> None:
    """Print warnings and what is served now, or kept as a past review, or why nothing was published."""
    if record is None:
        typer.echo(f"failed after {seconds:.0f} s: the run ended without a record; see build/logs", err=True)
        return
    for warning in record.warnings:
        typer.echo(f"warning: {warning}", err=True)
    if record.status == "failed":
        typer.echo(f"failed after {seconds:.0f} s, nothing was published:\n{record.reason}", err=True)
    else:
        review = f" as known on {as_known_on}, kept beside what is served" if as_known_on else ""
        told = f"{record.status}: version {record.version} as of {record.as_of_date}{review}"
        typer.echo(f"{told}, {seconds:.1f} s")


def print_refused_alerts(workspace: Workspace) -> None:
    """Print who could not be told the last time; the exit code is that of the refresh."""
    for name, account in read_accounts(workspace).items():
        if account.problem:
            typer.echo(f"alerts: {name} was not told at {account.problem_at}: {account.problem}", err=True)


def print_profile() -> None:
    """Print wall and CPU seconds by stage; those of the same name are summed."""
    totals: dict[tuple[int, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for stage in ended:
        totals[stage.depth, stage.name][0] += stage.wall_seconds or 0
        totals[stage.depth, stage.name][1] += stage.cpu_seconds or 0
    (_, whole), *_ = [(name, cost) for (depth, name), cost in totals.items() if depth == 0]
    shown = [cost for (depth, _), cost in totals.items() if depth == SHOWN_DEPTH]
    rest = [total - sum(parts) for total, parts in zip(whole, zip(*shown, strict=True), strict=True)]
    typer.echo(f"{'stage (inner ones first)':<48} {'wall s':>8} {'CPU s':>8}")
    for (depth, name), cost in [*totals.items(), ((SHOWN_DEPTH, "of which Dagster's own work"), rest)]:
        typer.echo(f"{'  ' * depth + name:<48} {cost[0]:>8.2f} {cost[1]:>8.2f}")


def _plainly(stage: Stage) -> None:
    if stage.depth == SHOWN_DEPTH and stage.wall_seconds is not None:
        typer.echo(f"{stage.name}: {stage.wall_seconds:.1f} s")


def _with_spinner() -> Watcher:
    from rich.console import Console

    console = Console()
    status = console.status("")

    def show(stage: Stage) -> None:
        if stage.depth != SHOWN_DEPTH:
            return
        if stage.wall_seconds is None:
            status.update(stage.name)
            status.start()
        else:
            status.stop()
            console.print(f"[green]✓[/] {stage.name} [dim]{stage.wall_seconds:.1f} s[/]", highlight=False)

    return show
