"""Expectations on capacity: whole weeks, known units and measures, no negative time."""

import polars as pl

from data_quality.rules import Suite, between, holds, one_of, plausible_date

KINDS = ("team", "person")
MEASURES = ("supply", "time_off", "reserve", "allocated")
UNITS = ("hours", "days", "fte")
HOURS_OF_A_WEEK, DAYS_OF_A_WEEK = 168, 7

SUITE = Suite(
    "capacity_weeks",
    (
        one_of("resource_kind", KINDS),
        one_of("measure", MEASURES),
        one_of("unit", UNITS),
        plausible_date("week_start_date"),
        between("quantity", 0, 1e6),
        holds(
            "person_fits_into_a_week",
            (pl.col("resource_kind") != "person")
            | (pl.col("unit") == "fte")
            | (
                pl.col("quantity")
                <= pl.when(pl.col("unit") == "hours").then(HOURS_OF_A_WEEK).otherwise(DAYS_OF_A_WEEK)
            ),
            ("quantity", "unit"),
            "one person has more time than a week holds: look whether the unit is right",
        ),
    ),
    minimum_rows=0,  # a sheet may hold allocations alone
)
