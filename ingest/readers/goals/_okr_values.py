"""The values of key results: percentages by the unit, and confidences on their many scales."""

import polars as pl

from ingest.parsing.numbers import Mark, read_numbers
from ingest.readers.goals._okr_fields import CONFIDENCES, PERCENT_UNITS, SHARE_UNITS

PERCENT = "%"
# A share such as 0.7 in a key result whose values go beyond this is one of two scales mixed up; so is 70
# where the way is one from 0 to 1.
POINTS_FROM = 10
VALUE_SCHEMA = {"value": pl.Float64(), "is_percent": pl.Boolean(), "reason": pl.String()}


def read_values(texts: pl.Series, decimal_mark: Mark | None) -> pl.DataFrame:
    """Return `value` (a percentage as its share), `is_percent` and `reason` of each text."""
    found = read_numbers(texts, decimal_mark)
    return found.select(pl.col("number").cast(pl.Float64).alias("value"), "is_percent", "reason")


def is_percent_unit(unit: pl.Expr) -> pl.Expr:
    """Tell whether the values of that unit are percentage points."""
    return unit.str.to_lowercase().is_in(PERCENT_UNITS).fill_null(False)


def scaled(values: pl.DataFrame) -> pl.DataFrame:
    """Bring values to the scale of their key result's unit; reason `percent_scale` where it is unsure.

    `values` has value, is_percent, reason, and of the key result: unit (with `%` set where all is in
    percent), is_unit_written, and scale (the larger of baseline and target). In a key result measured in
    `%` both `70%` and `70` are 70 points; 0.7 beside 70 is refused, as is 70 in shares of 1.
    """
    value, is_percent = pl.col("value"), pl.col("is_percent")
    is_points = is_percent_unit(pl.col("unit"))
    is_share = pl.col("unit").str.to_lowercase().is_in(SHARE_UNITS).fill_null(False)
    is_small = (value.abs() > 0) & (value.abs() < 1) & (pl.col("scale") >= POINTS_FROM)
    is_unsure = (
        pl.when(is_percent)
        .then(~is_points & ~is_share)
        .when(is_points)
        .then(is_small | (~pl.col("is_unit_written") & (value != 0)))
        .when(is_share)
        .then((value.abs() >= POINTS_FROM) & (pl.col("scale") <= 1))
        .otherwise(pl.lit(False))
    )
    points = pl.when(is_percent & is_points).then((value * 100).round(10)).otherwise(value)
    is_refused = is_unsure.fill_null(False) & pl.col("reason").is_null()
    return values.with_columns(
        pl.when(~is_refused).then(points).alias("value"),
        pl.when(is_refused).then(pl.lit("percent_scale")).otherwise("reason").alias("reason"),
    )


def read_confidences(texts: pl.Series, decimal_mark: Mark | None) -> tuple[pl.Series, pl.Series]:
    """Return confidences from 0 to 1, and why a value is refused.

    Words and colours count .8, .5 and .2. Whether numbers go to 1, 10 or 100 is decided by the
    largest of the column; 0.7 beside 70 is refused.
    """
    words = texts.str.to_lowercase().replace_strict(CONFIDENCES, default=None, return_dtype=pl.Float64)
    numbers = read_numbers(pl.select(pl.when(words.is_null()).then(texts)).to_series(), decimal_mark)
    value = numbers["number"].cast(pl.Float64)
    largest = value.filter(~numbers["is_percent"]).max()
    scale = 1 if not isinstance(largest, float) or largest <= 1 else 10 if largest <= 10 else 100
    share = pl.when(numbers["is_percent"]).then(value).otherwise((value / scale).round(10))
    confidence = pl.select(pl.coalesce(words, share)).to_series()
    is_mixed = (scale > 1) & ~numbers["is_percent"] & value.is_between(0, 1, closed="none")
    is_refused = (
        numbers["reason"].is_not_null()
        | ~confidence.is_between(0, 1).fill_null(True)
        | is_mixed.fill_null(False)
    )
    reason = pl.select(pl.when(is_refused).then(pl.lit("not_a_confidence"))).to_series()
    return pl.select(pl.when(~is_refused).then(confidence)).to_series(), reason
