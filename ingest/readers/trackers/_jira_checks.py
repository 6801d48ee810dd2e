"""What makes a row of a Jira export unusable: a required value is missing, or is not of its type."""

import polars as pl

from ingest.contracts import TABLES
from ingest.reading import REJECTED_SCHEMA, rejections
from ingest.table import RAW_TEXT_LENGTH, ROW_NUMBER

REASONS = {
    "timestamp": "not_a_date",
    "date": "not_a_date",
    "bigint": "not_a_number",
    "double": "not_a_number",
    "boolean": "not_a_boolean",
}


def problems(text: pl.DataFrame, typed: pl.DataFrame, table: str) -> pl.DataFrame:
    """Compare a table before and after its cast; return one REJECTED_SCHEMA row per unusable value."""
    frames = [pl.DataFrame(schema=REJECTED_SCHEMA)]
    for column in TABLES[table].columns:
        if column.name not in text.columns:
            continue
        if column.required and text[column.name].null_count():
            frames.append(_missing(text, column.name))
        if column.type in REASONS and typed[column.name].null_count() > text[column.name].null_count():
            frames.append(_unreadable(text, typed, column.name, REASONS[column.type]))
    return pl.concat(frames)


def _missing(text: pl.DataFrame, column: str) -> pl.DataFrame:
    detail = pl.lit(f"{column} is empty; map or fix it with read.columns or read.constants")
    return _rejected(text.filter(pl.col(column).is_null()), "missing_required", column, detail)


def _unreadable(text: pl.DataFrame, typed: pl.DataFrame, column: str, reason: str) -> pl.DataFrame:
    rows = text.filter(typed[column].is_null() & text[column].is_not_null())
    return _rejected(rows, reason, column, pl.format("{} cannot be read as it is", pl.col(column)))


def _rejected(rows: pl.DataFrame, reason: str, column: str, detail: pl.Expr) -> pl.DataFrame:
    raw = pl.struct(pl.exclude(ROW_NUMBER)).struct.json_encode()
    values = {"reason": pl.lit(reason), "column_name": pl.lit(column), "detail": detail, "raw": raw}
    told = rows.select(ROW_NUMBER, **values).with_columns(pl.col("detail").str.head(RAW_TEXT_LENGTH))
    return rejections(told)
