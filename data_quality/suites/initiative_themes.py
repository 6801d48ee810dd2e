"""Expectations on links initiative -> theme: weights are shares, and share out no more than the whole."""

from data_quality.rules import Suite, between, shares_within_one

SUITE = Suite(
    "initiative_themes",
    (between("weight", 0, 1), shares_within_one("initiative_code")),
    minimum_rows=0,  # no links yet is a finding of the marts, not a broken export
)
