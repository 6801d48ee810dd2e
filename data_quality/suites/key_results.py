"""Expectations on key results: something to measure, in a unit, on the way from here to there."""

import polars as pl

from data_quality.rules import (
    Suite,
    between,
    filled,
    finite,
    holds,
    in_order,
    one_of,
    plausible_date,
    present,
)

DIRECTIONS = (
    "increase",
    "decrease",
    "maintain_at_least",
    "maintain_at_most",
    "range",
    "milestone",
    "baseline",
)

CURVES = ("linear", "s_curve", "back_loaded", "step")

SUITE = Suite(
    "key_results",
    (
        plausible_date("period_start_date"),
        plausible_date("period_end_date"),
        in_order("period_start_date", "period_end_date"),
        one_of("direction", DIRECTIONS),
        finite("baseline_value"),
        finite("target_value"),
        between("weight", 0, 1),
        between("check_in_cadence_days", 1, 366),
        one_of("progress_curve", CURVES, "warning"),
        between("progress_steps", 1, 366),
        filled("target_value", 0.5, "warning"),
        present("unit", "warning"),
        holds(
            "target_differs_from_baseline",
            pl.col("baseline_value") != pl.col("target_value"),
            ("baseline_value", "target_value"),
            "a target equal to its baseline asks for no change",
            "warning",
        ),
    ),
    minimum_rows=0,  # one workbook may hold objectives alone
)
