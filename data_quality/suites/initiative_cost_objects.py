"""Expectations on links cost object -> initiative: weights are shares of one cost object's money."""

from data_quality.rules import Suite, between, shares_within_one

SUITE = Suite(
    "initiative_cost_objects",
    (between("weight", 0, 1), shares_within_one("cost_object_code")),
    minimum_rows=0,  # no links yet is a finding of the marts, not a broken export
)
