"""Expectations on allocations: whole weeks, known units, no negative time."""

from data_quality.rules import TRIMMED, Suite, between, matches, one_of, plausible_date
from data_quality.suites.capacity_weeks import KINDS, UNITS

SUITE = Suite(
    "capacity_allocations",
    (
        one_of("resource_kind", KINDS),
        one_of("unit", UNITS),
        plausible_date("week_start_date"),
        between("quantity", 0, 1e6),
        matches("initiative_code", TRIMMED, "a code without blanks around it"),
    ),
    minimum_rows=0,  # a sheet may hold supply alone
)
