"""Expectations on dependencies: two initiatives, named without stray blanks, and dates within reason."""

import polars as pl

from data_quality.rules import TRIMMED, Suite, filled, holds, matches, plausible_date

SUITE = Suite(
    "initiative_dependencies",
    (
        matches("initiative_code", TRIMMED, "a code without blanks around it"),
        matches("provider_initiative_code", TRIMMED, "a code without blanks around it"),
        plausible_date("needed_date"),
        plausible_date("committed_date"),
        filled("needed_date", 0.5, "warning"),
        holds(
            "needs_another_initiative",
            pl.col("initiative_code") != pl.col("provider_initiative_code"),
            ("initiative_code", "provider_initiative_code"),
            "an initiative cannot wait for itself: name the one that provides",
        ),
    ),
    minimum_rows=0,  # nothing may depend on anything
)
