"""Expectations on check-ins: a date within reason, a number, a confidence from 0 to 1."""

from data_quality.rules import Suite, between, filled, finite, plausible_date

SUITE = Suite(
    "key_result_check_ins",
    (
        plausible_date("check_in_date"),
        finite("value"),
        between("confidence", 0, 1),
        filled("value", 0.5, "warning"),
    ),
    minimum_rows=0,  # nobody has checked in yet at the start of a period
)
