"""Expectations on rules of gates: an order of their own, a first day, a known recommendation."""

import polars as pl

from data_quality.rules import Suite, between, holds, one_of, plausible_date
from data_quality.suites.decisions import OUTCOMES

GATE = ("as_of_date", "policy_version", "gate_name")

SUITE = Suite(
    "gate_policy_rules",
    (
        plausible_date("valid_from_date"),
        between("rule_order", 0, 10_000),
        one_of("recommendation", (*OUTCOMES, "insufficient_evidence"), "warning"),
        holds(
            "rules_of_a_gate_are_in_order",
            pl.len().over(*GATE, "rule_order") == 1,
            ("policy_version", "gate_name", "rule_order"),
            "two rules of one gate have the same order: the first that holds would be a matter of luck",
        ),
    ),
)
