"""Expectations on keys that work items had before they were moved."""

from data_quality.rules import TRIMMED, Suite, matches

SUITE = Suite(
    "work_item_former_keys",
    (matches("former_key", TRIMMED, "a key without blanks around it"),),
    minimum_rows=0,  # where nothing was ever moved
)
