"""Expectations on objectives: a period that ends after it starts, weights that are shares."""

from data_quality.rules import Suite, between, filled, in_order, plausible_date

SUITE = Suite(
    "objectives",
    (
        plausible_date("period_start_date"),
        plausible_date("period_end_date"),
        in_order("period_start_date", "period_end_date"),
        between("weight", 0, 1),
        filled("period_start_date", 0.5, "warning"),
        filled("theme_name", 0.5, "warning"),
    ),
    minimum_rows=0,  # a file may hold only check-ins
)
