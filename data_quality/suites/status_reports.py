"""Expectations on status reports: a date within reason, a colour that people know."""

from data_quality.rules import Suite, one_of, plausible_date

COLOURS = ("green", "amber", "red")

SUITE = Suite(
    "status_reports",
    (
        plausible_date("report_date"),
        one_of("reported_status", COLOURS, "warning"),
    ),
    minimum_rows=0,  # a register may carry no status column
)
