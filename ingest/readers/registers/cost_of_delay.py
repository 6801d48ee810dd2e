"""Estimates of the cost of delay: one version of an initiative's estimate a row, in a sheet of its own.

The register of initiatives takes the same columns. An estimate needs the date on which it was made; one
without an urgency profile is of an unknown one.
"""

from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.parsing.text import underscored
from ingest.readers._currency import read_currency
from ingest.readers._rows import Fields, Rows
from ingest.readers.registers._fields import INITIATIVE_CODE
from ingest.reading import ReadContext, ReadResult
from ingest.table import ROW_NUMBER
from ingest.tabular import read_table

AMOUNTS = {
    "rate_low_amount": ("cod week low", "cost of delay per week low", "rate low"),
    "rate_likely_amount": ("cod week likely", "cost of delay per week likely", "cod week", "rate likely"),
    "rate_high_amount": ("cod week high", "cost of delay per week high", "rate high"),
    "penalty_amount": ("penalty",),
    "penalty_per_week_amount": ("penalty per week",),
    "debt_growth_amount": ("debt growth",),
}
SCORES = {
    "user_business_value": ("user business value", "business value"),
    "time_criticality": ("time criticality",),
    "risk_opportunity": ("risk opportunity", "risk reduction opportunity enablement"),
    "job_size": ("job size",),
}
MEASURES = SCORES | {"half_life_weeks": ("half life weeks", "half life")}
DATES = {
    "estimate_date": ("estimate date", "estimated on"),
    "window_end_date": ("window end", "window end date"),
    "deadline_date": ("deadline", "deadline date"),
}
FIELDS: Fields = {
    "value_type": ("value type",),
    "urgency_profile": ("urgency profile", "urgency"),
    "currency_code": ("currency", "cod currency"),
    "estimation_batch": ("estimation batch", "batch"),
    "estimator_name": ("estimator",),
    "basis": ("basis", "basis of estimate"),
    **AMOUNTS,
    **MEASURES,
    **DATES,
}
NO_PROFILE = "unknown"


def read_estimates(rows: Rows) -> None:
    """Give the fields of an estimate their types."""
    read_currency(rows, *AMOUNTS)
    rows.money(*AMOUNTS)
    rows.measures(*MEASURES)
    rows.dates(*DATES)
    rows.frame = rows.frame.with_columns(underscored(pl.col("value_type", "urgency_profile")))


def estimates_of(rows: Rows) -> pl.DataFrame:
    """Return the rows that estimate anything, each with its date and a profile."""
    has_estimate = _has_estimate()
    rows.refuse(
        has_estimate & pl.col("estimate_date").is_null() & ~pl.col(ROW_NUMBER).is_in(list(rows.refused_rows)),
        "missing_value",
        "estimate_date",
        "an estimate needs the date on which it was made",
    )
    return rows.frame.filter(has_estimate).with_columns(pl.col("urgency_profile").fill_null(NO_PROFILE))


def _has_estimate() -> pl.Expr:
    given = [*AMOUNTS, *SCORES, "urgency_profile", "value_type", "half_life_weeks"]
    return pl.any_horizontal(pl.col(given).is_not_null())


class CostOfDelayReader:
    """One version of an estimate a row."""

    format = "cost_of_delay"
    tables = ("cost_of_delay_estimates",)
    description = "cost-of-delay estimates (CSV, Excel, JSON, YAML): one version of an estimate a row"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one sheet; raises UnreadableFile."""
        fields = INITIATIVE_CODE | FIELDS
        expected = {name for names in fields.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, fields)
        rows.require("initiative_code")
        read_estimates(rows)
        rows.refuse(~_has_estimate(), "missing_value", "urgency_profile", "the row estimates nothing")
        estimates = estimates_of(rows)
        return rows.result({"cost_of_delay_estimates": rows.emit("cost_of_delay_estimates", estimates)})


READER = CostOfDelayReader()
