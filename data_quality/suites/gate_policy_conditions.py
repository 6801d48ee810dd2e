"""Expectations on conditions of rules: a comparison that is known, with a number."""

from data_quality.rules import TRIMMED, Suite, finite, matches, one_of

COMPARISONS = ("<", "<=", ">", ">=", "=", "<>")

SUITE = Suite(
    "gate_policy_conditions",
    (
        matches("field_name", TRIMMED, "a field without blanks around it"),
        one_of("comparison", COMPARISONS),
        finite("threshold"),
    ),
    minimum_rows=0,  # a policy may have one rule that always holds
)
