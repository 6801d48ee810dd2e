"""Parquet segments: for each file only the rows that are new, changed or gone since the state before it.

`input/<table>/<source>/<known at>-<receipt stem>.parquet`, immutable, in a fixed order. A row that is
gone from a full snapshot is written once more with `is_deleted`, with the values it had.
"""

from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from ingest.contracts import LINE_TABLES, ContractTable
from ingest.durable_files import sync_path
from ingest.reading import REJECTED_SCHEMA
from ingest.workspace import Workspace

ROW_NUMBER = "row_number"
# md5 costs 1.5 times DuckDB's hash(), whose values may change between versions.
HASH_SQL = "md5(concat_ws(chr(31), {parts}))"


def conform(frame: pl.DataFrame, contract: ContractTable) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give a reader's frame the contract's columns and types; set aside rows that lack a required value.

    Returns (rows, REJECTED_SCHEMA). Raises polars' own error when a column has another type: a reader's bug.
    """
    kept = {name: contract.schema.get(name) for name in (ROW_NUMBER, "extra", *contract.schema)}
    kept |= {ROW_NUMBER: pl.Int64(), "extra": pl.String()}
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in kept.items() if name not in frame.columns]
    frame = frame.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in kept.items())
    assigned = {"line_id"} if contract.name in LINE_TABLES else set()
    required = [name for name in contract.required if name not in assigned]
    return _set_aside(frame, required)


def _set_aside(frame: pl.DataFrame, required: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    if not required:
        return frame, pl.DataFrame(schema=REJECTED_SCHEMA)
    lacks = frame.filter(pl.any_horizontal(pl.col(required).is_null()))
    first_missing = pl.coalesce(pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in required)
    detail = pl.concat_str(first_missing, pl.lit(" is empty"))
    rejected = _rejected(lacks, "missing_required", first_missing, detail)
    return frame.filter(pl.all_horizontal(pl.col(required).is_not_null())), rejected


def reject_duplicates(frame: pl.DataFrame, contract: ContractTable) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep the first row of each key, set aside the others; lines of a ledger have no key to be equal in."""
    if contract.name in LINE_TABLES:
        return frame, pl.DataFrame(schema=REJECTED_SCHEMA)
    is_first = pl.struct(contract.key).is_first_distinct()
    key_text = pl.concat_str([pl.col(name).cast(pl.String) for name in contract.key], separator=", ")
    detail = pl.concat_str(key_text, pl.lit(" stands in an earlier row of the same file"))
    rejected = _rejected(frame.filter(~is_first), "duplicate_key", pl.lit(contract.key[0]), detail)
    return frame.filter(is_first), rejected


def _rejected(frame: pl.DataFrame, reason: str, column: pl.Expr, detail: pl.Expr) -> pl.DataFrame:
    return frame.select(
        ROW_NUMBER,
        pl.lit(reason).alias("reason"),
        column.alias("column_name"),
        detail.alias("detail"),
        pl.struct(pl.exclude(ROW_NUMBER)).struct.json_encode().alias("raw"),
    ).cast(REJECTED_SCHEMA)  # ty: ignore


def identify(
    frame: pl.DataFrame, contract: ContractTable, sha256: str, is_full_snapshot: bool
) -> pl.DataFrame:
    """Add `row_hash` and, to lines of a ledger, `line_id`.

    In a full snapshot a line is its content and its how-manieth occurrence, so that a re-export writes
    only what differs; in an increment it is file, row and its place in the row.
    """
    if contract.name not in LINE_TABLES:
        return _with_hash(frame, contract)
    content = _with_hash(frame.with_columns(pl.lit(None, pl.String).alias("line_id")), contract)
    if is_full_snapshot:
        occurrence = pl.int_range(pl.len()).over("row_hash").cast(pl.String)
        return content.with_columns(line_id=pl.concat_str("row_hash", pl.lit("-"), occurrence))
    ordinal = pl.int_range(pl.len()).over(ROW_NUMBER).cast(pl.String)
    row = pl.col(ROW_NUMBER).cast(pl.String)
    return content.with_columns(line_id=pl.concat_str(pl.lit(f"{sha256[:16]}-"), row, pl.lit("-"), ordinal))


def _with_hash(frame: pl.DataFrame, contract: ContractTable) -> pl.DataFrame:
    columns = [name for name in (*contract.schema, "extra") if name != "line_id"]
    parts = ", ".join(f'coalesce(cast("{name}" as varchar), chr(0))' for name in columns)
    hashes = duckdb.sql(f"select {HASH_SQL.format(parts=parts)} as row_hash from frame").pl()  # noqa: S608
    return frame.with_columns(hashes["row_hash"])


def current_state(workspace: Workspace, contract: ContractTable, source_name: str) -> pl.DataFrame:
    """Return a source's rows as they stand: the latest version of each key, the deleted ones left out."""
    files = segment_files(workspace, contract.name, source_name)
    if not files:
        return pl.DataFrame(schema=contract.segment_schema)
    versions = pl.concat([pl.read_parquet(file) for file in files], how="diagonal")
    latest = versions.sort("known_at", maintain_order=True).unique(contract.key, keep="last")
    return latest.filter(~pl.col("is_deleted")).select(list(contract.segment_schema))


def changes(
    incoming: pl.DataFrame, state: pl.DataFrame, contract: ContractTable, is_full_snapshot: bool
) -> pl.DataFrame:
    """Return what a segment must hold: new and changed rows, and tombstones of those that are gone."""
    keys = list(contract.key)
    known = state.select(*keys, pl.col("row_hash").alias("_known_hash"))
    compared = incoming.join(known, on=keys, how="left")
    changed = compared.filter(pl.col("_known_hash").is_null() | (pl.col("_known_hash") != pl.col("row_hash")))
    changed = changed.drop("_known_hash").with_columns(is_deleted=pl.lit(False))
    if not is_full_snapshot:
        return changed
    gone = state.join(incoming, on=keys, how="anti").with_columns(
        is_deleted=pl.lit(True), row_number=pl.lit(0, pl.Int64)
    )
    return pl.concat([changed, gone.select(changed.columns)])


def write_segment(
    workspace: Workspace,
    contract: ContractTable,
    rows: pl.DataFrame,
    source_name: str,
    known_at: datetime,
    stem: str,
) -> None:
    """Write the rows with their lineage; nothing is written for no rows. `stem` ends in the file's sha256."""
    if rows.is_empty():
        return
    folder = workspace.input / contract.name / source_name
    lineage = rows.with_columns(
        source_name=pl.lit(source_name),
        file_sha256=pl.lit(stem[-64:]),
        known_at=pl.lit(known_at, pl.Datetime("us")),
    )
    ordered = lineage.select(list(contract.segment_schema)).sort(ROW_NUMBER, *contract.key, nulls_last=True)
    write_parquet(folder / f"{known_at:%Y%m%dT%H%M%S%f}-{stem}.parquet", ordered)


def write_parquet(target: Path, frame: pl.DataFrame) -> None:
    """Write a Parquet file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.new")
    frame.write_parquet(temporary, compression="zstd")
    sync_path(temporary)
    temporary.replace(target)
    sync_path(target.parent)


def segment_files(workspace: Workspace, table_name: str, source_name: str | None = None) -> list[Path]:
    """Return the segments of a table, of one source or of all, oldest first."""
    folder = workspace.input / table_name
    return sorted(folder.glob(f"{source_name or '*'}/[!.]*.parquet"), key=lambda path: (path.name, str(path)))
