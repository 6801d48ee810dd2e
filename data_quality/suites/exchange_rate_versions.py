"""Expectations on exchange rates: above zero, between two currencies, of a kind that is used."""

import polars as pl

from data_quality.rules import Suite, holds, matches, one_of, plausible_date

SUITE = Suite(
    "exchange_rate_versions",
    (
        plausible_date("valid_from_date"),
        one_of("rate_type", ("average", "budget")),
        matches("currency_code", r"^[A-Z]{3}$", "an ISO 4217 code such as EUR"),
        matches("quote_currency_code", r"^[A-Z]{3}$", "an ISO 4217 code such as EUR"),
        holds("rate_above_zero", pl.col("rate") > 0, ("rate",), "a rate should be more than zero"),
        holds(
            "quoted_in_another_currency",
            pl.col("currency_code") != pl.col("quote_currency_code"),
            ("currency_code", "quote_currency_code"),
            "a currency is always worth one of itself: remove the rate",
        ),
    ),
)
