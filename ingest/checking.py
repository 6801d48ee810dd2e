"""What landing asks of whoever checks a batch, and what it gets back. The checks live in another room."""

from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from ingest.configuration import Source
from ingest.contracts import MONEY

# Jira's and Azure DevOps' user interfaces export so many rows and say nothing of the others.
LARGEST_EXPORT = 1000
# One row per rule; landing adds source_name, file_sha256 and known_at.
CHECK_RESULTS_SCHEMA: dict[str, pl.DataType] = {
    "table_name": pl.String(),
    "expectation_name": pl.String(),
    "column_name": pl.String(),
    "severity": pl.String(),  # critical | warning
    "is_success": pl.Boolean(),  # NULL: there was no value to check
    "row_count_checked": pl.Int64(),
    "row_count_failed": pl.Int64(),
    "failed_amount": MONEY,  # money of the rows that broke the rule
    "failed_currency_code": pl.String(),
    "failed_amount_reason": pl.String(),  # why there is none
}
CARRIES_NO_MONEY = "carries_no_money"


@dataclass(frozen=True)
class BatchVerdict:
    """The outcome of checking one batch of one contract table."""

    accepted: pl.DataFrame  # the rows of the batch that break no critical rule
    rejected: pl.DataFrame  # REJECTED_SCHEMA of ingest.reading: one row per row and rule that it breaks
    results: pl.DataFrame  # CHECK_RESULTS_SCHEMA
    hold_reason: str | None = None  # why the file must not be loaded at all
    suite: str = ""  # another one when a rule changed: the kept rows were judged by that of their night
    needs_all: bool = False  # a rule compares rows with each other: it cannot be told without the kept ones
    # Row numbers of the rows that a rule found fault with, if only to warn; told where `kept` is given.
    faulted: pl.Series = field(default_factory=lambda: pl.Series([], dtype=pl.Int64))


class BatchCheck(Protocol):
    """Judges the rows of one contract table of a source's file."""

    def __call__(
        self, source: Source, table_name: str, frame: pl.DataFrame, kept: pl.LazyFrame | None = None
    ) -> BatchVerdict:
        """Judge `frame`; the results are those of frame and `kept` together.

        `kept` are rows of the same file that no rule about rows found fault with when they were read, and
        that were not read again. Landing proves that their keys differ from those in `frame`.
        """
        ...
