"""Expectations on links initiative -> work item: keys without stray blanks, or no work item is found."""

from data_quality.rules import TRIMMED, Suite, matches

SUITE = Suite(
    "initiative_work_items",
    (
        matches("initiative_code", TRIMMED, "a code without blanks around it"),
        matches("work_item_key", TRIMMED, "a key without blanks around it"),
    ),
    minimum_rows=0,  # no links yet is a finding of the marts, not a broken export
)
