"""Expectations on budget lines: an amount in a currency, in a year, of a known kind."""

import polars as pl

from data_quality.rules import Suite, between, filled, holds, in_calendar, matches, one_of

SUITE = Suite(
    "budget_lines",
    (
        matches("currency_code", r"^[A-Z]{3}$", "an ISO 4217 code such as EUR"),
        *in_calendar("period_start_date"),
        between("fiscal_period", 1, 16),  # 13 to 16 are the special periods of a year-end close
        holds(
            "period_present",
            pl.col("period_start_date").is_not_null() | pl.col("fiscal_year").is_not_null(),
            ("period_start_date", "fiscal_year"),
            "a line without a date and without a fiscal year fits into no budget",
        ),
        one_of("line_type", ("expense", "revenue")),
        one_of("expense_type", ("capex", "opex"), "warning"),
        filled("cost_object_code", 0.5, "warning"),
    ),
)
