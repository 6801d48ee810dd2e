"""The schemas `input` and `meta` of a build: what dbt's sources read, by name."""

import re
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl

from ingest.checking import CHECK_RESULTS_SCHEMA
from ingest.configuration import Configuration
from ingest.contracts import LINEAGE, SQL_TYPES, TABLES, ContractTable
from ingest.ecb_rates import needed_ecb_rates
from ingest.load_records import FileLoad, file_loads_frame, load_records
from ingest.mendings import mendings_of
from ingest.published_quarantine import shown_rows
from ingest.quarantine import quarantined_rows
from ingest.receipts import receipts_of
from ingest.reference import reference_tables, run_parameters
from ingest.segments import segment_files
from ingest.workspace import Workspace

_WILDCARD = re.compile(r"[\[*?]")  # in the name of a folder; DuckDB would expand it

QUALITY_RESULTS_SCHEMA = CHECK_RESULTS_SCHEMA | {
    "source_name": pl.String(),
    "file_sha256": pl.String(),
    "known_at": pl.Datetime("us"),
}
MENDED_ROWS_SCHEMA: dict[str, pl.DataType] = {
    "source_name": pl.String(),
    "file_sha256": pl.String(),
    "row_number": pl.Int64(),
    "mending_sha256": pl.String(),  # of the archived file in which the mended cells stand
    "mending_file_name": pl.String(),
    "mended_at": pl.Datetime("us"),
}


def attach_inputs(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    configuration: Configuration,
    as_of_date: date,
    as_known_on: datetime | None = None,
) -> None:
    """Create `input.*` (views over the segments, reference tables) and `meta.*` in an open build file."""
    connection.execute("create schema if not exists input")
    connection.execute("create schema if not exists meta")
    for contract in TABLES.values():
        _create_view(connection, contract, configured_segments(workspace, configuration, contract))
    tables = reference_tables(configuration)
    tables["run_parameters"] = run_parameters(configuration, as_of_date, as_known_on)
    for name, frame in tables.items():
        _create_table(connection, "input", name, frame)
    if configuration.reporting.ecb_rates:
        published = needed_ecb_rates(connection, configuration.reporting.currency, as_of_date)
        _create_table(connection, "input", "exchange_rates", pl.concat([tables["exchange_rates"], published]))
    loads = all_load_records(workspace, configuration)
    _create_table(connection, "meta", "file_loads", file_loads_frame(loads))
    is_configured = pl.col("source_name").is_in([source.name for source in configuration.sources])
    _create_table(connection, "meta", "quality_results", quality_results(workspace).filter(is_configured))
    rows = shown_rows(quarantined_rows(workspace).filter(is_configured), configuration.privacy)
    _create_table(connection, "meta", "quarantined_rows", rows)
    _create_table(connection, "meta", "mended_rows", mended_rows_frame(workspace, configuration))


def all_load_records(workspace: Workspace, configuration: Configuration) -> list[FileLoad]:
    """Return the load records of all configured sources."""
    return [load for source in configuration.sources for load in load_records(workspace, source.name)]


def quality_results(workspace: Workspace) -> pl.DataFrame:
    """Return the results of the checks of all files: the rows of meta.quality_results.

    Files of older versions lack the columns of the money: it is NULL there.
    """
    files = sorted((workspace.quarantine / "results").glob("*/[!.]*.parquet"))
    if not files:
        return pl.DataFrame(schema=QUALITY_RESULTS_SCHEMA)
    return pl.read_parquet(files, glob=False, schema=QUALITY_RESULTS_SCHEMA, missing_columns="insert")


def mended_rows_frame(workspace: Workspace, configuration: Configuration) -> pl.DataFrame:
    """Return one row per mended row of a file: which archived mending is read in its place."""
    found = {}
    for source in configuration.sources:
        for receipt in receipts_of(workspace, source, configuration.zone):
            for mending in mendings_of(workspace, source.name, receipt.sha256):
                moment = datetime.fromisoformat(mending.received_at).replace(tzinfo=None)
                told = (mending.sha256, mending.file_name, moment)
                found |= {(source.name, receipt.sha256, int(number)): told for number in mending.rows}
    rows = [(*place, *told) for place, told in sorted(found.items())]
    return pl.DataFrame(rows, schema=MENDED_ROWS_SCHEMA, orient="row")


def configured_segments(
    workspace: Workspace, configuration: Configuration, contract: ContractTable
) -> list[Path]:
    """Return a table's segments. A source that left portfolio.yml leaves the marts, not the archive."""
    names = [source.name for source in configuration.sources]
    return [path for name in names for path in segment_files(workspace, contract.name, name)]


def _create_view(connection: duckdb.DuckDBPyConnection, contract: ContractTable, files: list[Path]) -> None:
    """Create a typed view; without a segment it has no row."""
    columns = [*contract.columns, *LINEAGE]
    types = ", ".join(
        f'cast("{column.name}" as {SQL_TYPES[column.type]}) as "{column.name}"' for column in columns
    )
    names = ", ".join(f'null as "{column.name}"' for column in columns)
    rows = parquet_rows(files) if files else f"(select {names} where false)"
    query = f"select {types} from {rows}"  # noqa: S608 - names of the contract
    connection.execute(f'create or replace view input."{contract.name}" as {query}')


def parquet_rows(files: list[Path]) -> str:
    """Name Parquet files of equal columns, for a query. A view takes no parameters, so they are quoted."""
    literal = (_WILDCARD.sub(r"[\g<0>]", str(path.resolve())) for path in files)
    quoted = ", ".join("'" + name.replace("'", "''") + "'" for name in literal)
    return f"read_parquet([{quoted}])"


def _create_table(connection: duckdb.DuckDBPyConnection, schema: str, name: str, frame: pl.DataFrame) -> None:
    connection.register("_incoming", frame.to_arrow())
    connection.execute(f'create or replace table {schema}."{name}" as select * from _incoming')  # noqa: S608
    connection.unregister("_incoming")
