"""What `portfolio quarantine ...` does."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import typer

from ingest.configuration_file import load_configuration
from ingest.load_records import FileLoad
from ingest.quarantine import Action, decide, find_receipt, quarantined_files, quarantined_rows
from ingest.workspace import Workspace
from orchestration.exit_codes import Exit
from orchestration.locking import refresh_lock

SHORT = 12  # digits of a sha256 that people are shown
ROWS_SHOWN = 20
# A spreadsheet takes a cell that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")


def list_all(workspace: Workspace) -> int:
    """Print files that were refused or held, and how many rows were rejected for which reason."""
    files = quarantined_files(workspace, load_configuration(workspace.configuration_path))
    for file in files:
        _print_file(file)
    rows = quarantined_rows(workspace)
    counts = rows.group_by("source_name", "file_name", "file_sha256", "reason").agg(pl.n_unique("row_number"))
    for source, file_name, sha256, reason, count in counts.sort("source_name", "file_name", "reason").rows():
        typer.echo(f"{sha256[:SHORT]}  {source}: {file_name}: {count:,} rows: {reason}")
    if not files and rows.is_empty():
        typer.echo("The quarantine is empty.")
    return Exit.DONE


def show(workspace: Workspace, sha256: str, source_name: str | None) -> int:
    """Print one file's outcome and the first of its rejected rows."""
    configuration = load_configuration(workspace.configuration_path)
    receipt = find_receipt(workspace, configuration, sha256, source_name)
    typer.echo(
        f"{receipt.sha256}  {receipt.source_name}: {receipt.file_name}, received {receipt.received_at}"
    )
    for file in quarantined_files(workspace, configuration):
        if file.file_sha256 == receipt.sha256:
            _print_file(file)
    rows = (
        quarantined_rows(workspace, receipt.source_name).filter(file_sha256=receipt.sha256).sort("row_number")
    )
    for row in rows.head(ROWS_SHOWN).iter_rows(named=True):
        place = f"row {row['row_number']}" + (f", {row['column_name']}" if row["column_name"] else "")
        typer.echo(f"{place}: {row['reason']}: {row['detail'] or ''}\n    {row['raw'] or ''}")
    if rows.height > ROWS_SHOWN:
        typer.echo(
            f"... and {rows.height - ROWS_SHOWN:,} more; `portfolio quarantine export` writes them all"
        )
    return Exit.DONE


def decide_on(workspace: Workspace, sha256: str, action: Action, note: str, source_name: str | None) -> int:
    """Keep a decision on a file; the next refresh acts on it."""
    configuration = load_configuration(workspace.configuration_path)
    with refresh_lock(workspace):
        receipt = decide(workspace, configuration, sha256, action, datetime.now(UTC), note, source_name)
    typer.echo(f"{receipt.source_name}: {receipt.file_name}: {action} at the next `portfolio refresh`")
    return Exit.DONE


def export(workspace: Workspace, target: Path) -> int:
    """Write all rejected rows as CSV; cells that a spreadsheet would take for formulas are quoted with '."""
    text = pl.col(pl.String)
    is_formula = text.str.slice(0, 1).is_in(FORMULA_STARTS)
    safe = pl.when(is_formula).then(pl.lit("'") + text).otherwise(text).name.keep()
    rows = quarantined_rows(workspace).with_columns(safe)
    with target.open("wb") as file:
        rows.write_csv(file)
    typer.echo(f"{target}: {rows.height:,} rows written")
    return Exit.DONE


def _print_file(file: FileLoad) -> None:
    name = f"{file.file_sha256[:SHORT]}  {file.source_name}: {file.file_name}"
    typer.echo(f"{name}: {file.status}: {file.reason}\n{'':<14}{file.remedy or ''}")
