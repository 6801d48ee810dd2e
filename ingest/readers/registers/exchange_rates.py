"""An organisation's own exchange rates: one currency from one day on a row.

A rate is what one unit of the currency is worth in the reporting currency. `Quoted in` may name that
currency; rates quoted in another one are not used. Rates of 100 units, as banks and SAP quote a yen, are
refused. For the same currency, kind and day portfolio.yml wins.
"""

from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.parsing.currencies import ISO_CODES
from ingest.readers._rows import Fields, Rows
from ingest.reading import ReadContext, ReadResult
from ingest.tabular import read_table

# How many units of each currency a rate is about.
UNITS: Fields = {
    "units": ("units", "unit", "amount", "per", "ratio", "ratio from", "from units"),
    "quote_units": ("ratio to", "to units"),
}
FIELDS: Fields = {
    "currency_code": ("currency", "currency code", "from currency"),
    "valid_from_date": ("valid from", "valid from date", "effective from", "effective date", "from", "date"),
    "rate": ("rate", "exchange rate"),
    "rate_type": ("rate type", "type", "kind"),
    "quote_currency_code": ("quoted in", "quote currency", "to currency", "reporting currency"),
    **UNITS,
}
RATE_TYPES = {
    **dict.fromkeys(("average", "avg", "actual", "m"), "average"),  # M: the average rate in SAP
    **dict.fromkeys(("budget", "plan", "planning", "p"), "budget"),
}


class ExchangeRatesReader:
    """One rate a row."""

    format = "exchange_rates"
    tables = ("exchange_rate_versions",)
    description = "own exchange rates (CSV, Excel, JSON, YAML): a currency from a day on a row"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one sheet; raises UnreadableFile."""
        expected = {name for names in FIELDS.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, FIELDS)
        rows.dates("valid_from_date")
        rows.rates("rate")
        rows.translate("rate_type", RATE_TYPES, default="average")
        for field in ("currency_code", "quote_currency_code"):
            rows.frame = rows.frame.with_columns(pl.col(field).str.to_uppercase())
            unknown = pl.format("'{}' is no ISO 4217 currency", field)
            rows.refuse(~pl.col(field).is_in(list(ISO_CODES)), "unknown_currency", field, unknown)
        rows.measures(*UNITS)
        for field in UNITS:
            many = "the rate is of more or fewer units than one; write what one unit is worth"
            rows.refuse(pl.col(field) != 1, "not_of_one_unit", field, many)
        rows.require("currency_code", "valid_from_date", "rate")
        return rows.result({"exchange_rate_versions": rows.emit("exchange_rate_versions")})


READER = ExchangeRatesReader()
