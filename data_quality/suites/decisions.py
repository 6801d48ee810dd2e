"""Expectations on decisions: a known outcome, money with its currency and somewhere else to go."""

import polars as pl

from data_quality.rules import Suite, between, filled, holds, matches, one_of, plausible_date

OUTCOMES = ("fund", "accelerate", "continue", "change", "pause", "stop")

SUITE = Suite(
    "decisions",
    (
        plausible_date("decision_date"),
        plausible_date("evidence_date"),
        plausible_date("recommended_date"),
        one_of("outcome", OUTCOMES, "warning"),
        one_of("recommended_outcome", (*OUTCOMES, "insufficient_evidence"), "warning"),
        between("moved_amount", 0, None),
        matches("currency_code", r"^[A-Z]{3}$", "an ISO 4217 code such as EUR"),
        holds(
            "currency_beside_moved_amount",
            pl.col("currency_code").is_not_null() | pl.col("moved_amount").is_null(),
            ("currency_code",),
            "an amount needs its currency: map currency_code, or set `read.currency`",
        ),
        holds(
            "moved_elsewhere",
            pl.col("from_initiative_code") != pl.col("to_initiative_code"),
            ("from_initiative_code", "to_initiative_code"),
            "money cannot move from an initiative to itself",
        ),
        filled("reason", 0.5, "warning"),
    ),
    minimum_rows=0,  # nothing has been decided yet
)
