"""Totals that a file states about its own lines: whether they hold, and what is told when they do not."""

import polars as pl

from ingest.checking import CARRIES_NO_MONEY, CHECK_RESULTS_SCHEMA
from ingest.reading import ReadResult

CHECK = "control_totals_match"
HALF_A_CENT = pl.lit("0.005").cast(pl.Decimal(38, 4))


def _differs() -> pl.Expr:
    difference = pl.col("stated_amount").cast(pl.Decimal(38, 4)) - pl.col("computed_amount")
    lines = pl.max_horizontal("line_count", 1).cast(pl.Decimal(38, 4))
    return difference.abs() > lines * HALF_A_CENT


def mismatch(totals: pl.DataFrame) -> str | None:
    """Return why a file whose totals differ from its lines must not be loaded; None when all hold.

    `totals` are CONTROL_TOTAL_SCHEMA. Half a cent a line is what rounding may make of it.
    """
    wrong = totals.filter(_differs())
    if wrong.is_empty():
        return None
    number, label, stated, computed, count = wrong.row(0)
    more = f"; {wrong.height - 1:,} more totals differ" if wrong.height > 1 else ""
    return (
        f"row {number:,}: {label!r} states {stated:,f}, but its {count:,} lines add up to {computed:,f}{more}"
    )


def result_of(read: ReadResult) -> pl.DataFrame:
    """Return what comparing the totals found, as a row of CHECK_RESULTS_SCHEMA; none without a total."""
    totals = read.control_totals
    if totals.is_empty():
        return pl.DataFrame(schema=CHECK_RESULTS_SCHEMA)
    failed = totals.filter(_differs()).height
    names = (next(iter(read.tables)), CHECK, "amount", "critical")
    row = (*names, not failed, totals.height, failed, None, None, CARRIES_NO_MONEY)
    return pl.DataFrame([row], schema=CHECK_RESULTS_SCHEMA, orient="row")
