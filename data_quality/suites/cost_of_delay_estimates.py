"""Expectations on cost of delay estimates: a known profile, rates in order, scores on the scale."""

import polars as pl

from data_quality.rules import Suite, between, holds, in_order, matches, one_of, plausible_date

PROFILES = (
    "standard", "peak_affected_long", "peak_affected_short", "fixed_date", "expedite",
    "intangible", "end_of_life", "unknown",
)  # fmt: skip
VALUE_TYPES = ("increase_revenue", "protect_revenue", "reduce_cost", "avoid_cost")
SCALE = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0)
SCORES = ("user_business_value", "time_criticality", "risk_opportunity", "job_size")
AMOUNTS = (
    "rate_low_amount", "rate_likely_amount", "rate_high_amount", "penalty_amount",
    "penalty_per_week_amount", "debt_growth_amount",
)  # fmt: skip

SUITE = Suite(
    "cost_of_delay_estimates",
    (
        plausible_date("estimate_date"),
        plausible_date("window_end_date"),
        plausible_date("deadline_date"),
        one_of("urgency_profile", PROFILES),
        one_of("value_type", VALUE_TYPES, "warning"),
        in_order("rate_low_amount", "rate_likely_amount"),
        in_order("rate_likely_amount", "rate_high_amount"),
        in_order("rate_low_amount", "rate_high_amount"),
        *(between(column, 0, None) for column in AMOUNTS),
        between("half_life_weeks", 0, 2600),
        holds(
            "currency_code_beside_amount",
            pl.col("currency_code").is_not_null() | pl.all_horizontal(pl.col(*AMOUNTS).is_null()),
            ("currency_code",),
            "an amount needs its currency: map currency_code, or set `read.currency`",
        ),
        matches("currency_code", r"^[A-Z]{3}$", "an ISO 4217 code such as EUR"),
        *(one_of(column, SCALE, "warning") for column in SCORES),
        *(between(column, 0, 1000) for column in SCORES),
    ),
    minimum_rows=0,  # a register without estimates shows as missing coverage in the marts
)
