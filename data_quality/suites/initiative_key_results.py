"""Expectations on links initiative -> key result: weights are shares of one initiative."""

from data_quality.rules import Suite, between, shares_within_one

SUITE = Suite(
    "initiative_key_results",
    (between("weight", 0, 1), shares_within_one("initiative_code")),
    minimum_rows=0,  # no links yet is a finding of the marts, not a broken export
)
