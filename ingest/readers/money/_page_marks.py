"""What a printed list repeats on each page, and is no damage."""

from dataclasses import replace

import polars as pl

from ingest.table import Table


def without_marks(table: Table, **patterns: str) -> Table:
    """Count as ignored, not as rejected: headers repeated, and records whose raw text matches a pattern.

    `patterns` are by rule.
    """
    mark = pl.when(pl.col("reason") == "repeated_header").then(pl.lit("page_header"))
    for rule, pattern in patterns.items():
        mark = mark.when(pl.col("raw").str.contains(pattern)).then(pl.lit(rule))
    rejected = table.rejected.with_columns(mark.alias("mark"))
    counts = dict(rejected["mark"].drop_nulls().value_counts().rows())
    kept = rejected.filter(pl.col("mark").is_null()).drop("mark")
    return replace(table, rejected=kept, ignored=table.ignored | counts)
