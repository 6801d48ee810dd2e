"""What ledgers and budgets share: which rows are lines at all, and the words of accounting."""

import polars as pl

from ingest.configuration import FiscalCalendar
from ingest.parsing.currencies import ISO_CODES
from ingest.parsing.numbers import currencies_of
from ingest.parsing.periods import month_period, parse_period
from ingest.readers._rows import Fields, Rows
from ingest.table import ROW_NUMBER

LINE_FIELDS: Fields = {
    "cost_object_code": (
        "cost object", "cost object code", "wbs element", "wbs", "project id", "project code", "project",
        "internal order",
    ),
    "cost_center_code": ("cost center", "cost centre", "cost center code", "kostenstelle", "department"),
    "account_code": (
        "account", "account code", "account number", "cost element", "gl account", "g l account",
    ),
    "account_name": (
        "account name", "cost element name", "cost element descr", "cost element desc", "account description",
        "account category",
    ),
    "expense_type": ("expense type", "capex opex"),
    "description": ("description", "text", "line description", "memo"),
    "fiscal_year": ("fiscal year", "fiscal yr", "budget year", "fy", "year"),
    "fiscal_period": ("fiscal period", "posting period"),
    "currency_code": ("currency", "currency code", "transaction currency", "object currency"),
}  # fmt: skip

EXPENSE_TYPES = {
    "capex": "capex", "capital": "capex", "capital expenditure": "capex", "investment": "capex",
    "opex": "opex", "operating": "opex", "operational": "opex", "operating expenditure": "opex",
}  # fmt: skip
TOTAL_WORDS = (
    r"^(?:\*{1,4}|(?:grand |sub[- ]?)?totals?|gesamt(?:summe)?|zwischensumme|summe|sum|totale|totaux|"
    r"gross profit|net income|net operating income|net ordinary income|net profit)\s*:?$"
)
ANY_YEAR = 2000  # `P04` is the fourth period of whichever year
TOTAL_OF = r"^total\s*[-:]?\s+(.+)$"  # `Total - 40000 - Revenue`, below the lines of `40000 - Revenue`


def leave_out_totals(rows: Rows) -> dict[str, int]:
    """Take subtotals, and headings without any amount, out of the frame; return how many by rule.

    A subtotal is told by the first filled cell of its row: a word for total alone, or `Total X` where
    X itself labels another row. `Total Quality` is a project like any other.
    """
    cells = rows.table.frame.select(pl.exclude(ROW_NUMBER).str.strip_chars())
    filled = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in cells.columns]
    labels = cells.select(
        pl.coalesce(*filled).str.to_lowercase().alias("label"),
        pl.sum_horizontal(*(cell.is_not_null() for cell in filled)).alias("count"),
    )
    label, part = pl.col("label"), pl.col("label").str.extract(TOTAL_OF)
    is_total = label.str.contains(TOTAL_WORDS) | (part.is_not_null() & part.is_in(labels["label"].implode()))
    is_heading = (pl.col("count") == 1) & label.str.contains(r"^\W*\p{L}")
    rules = labels.select(
        pl.when(is_total).then(pl.lit("subtotal")).when(is_heading).then(pl.lit("heading")).alias("rule"),
        rows.table.frame[ROW_NUMBER],
    ).filter(pl.col("rule").is_not_null())
    if rules.is_empty():
        return {}
    rows.frame = rows.frame.filter(~pl.col(ROW_NUMBER).is_in(rules[ROW_NUMBER].implode()))
    return dict(rules["rule"].value_counts().rows())


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
    rows.frame = rows.frame.with_columns(currency.alias("currency_code")).drop("_named", "_written")


def _refuse_currencies(rows: Rows) -> None:
    is_unknown = pl.col("currency_code").is_not_null() & pl.col("_written").is_null()
    unknown = pl.format("'{}' is no ISO 4217 currency", "currency_code")
    rows.refuse(is_unknown, "unknown_currency", "currency_code", unknown)
    conflict = pl.format("the amount says {}, the column {}", "_named", "_written")
    rows.refuse(pl.col("_named") != pl.col("_written"), "currency_conflict", "currency_code", conflict)


def read_fiscal_columns(rows: Rows, calendar: FiscalCalendar, month_format: str | None) -> None:
    """Turn `FY26`, `FY17-18`, `P04`, `013` or `Jul-25` into the numbers of fiscal year and period.

    `month_format` is about the cells of the period's column; without one, bare digits are its number.
    """
    pairs = rows.frame.select("fiscal_year", "fiscal_period").unique()
    found = [(*pair, *_fiscal(*pair, calendar, month_format)) for pair in pairs.rows()]
    schema = {
        "fiscal_year": pl.String(),
        "fiscal_period": pl.String(),
        "_year": pl.Int64(),
        "_period": pl.Int64(),
    }
    known = pl.DataFrame(found, schema=schema, orient="row")
    rows.frame = rows.frame.join(
        known, on=["fiscal_year", "fiscal_period"], how="left", nulls_equal=True, maintain_order="left"
    )
    for field, value in (("fiscal_year", "_year"), ("fiscal_period", "_period")):
        is_refused = pl.col(field).is_not_null() & pl.col(value).is_null()
        rows.refuse(
            is_refused, "not_a_period", field, pl.format("'{}' is no label of a fiscal period", field)
        )
    rows.frame = rows.frame.with_columns(fiscal_year="_year", fiscal_period="_period").drop(
        "_year", "_period"
    )


def _fiscal(
    year: str | None, period: str | None, calendar: FiscalCalendar, month_format: str | None
) -> tuple[int | None, int | None]:
    """Return fiscal year and period; a year of its own in the period's label fills in for a missing one."""
    span = parse_period(year, calendar) if year else None
    known_year = span.fiscal_year if span else None
    if period is None:
        return known_year, None
    if period.isascii() and period.isdigit() and month_format is None:
        return known_year, int(period)  # 13 to 16 are special periods of a year-end close
    label_year, number = month_period(period, calendar, month_format) or (None, None)
    if number is None and (found := parse_period(period, calendar, ANY_YEAR)):
        number = found.first_period if found.first_period == found.last_period else None
    return known_year or label_year, number
