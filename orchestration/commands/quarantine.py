"""What `portfolio quarantine ...` and `portfolio accept` do."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import typer

from ingest.configuration import Configuration, Source
from ingest.configuration_file import load_configuration
from ingest.contracts import LINE_TABLES
from ingest.load_records import FileLoad
from ingest.published_quarantine import shown_rows
from ingest.quarantine import Action, decide, find_receipt, quarantined_files, quarantined_rows
from ingest.readers import reader_for
from ingest.receipts import SHORT_SHA256
from ingest.replay import export_rows, take_back
from ingest.workspace import Workspace
from orchestration.exit_codes import Exit
from orchestration.locking import refresh_lock

ROWS_SHOWN = 20
WITH_NAMES = "rejected rows hold cells as they came, names of people among them: say --with-names"


def list_all(workspace: Workspace) -> int:
    """Print files that were refused or held, and how many rows, of how much money, were rejected and why."""
    configuration = load_configuration(workspace.configuration_path)
    files = quarantined_files(workspace, configuration)
    for file in files:
        _print_file(file)
    of_money = {source.name for source in configuration.sources if _brings_money(source)}
    rows = quarantined_rows(workspace)
    for (source, file_name, sha256, reason), of_reason in rows.sort(
        "source_name", "file_name", "reason", "row_number"
    ).group_by("source_name", "file_name", "file_sha256", "reason", maintain_order=True):
        count = of_reason["row_number"].n_unique()
        rows_told = f"{count:,} row{'' if count == 1 else 's'}"
        told = f"{str(sha256)[:SHORT_SHA256]}  {source}: {file_name}: {rows_told}"
        typer.echo(f"{told}: {reason}{_money(of_reason) if source in of_money else ''}")
    if not files and rows.is_empty():
        typer.echo("The quarantine is empty.")
    return Exit.DONE


def show(workspace: Workspace, sha256: str, source_name: str | None, *, with_names: bool) -> int:
    """Print one file's outcome and the first of its rejected rows."""
    configuration = load_configuration(workspace.configuration_path)
    receipt = find_receipt(workspace, configuration, sha256, source_name)
    typer.echo(
        f"{receipt.sha256}  {receipt.source_name}: {receipt.file_name}, received {receipt.received_at}"
    )
    for file in quarantined_files(workspace, configuration):
        if file.file_sha256 == receipt.sha256:
            _print_file(file)
    rows = quarantined_rows(workspace, receipt.source_name).filter(file_sha256=receipt.sha256)
    shown = (rows if with_names else shown_rows(rows, configuration.privacy)).sort("row_number")
    for row in shown.head(ROWS_SHOWN).iter_rows(named=True):
        place = f"row {row['row_number']}" + (f", {row['column_name']}" if row["column_name"] else "")
        typer.echo(f"{place}: {row['reason']}: {row['detail'] or ''}")
        if row["raw"]:
            typer.echo(f"    {row['raw']}")
    if rows.height > ROWS_SHOWN:
        more = rows.height - ROWS_SHOWN
        typer.echo(
            f"... and {more:,} more; `portfolio quarantine export FOLDER --with-names` writes them all"
        )
    return Exit.DONE


def accept(workspace: Workspace, sha256: str, note: str, source_name: str | None) -> int:
    """Let a held file load at the next refresh, in spite of what it is held for."""
    configuration = load_configuration(workspace.configuration_path)
    receipt = find_receipt(workspace, configuration, sha256, source_name)
    held = {
        (file.source_name, file.file_sha256)
        for file in quarantined_files(workspace, configuration)
        if file.status == "held"
    }
    if (receipt.source_name, receipt.sha256) not in held:
        typer.echo(f"{receipt.file_name}: it is not held, so there is nothing to accept", err=True)
        return Exit.FAILED
    return decide_on(workspace, receipt.sha256, "accept", note, receipt.source_name)


def decide_on(workspace: Workspace, sha256: str, action: Action, note: str, source_name: str | None) -> int:
    """Keep a decision on a file; the next refresh acts on it."""
    configuration = load_configuration(workspace.configuration_path)
    with refresh_lock(workspace):
        receipt = decide(workspace, configuration, sha256, action, datetime.now(UTC), note, source_name)
    what = action.replace("_", " ")
    typer.echo(f"{receipt.source_name}: {receipt.file_name}: {what} at the next `portfolio refresh`")
    return Exit.DONE


def export(workspace: Workspace, folder: Path, *, with_names: bool) -> int:
    """Write the rejected rows of each file as CSV into a folder, for those who can mend them."""
    configuration = load_configuration(workspace.configuration_path)
    if configuration.privacy.people != "names" and not with_names:
        typer.echo(WITH_NAMES, err=True)
        return Exit.USAGE
    if folder.resolve().is_relative_to(workspace.published.resolve()):
        typer.echo(f"{folder}: what lies there is published; name another folder", err=True)
        return Exit.USAGE
    folder.mkdir(parents=True, exist_ok=True)
    files = quarantined_rows(workspace).select("source_name", "file_sha256").unique().sort(pl.all())
    for source_name, sha256 in files.filter(_is_configured(configuration)).rows():
        target = folder / f"{source_name}-{sha256[:SHORT_SHA256]}.csv"
        count = export_rows(workspace, configuration, source_name, sha256, target)
        typer.echo(f"{target}: {count:,} row{'' if count == 1 else 's'} written")
    if files.is_empty():
        typer.echo("The quarantine holds no row.")
    return Exit.DONE


def replay(workspace: Workspace, file: str, note: str, source_name: str | None) -> int:
    """Take an export of the quarantine back, mended; or read a file of the archive again."""
    path = Path(file)
    if not path.is_file():
        return decide_on(workspace, file, "read_again", note, source_name)
    configuration = load_configuration(workspace.configuration_path)
    with refresh_lock(workspace):
        done = take_back(workspace, configuration, path, datetime.now(UTC))
    name, count = f"{done.receipt.source_name}: {done.receipt.file_name}", len(done.mended)
    if not count:
        typer.echo(f"{name}: nothing was mended; every row is as it is known")
    else:
        rows = f"{count:,} mended row{'' if count == 1 else 's'}"
        typer.echo(f"{name}: {rows}, read at the next `portfolio refresh`")
    return Exit.DONE


def _is_configured(configuration: Configuration) -> pl.Expr:
    return pl.col("source_name").is_in([source.name for source in configuration.sources])


def _money(rows: pl.DataFrame) -> str:
    """Tell the money of rejected rows by currency, and of how many it could not be read.

    What a reader refuses is told once a row, whatever columns it is about; what a suite refuses, once a line.
    """
    of_reader = rows.filter(pl.col("table_name").is_null()).unique("row_number")
    told = pl.concat([of_reader, rows.filter(pl.col("table_name").is_not_null())])
    sums = (
        told.drop_nulls("amount").group_by("currency_code").agg(pl.col("amount").sum()).sort("currency_code")
    )
    parts = [f"{amount:,.2f} {currency}" for currency, amount in sums.rows()]
    unread = told.filter(pl.col("amount").is_null())["row_number"].n_unique()
    parts += [f"amount of {unread:,} not read"] if unread else []
    return f"; {', '.join(parts)}"


def _brings_money(source: Source) -> bool:
    return not LINE_TABLES.isdisjoint(reader_for(source.format).tables)


def _print_file(file: FileLoad) -> None:
    name = f"{file.file_sha256[:SHORT_SHA256]}  {file.source_name}: {file.file_name}"
    typer.echo(f"{name}: {file.status}: {file.reason}\n{'':<14}{file.remedy or ''}")
