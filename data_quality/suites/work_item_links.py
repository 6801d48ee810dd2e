"""Expectations on links between work items: a known direction, and keys without stray blanks."""

from data_quality.rules import TRIMMED, Suite, matches, one_of

SUITE = Suite(
    "work_item_links",
    (
        one_of("direction", ("inward", "outward")),
        matches("linked_key", TRIMMED, "a key without blanks around it"),
    ),
    minimum_rows=0,  # a tracker without links is a normal tracker
)
