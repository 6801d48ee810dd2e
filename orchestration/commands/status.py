"""`portfolio status` and `portfolio rollback`: what is served, and serving something older."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import typer

from ingest.configuration_file import load_configuration
from ingest.quarantine import quarantined_files, quarantined_rows
from ingest.workspace import Workspace
from orchestration import publishing
from orchestration.alerts.conditions import late_hours
from orchestration.alerts.ledger import read_accounts
from orchestration.commands.telling import print_refused_alerts
from orchestration.exit_codes import Exit
from orchestration.locking import is_locked, refresh_lock
from orchestration.refresh_record import RefreshRecord, read_record
from orchestration.source_states import source_states


def status(workspace: Workspace, *, as_json: bool) -> int:
    """Print the state of a workspace and return the exit code: that of the last refresh.

    1 as well when it was killed, when none has run for longer than expected, or when the served version is
    damaged.
    """
    configuration = load_configuration(workspace.configuration_path)
    current, record, is_running = publishing.current(workspace), read_record(workspace), is_locked(workspace)
    states = source_states(workspace, configuration)
    late = late_hours(record, configuration, datetime.now(UTC))
    files, rows = quarantined_files(workspace, configuration), quarantined_rows(workspace).height
    if as_json:
        facts = {
            "published": asdict(current) if current else None,
            "versions": [manifest.version for manifest in publishing.versions(workspace)],
            "past_reviews": [manifest.version for manifest in publishing.past_reviews(workspace)],
            "last_refresh": asdict(record) if record else None,
            "is_running": is_running,
            "late_hours": late,
            "alerts": _alert_facts(workspace),
            "sources": [asdict(state) for state in states],
            "quarantined_row_count": rows,
            "quarantined_files": [asdict(file) for file in files],
        }
        typer.echo(json.dumps(facts, indent=2))
    else:
        _print_versions(workspace, current)
        _print_record(record, is_running)
        if late is not None:
            typer.echo(f"No refresh has ended for {late} hours; see that the scheduler runs")
        for state in states:
            typer.echo(f"  {state}")
        print_refused_alerts(workspace)
        typer.echo(f"Quarantine: {rows:,} rows, {len(files)} files (`portfolio quarantine`)")
    is_damaged = current is not None and not publishing.is_valid(workspace, current)
    if is_damaged:
        typer.echo(f"{workspace.published}: the served version is damaged; run `portfolio refresh`", err=True)
    if is_damaged or late is not None or _has_failed(record, is_running):
        return Exit.FAILED
    return Exit.WARNINGS if record and record.warnings else Exit.DONE


def roll_back(workspace: Workspace, version: str | None) -> int:
    """Point CURRENT to an older version and say what that means."""
    with refresh_lock(workspace):
        manifest = publishing.rollback(workspace, version)
    typer.echo(f"Serving version {manifest.version} as of {manifest.as_of_date}.")
    typer.echo(
        "Refreshing unchanged inputs leaves it so; new data, settings or --force publish a new version."
    )
    return Exit.DONE


def _alert_facts(workspace: Workspace) -> dict[str, dict[str, object]]:
    return {
        name: {"told_of": sorted(account.told), "problem": account.problem, "problem_at": account.problem_at}
        for name, account in read_accounts(workspace).items()
    }


def _has_failed(record: RefreshRecord | None, is_running: bool) -> bool:
    return record is not None and (
        record.status == "failed" or (record.status == "running" and not is_running)
    )


def _print_versions(workspace: Workspace, current: publishing.Manifest | None) -> None:
    if current is None:
        typer.echo("Published: nothing yet; run `portfolio refresh`")
        return
    typer.echo(f"Published: version {current.version} as of {current.as_of_date}, at {current.published_at}")
    kept = [m for m in publishing.versions(workspace) if m.version != current.version]
    others = [m.version for m in kept if not m.as_known_on]
    if others:
        typer.echo(f"Also kept: {', '.join(others)}")
    for review in kept:
        if review.as_known_on:
            typer.echo(
                f"Past review: as of {review.as_of_date}, as known on {review.as_known_on} ({review.version})"
            )


def _print_record(record: RefreshRecord | None, is_running: bool) -> None:
    if record is None:
        return
    if record.status == "running" and not is_running:
        typer.echo(
            f"Last refresh: killed; it had started at {record.started_at}. Run `portfolio refresh` again"
        )
        return
    typer.echo(f"Last refresh: {record.status}, {record.finished_at or record.started_at}")
    if record.reason:
        typer.echo(record.reason)
    for warning in record.warnings:
        typer.echo(f"warning: {warning}")
