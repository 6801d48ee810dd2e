"""Sums of amounts of which some are not known: what is not known is never 0, and is told beside the sum."""

from decimal import Decimal

import polars as pl

from analytics_app.formatting import count


def known_sum(amounts: pl.Series) -> Decimal | None:
    """Return the sum of what is known; None where nothing is, which polars would sum to 0."""
    known = amounts.drop_nulls()
    return Decimal(known.sum()) if known.len() else None


def unknown(amounts: pl.Series) -> str:
    """Say of how many the amount is unknown, to stand behind a sum; nothing where all are known, or none."""
    missing = amounts.null_count()
    return f"; of {count(missing)} it is unknown" if 0 < missing < amounts.len() else ""
