"""Expectations on status changes: a time within reason, and a change that changes something."""

import polars as pl

from data_quality.rules import Suite, filled, holds, plausible_date

SUITE = Suite(
    "work_item_transitions",
    (
        plausible_date("changed_at"),
        filled("from_status_name", 0.5, "warning"),
        holds(
            "status_changes",
            pl.col("from_status_name") != pl.col("to_status_name"),
            ("from_status_name", "to_status_name"),
            "a change from a status to itself adds nothing to flow times",
            "warning",
        ),
    ),
    minimum_rows=0,  # many exports carry no change log
)
