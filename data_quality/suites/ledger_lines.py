"""Expectations on posting lines: an amount in a currency, in a period, of a known kind."""

import polars as pl

from data_quality.rules import Suite, between, filled, holds, in_calendar, matches, one_of, present

SUITE = Suite(
    "ledger_lines",
    (
        matches("currency_code", r"^[A-Z]{3}$", "an ISO 4217 code such as EUR"),
        *in_calendar("posting_date"),
        between("fiscal_period", 1, 16),  # 13 to 16 are the special periods of a year-end close
        holds(
            "period_present",
            pl.col("posting_date").is_not_null()
            | (pl.col("fiscal_year").is_not_null() & pl.col("fiscal_period").is_not_null()),
            ("posting_date", "fiscal_year", "fiscal_period"),
            "a line without a date and without a fiscal period fits into no month",
        ),
        one_of("entry_type", ("actual", "commitment")),
        one_of("expense_type", ("capex", "opex"), "warning"),
        filled("cost_object_code", 0.5, "warning"),
        present("account_code", "warning"),
    ),
)
