"""What ledgers and budgets share: the words of accounting, fiscal years and periods."""

import re

import polars as pl

from ingest.configuration import FiscalCalendar
from ingest.parsing.periods import month_period, parse_month, parse_period
from ingest.readers._rows import Fields, Rows

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
ACTUAL_VERSIONS = frozenset({"actual", "actuals", "ist", "amount"})  # what a sheet calls money that was spent
COMMITMENT_VERSIONS = frozenset({"commitment", "commitments", "obligo"})
POSTED_VERSIONS = ACTUAL_VERSIONS | COMMITMENT_VERSIONS
LAST_PERIOD = 16  # 13 to 16 are special periods of a year-end close
EARLIEST_YEAR = 1990  # `read.months` without a year makes it 1900
ANY_YEAR = 2000  # `P04` is the fourth period of whichever year


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
            is_refused,
            "not_a_period",
            field,
            pl.format("'{}' is no fiscal period, or not of that fiscal year", field),
        )
    rows.frame = rows.frame.with_columns(fiscal_year="_year", fiscal_period="_period").drop(
        "_year", "_period"
    )


def _fiscal(
    year: str | None, period: str | None, calendar: FiscalCalendar, month_format: str | None
) -> tuple[int | None, int | None]:
    """Return fiscal year and period; a year of its own in the period's label comes first.

    A column Year may hold the calendar's year of the month; any other year contradicts the label.
    """
    span = parse_period(year, calendar) if year else None
    known_year = span.fiscal_year if span else None
    if period is None:
        return known_year, None
    if re.fullmatch("[0-9]{1,4}", period) and month_format is None:
        return known_year, int(period) if int(period) <= LAST_PERIOD else None
    label_year, number = month_period(period, calendar, month_format) or (None, None)
    if number is None and (found := parse_period(period, calendar, ANY_YEAR)):
        number = found.first_period if found.first_period == found.last_period else None
    if known_year is None or label_year is None or label_year < EARLIEST_YEAR:
        return known_year or label_year, number
    month = parse_month(period, month_format)
    is_same = known_year in {label_year, month.year if month else None}
    return label_year, number if is_same else None
