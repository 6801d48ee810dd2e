"""From a reader's rows to rows of a contract table: typed, complete, each key once, and identified."""

import duckdb
import polars as pl

from ingest.contracts import LINE_TABLES, ContractTable
from ingest.reading import MONEY_COLUMNS, REJECTED_SCHEMA, rejections

ROW_NUMBER = "row_number"
# DuckDB's hash() would be cheaper, but its values may change between versions.
HASH_SQL = "select md5(concat_ws(chr(31), {parts})) as row_hash from frame"


def conform(frame: pl.DataFrame, contract: ContractTable) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give a reader's frame the contract's columns and types; set aside rows that lack a required value.

    Returns (rows, REJECTED_SCHEMA). Raises polars' own error when a column has another type: a reader's bug.
    """
    schema = {ROW_NUMBER: pl.Int64(), "extra": pl.String()} | contract.schema
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in frame.columns]
    frame = frame.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in schema.items())
    assigned = {"line_id"} if contract.name in LINE_TABLES else set()
    required = [name for name in contract.required if name not in assigned]
    if not sum(frame[name].null_count() for name in required):
        return frame, pl.DataFrame(schema=REJECTED_SCHEMA)
    is_complete = pl.all_horizontal(pl.col(required).is_not_null())
    return frame.filter(is_complete), _incomplete(frame.filter(~is_complete), required)


def _incomplete(frame: pl.DataFrame, required: list[str]) -> pl.DataFrame:
    first = pl.coalesce(pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in required)
    return _rejected(frame, "missing_required", first, pl.concat_str(first, pl.lit(" is empty")))


def reject_duplicates(frame: pl.DataFrame, contract: ContractTable) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep the first row of each key, set aside the others; lines of a ledger have no key to be equal in."""
    if contract.name in LINE_TABLES:
        return frame, pl.DataFrame(schema=REJECTED_SCHEMA)
    is_first = frame.select(pl.struct(contract.key).is_first_distinct()).to_series()
    if is_first.all():
        return frame, pl.DataFrame(schema=REJECTED_SCHEMA)
    key_text = pl.concat_str([pl.col(name).cast(pl.String) for name in contract.key], separator=", ")
    detail = pl.concat_str(key_text, pl.lit(" stands in an earlier row of the same file"))
    doubled = _rejected(frame.filter(~is_first), "duplicate_key", pl.lit(contract.key[0]), detail)
    return frame.filter(is_first), doubled


def _rejected(frame: pl.DataFrame, reason: str, column: pl.Expr, detail: pl.Expr) -> pl.DataFrame:
    told = {"reason": pl.lit(reason), "column_name": column, "detail": detail}
    raw = pl.struct(pl.exclude(ROW_NUMBER)).struct.json_encode()
    money = [name for name in MONEY_COLUMNS if name in frame.columns]
    return rejections(frame.select(ROW_NUMBER, *money, **told, raw=raw))


def identify(
    frame: pl.DataFrame, contract: ContractTable, sha256: str, *, is_full_snapshot: bool
) -> pl.DataFrame:
    """Add `row_hash` and, to lines of a ledger, `line_id`.

    In a full snapshot a line is its content and its how-manieth occurrence, so that a re-export writes
    only what differs; in an increment it is file, row and its place in the row.
    """
    content = frame.with_columns(_row_hashes(frame, contract))
    if contract.name not in LINE_TABLES:
        return content
    if is_full_snapshot:
        occurrence = pl.int_range(pl.len()).over("row_hash").cast(pl.String)
        return content.with_columns(line_id=pl.concat_str("row_hash", pl.lit("-"), occurrence))
    ordinal = pl.int_range(pl.len()).over(ROW_NUMBER).cast(pl.String)
    row = pl.col(ROW_NUMBER).cast(pl.String)
    return content.with_columns(line_id=pl.concat_str(pl.lit(f"{sha256[:16]}-"), row, pl.lit("-"), ordinal))


def _row_hashes(frame: pl.DataFrame, contract: ContractTable) -> pl.Series:
    columns = [name for name in (*contract.schema, "extra") if name != "line_id"]
    parts = ", ".join(f'coalesce(cast("{name}" as varchar), chr(0))' for name in columns)
    return duckdb.sql(HASH_SQL.format(parts=parts)).pl()["row_hash"]
