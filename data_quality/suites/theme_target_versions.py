"""Expectations on targets of themes: shares of one whole, and one first day for each strategy version."""

import polars as pl

from data_quality.rules import SHARE_TOLERANCE, Suite, between, holds, in_order, plausible_date

VERSION = ("as_of_date", "strategy_version")

SUITE = Suite(
    "theme_target_versions",
    (
        plausible_date("valid_from_date"),
        between("target_share", 0, 1),
        between("floor_share", 0, 1),
        between("cap_share", 0, 1),
        in_order("floor_share", "target_share"),
        in_order("target_share", "cap_share"),
        holds(
            "targets_sum_to_1",
            (pl.col("target_share").sum().over(VERSION) - 1).abs() <= SHARE_TOLERANCE,
            ("strategy_version", "target_share"),
            "the target shares of one strategy version do not sum to 1: correct them at the source",
        ),
        holds(
            "version_starts_on_one_day",
            pl.col("valid_from_date").n_unique().over(VERSION) == 1,
            ("strategy_version", "valid_from_date"),
            "the themes of one strategy version start on different days: give it one first day",
        ),
    ),
)
