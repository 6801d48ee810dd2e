"""What may be seen of quarantined rows beyond the workspace: published files, pages, a terminal.

A rejected row holds whatever the export held, names of people in any column among it: a row that was shifted
has them where nobody looks for them. So under `privacy: {people: pseudonyms}` cells are seen only by who asks
for them at the workspace: `portfolio quarantine export --with-names`. What is wrong is told without them.
"""

import polars as pl

from ingest.configuration import Privacy
from ingest.readers._rows import REMEDIES

# Reasons whose detail quotes no cell: a place, a count or a column of the contract.
QUOTES_NO_CELL = ("encoding", "nul", "quote", "cell_too_long", "width", "repeated_header", "missing_required")


def shown_rows(rows: pl.DataFrame, privacy: Privacy) -> pl.DataFrame:
    """Return quarantined rows (QUARANTINED_ROWS_SCHEMA) with as much of their cells as `privacy` lets out."""
    if privacy.people == "names":
        return rows
    reason = pl.col("reason")
    # A rule of a suite ends its detail with what to do, behind the last semicolon.
    of_suite = pl.col("table_name").is_not_null() & pl.col("detail").str.contains("; ")
    remedy = reason.replace_strict(REMEDIES, default=None, return_dtype=pl.String)
    detail = (
        pl.when(reason.is_in(QUOTES_NO_CELL))
        .then("detail")
        .when(remedy.is_not_null())
        .then(remedy)
        .when(of_suite & (reason != "duplicate_key"))
        .then(pl.col("detail").str.split("; ").list.last())
    )
    return rows.with_columns(detail=detail, raw=pl.lit(None, pl.String))
