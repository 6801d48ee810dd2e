"""The currency of each row's amounts, for all readers of money."""

import polars as pl

from ingest.parsing.currencies import ISO_CODES, SHARED_SIGNS
from ingest.parsing.numbers import currencies_of
from ingest.readers._rows import Rows


def read_currency(rows: Rows, *amounts: str) -> None:
    """Set each row's currency: its own column, else the one its amounts name, else read.currency.

    Only rows with an amount need one.
    """
    written = rows.frame["currency_code"].str.to_uppercase()
    named = rows.frame.select(pl.coalesce(*(currencies_of(rows.frame[name]) for name in amounts)))
    rows.frame = rows.frame.with_columns(
        named.to_series().alias("_named"),
        pl.when(written.is_in(list(ISO_CODES))).then(written).alias("_written"),
    )
    has_amount = pl.any_horizontal(pl.col(amounts).is_not_null())
    _refuse_currencies(rows)
    found = pl.coalesce("_written", "_named", pl.lit(rows.options.currency, pl.String))
    currency = pl.when(has_amount & pl.col("currency_code").is_null()).then(found).otherwise("_written")
    is_missing = has_amount & pl.col("currency_code").is_null() & found.is_null()
    rows.refuse(is_missing, "missing_currency", "currency_code", "no currency; set read.currency")
    rows.frame = rows.frame.with_columns(currency.alias("currency_code"))
    for sign, codes in SHARED_SIGNS.items():
        has_sign = pl.any_horizontal(pl.col(amounts).str.contains(sign, literal=True))
        is_other = has_sign & pl.col("_named").is_null() & ~pl.col("currency_code").is_in(list(codes))
        conflict = pl.format("the amount says {}, which is no sign of {}", pl.lit(sign), "currency_code")
        rows.refuse(is_other, "currency_conflict", "currency_code", conflict)
    rows.frame = rows.frame.drop("_named", "_written")


def _refuse_currencies(rows: Rows) -> None:
    is_unknown = pl.col("currency_code").is_not_null() & pl.col("_written").is_null()
    unknown = pl.format("'{}' is no ISO 4217 currency", "currency_code")
    rows.refuse(is_unknown, "unknown_currency", "currency_code", unknown)
    conflict = pl.format("the amount says {}, the column {}", "_named", "_written")
    rows.refuse(pl.col("_named") != pl.col("_written"), "currency_conflict", "currency_code", conflict)
