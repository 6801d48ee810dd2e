"""Dates and times as exports write them, for a whole column at once.

Whether `03/04/2026` is March or April is decided by the configured order, else by a value of the
column that can be read in one way only; without either it is refused. Dotted dates are
day first. Years with two digits are taken in dotted dates and beside a month's name only,
unless the order is configured.

Reasons: `ambiguous_date`, `not_a_date`, `date_range` (outside 1990 to 2100).
"""

from datetime import date
from typing import Literal

import polars as pl

from ingest.configuration import ReadOptions
from ingest.parsing.month_names import MONTH_NUMBERS, WEEKDAY
from ingest.parsing.text import SPACES

Order = Literal["ymd", "dmy", "mdy"]

NO_VALUE = (
    "",
    "-",
    "--",
    "n/a",
    "na",
    "none",
    "null",
    "00000000",
    "0000-00-00",
    "00.00.0000",
    "0000-00-00 00:00:00",
)
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
CENTURY_SPLIT = 90  # 90 to 99 are the nineties
# The bulk of Jira's exports: read in one go, twenty times as fast as by its parts.
JIRA_TIME = r"^[0-9]{1,2}/[A-Z][a-z]{2}/[0-6][0-9] [0-9]{1,2}:[0-9]{2} [AP]M$"
ISO_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

TWO_ORDERS = r"\b[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{4}\b"

_TIME = (
    r"(?:(?:[t,]| ,?|, ) ?(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r" ?(?P<half>[ap]\.? ?m\.?|vorm\.|nachm\.)?"
    r" ?(?P<zone>z|utc|gmt|(?:utc|gmt)?[+-][0-9]{1,2}(?::?[0-9]{2})?)?(?: ?\([a-z ]+\))?)?$"
)
_WEEKDAY = rf"^(?:{WEEKDAY}\.?,? )?"
YEAR_FIRST = r"^(?P<y>[0-9]{4})(?P<s>[-/.]?)(?P<m>[0-9]{1,2})(?P<s2>[-/.]?)(?P<d>[0-9]{1,2})" + _TIME
NUMERIC = (
    _WEEKDAY
    + r"(?P<first>[0-9]{1,2})(?P<s>[-/.])(?P<second_part>[0-9]{1,2})(?P<s2>[-/.])(?P<third>[0-9]{4}|[0-9]{2})"
    + _TIME
)
DAY_NAME = (
    _WEEKDAY
    + r"(?P<d>[0-9]{1,2})\.?[-/ .]?(?:de )?(?P<name>\p{L}{3,10})\.?(?: de)?"
    + r"[-/ .,]{1,2}(?P<y>[0-9]{4}|[0-9]{2})"
    + _TIME
)
NAME_DAY = _WEEKDAY + r"(?P<name>\p{L}{3,10})\.? (?P<d>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<y>[0-9]{4})" + _TIME


def has_two_orders(texts: pl.Series, options: ReadOptions) -> bool:
    """Tell whether a value may be one of which the rest of the column decides what is day and month."""
    return options.date_order is None and bool(texts.str.contains(TWO_ORDERS).any())


def parse_dates(texts: pl.Series, options: ReadOptions) -> tuple[pl.Series, pl.Series]:
    """Return the column as dates, and why a value is refused (NULL: it is not).

    A timestamp with an offset gives its date in the configured time zone; any other the date as written.
    """
    if not options.date_format and _is_iso(texts):
        found = texts.str.to_date("%Y-%m-%d", strict=False).alias("value").to_frame()
        reason = pl.when(texts.is_not_null() & pl.col("value").is_null()).then(pl.lit("not_a_date"))
        return _in_range(found.with_columns(reason.alias("reason")), texts.name)
    moments = _moments(texts, options)
    local = pl.col("moment").dt.replace_time_zone("UTC").dt.convert_time_zone(options.time_zone)
    day = pl.when("has_offset").then(local.dt.date()).otherwise(pl.col("moment").dt.date())
    return _in_range(moments.with_columns(day.alias("value")), texts.name)


def parse_timestamps(texts: pl.Series, options: ReadOptions) -> tuple[pl.Series, pl.Series]:
    """Return the column as naive UTC timestamps, and why a value is refused (NULL: it is not).

    Values without an offset are times in the configured zone. An hour that occurs twice in
    autumn is taken the first time; a time that spring skips is moved on by the hour skipped.
    """
    moments = _moments(texts, options)
    naive = pl.col("moment")
    in_zone = naive.dt.replace_time_zone(options.time_zone, ambiguous="earliest", non_existent="null")
    an_hour_before = naive.dt.offset_by("-1h").dt.replace_time_zone(
        options.time_zone, ambiguous="earliest", non_existent="null"
    )
    local = (
        pl.coalesce(in_zone, an_hour_before.dt.offset_by("1h"))
        .dt.convert_time_zone("UTC")
        .dt.replace_time_zone(None)
    )
    utc = pl.when("has_offset").then(naive).otherwise(local)
    return _in_range(moments.with_columns(utc.alias("value")), texts.name)


def _is_iso(texts: pl.Series) -> bool:
    return bool(texts.str.contains(ISO_DATE).all())


def _in_range(found: pl.DataFrame, name: str) -> tuple[pl.Series, pl.Series]:
    is_outside = (pl.col("value").cast(pl.Date) < EARLIEST) | (pl.col("value").cast(pl.Date) > LATEST)
    checked = found.with_columns(
        pl.when(is_outside).then(pl.lit("date_range")).otherwise("reason").alias("reason")
    )
    value = checked.select(pl.when(pl.col("reason").is_null()).then("value").alias(name)).to_series()
    return value, checked["reason"]


def _moments(texts: pl.Series, options: ReadOptions) -> pl.DataFrame:
    """Return per text: `moment` (as written, or UTC where an offset is given), `has_offset`, `reason`."""
    if options.date_format is None and texts.str.contains(JIRA_TIME).all():
        moments = texts.str.to_datetime("%d/%b/%y %I:%M %p", strict=False, time_unit="us")
        if moments.null_count() == texts.null_count():
            plain = {"has_offset": pl.lit(False), "reason": pl.lit(None, pl.String)}
            return moments.alias("moment").to_frame().with_columns(**plain)
    distinct = pl.DataFrame({"text": texts.unique()})
    clean = pl.col("text").str.replace_all(SPACES, " ").str.strip_chars().str.to_lowercase()
    parts = distinct.with_columns(clean.alias("clean"))
    configured = pl.lit(None, pl.Datetime("us"))
    if options.date_format:
        configured = (
            pl.col("text")
            .str.strip_chars()
            .str.to_datetime(options.date_format, strict=False, time_unit="us")
        )
    parts = parts.with_columns(configured.alias("configured"), *_components())
    order = options.date_order or _order_of_column(parts)
    parts = parts.with_columns(_ordered(order, options.date_order is not None).alias("ymd"))
    parts = parts.with_columns(pl.coalesce("configured", _moment()).alias("moment"))
    found = parts.select(
        "text",
        "moment",
        (pl.col("zone").is_not_null() & pl.col("configured").is_null()).alias("has_offset"),
        _reason().alias("reason"),
    )
    return (
        texts.alias("text")
        .to_frame()
        .join(found, on="text", how="left", nulls_equal=True, maintain_order="left")
    )


def _components() -> list[pl.Expr]:
    """Take the forms apart; a date fits at most one of them."""
    year_first, numeric, day_name, name_day = (
        pl.col("clean").str.extract_groups(form) for form in (YEAR_FIRST, NUMERIC, DAY_NAME, NAME_DAY)
    )
    same = [form.struct.field("s") == form.struct.field("s2") for form in (year_first, numeric)]
    by_name = [
        pl.concat_str(
            _full_year(form.struct.field("y")),
            form.struct.field("name").replace_strict(MONTH_NUMBERS, default=None, return_dtype=pl.String),
            form.struct.field("d").str.zfill(2),
            separator="-",
        )
        for form in (day_name, name_day)
    ]
    year_first_text = pl.concat_str(
        year_first.struct.field("y"),
        year_first.struct.field("m").str.zfill(2),
        year_first.struct.field("d").str.zfill(2),
        separator="-",
    )
    fields = ("hour", "minute", "second", "fraction", "half", "zone")
    forms = (year_first, numeric, day_name, name_day)
    return [
        pl.coalesce(pl.when(same[0]).then(year_first_text), *by_name).alias("certain"),
        *(
            pl.when(same[1]).then(numeric.struct.field(part)).alias(part)
            for part in ("first", "second_part", "third", "s")
        ),
        *(pl.coalesce(*(form.struct.field(field) for form in forms)).alias(field) for field in fields),
    ]


def _full_year(year: pl.Expr) -> pl.Expr:
    century = (
        pl.when(year.cast(pl.Int32, strict=False) >= CENTURY_SPLIT).then(pl.lit("19")).otherwise(pl.lit("20"))
    )
    return pl.when(year.str.len_bytes() == 2).then(century + year).otherwise(year)


def _order_of_column(parts: pl.DataFrame) -> Order | None:
    """Return the order that the values above 12 agree on."""
    first, second = (pl.col(part).cast(pl.Int32, strict=False) for part in ("first", "second_part"))
    is_evidence = pl.col("third").str.len_bytes() == 4
    is_day_first = parts.select((is_evidence & (first > 12)).any()).item()
    is_month_first = parts.select((is_evidence & (second > 12)).any()).item()
    if is_day_first == is_month_first:
        return None
    return "dmy" if is_day_first else "mdy"


def _ordered(order: Order | None, is_configured: bool) -> pl.Expr:
    """Return the numeric form as y-m-d text, where the order is certain; a configured order always is."""
    first, second = (pl.col(part).cast(pl.Int32, strict=False) for part in ("first", "second_part"))
    is_dotted, is_long = pl.col("s") == ".", pl.col("third").str.len_bytes() == 4
    by_value = is_long & ((first > 12) | (second > 12) | (first == second))
    is_year_first = ~is_long & pl.lit(order == "ymd")
    is_month_first = ~is_dotted & pl.lit(order == "mdy")
    if is_configured:
        is_certain = pl.lit(order != "ymd") | is_year_first | is_dotted | by_value
    else:
        is_certain = is_dotted | by_value | (is_long & pl.lit(order is not None))
    if order in (None, "ymd"):
        is_month_first = ~is_dotted & (second > 12)
    parts = ("first", "second_part", "third")
    return (
        pl.when(~is_certain)
        .then(None)
        .when(is_year_first)
        .then(_joined(*parts))
        .when(is_month_first)
        .then(_joined("third", "first", "second_part"))
        .otherwise(_joined(*reversed(parts)))
    )


def _joined(year: str, month: str, day: str) -> pl.Expr:
    two_digits = (pl.col(part).str.zfill(2) for part in (month, day))
    return pl.concat_str(_full_year(pl.col(year).str.zfill(2)), *two_digits, separator="-")


def _moment() -> pl.Expr:
    """Put date, time and offset together; an impossible date such as 30 February gives NULL."""
    hour, half = pl.col("hour").cast(pl.Int32), pl.col("half").str.slice(0, 1)
    is_clock = pl.col("half").is_null() | hour.is_between(1, 12)
    is_afternoon = half.is_in(("p", "n"))  # pm, nachm.
    hours = (
        pl.when(half.is_null()).then(hour).otherwise(hour % 12 + pl.when(is_afternoon).then(12).otherwise(0))
    )
    time = pl.concat_str(
        hours.cast(pl.String).str.zfill(2),
        pl.col("minute"),
        pl.col("second").fill_null("00"),
        separator=":",
    ).fill_null("00:00:00")
    fraction = pl.col("fraction").fill_null("0").str.pad_end(6, "0").str.slice(0, 6)
    text = pl.concat_str(pl.coalesce("certain", "ymd"), pl.lit(" "), time, pl.lit("."), fraction)
    written = text.str.to_datetime("%Y-%m-%d %H:%M:%S.%6f", strict=False, time_unit="us")
    return pl.when(is_clock.fill_null(True)).then(written - _offset())


def _offset() -> pl.Expr:
    zone = pl.col("zone").str.extract_groups(r"(?P<sign>[+-])(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?$")
    minutes = zone.struct.field("hours").cast(pl.Int64) * 60 + zone.struct.field("minutes").cast(
        pl.Int64
    ).fill_null(0)
    signed = pl.when(zone.struct.field("sign") == "-").then(-minutes).otherwise(minutes)
    return pl.duration(minutes=signed.fill_null(0))


def _reason() -> pl.Expr:
    has_no_value = pl.col("clean").is_null() | pl.col("clean").is_in(NO_VALUE)
    is_ambiguous = pl.col("first").is_not_null() & pl.col("ymd").is_null()
    return (
        pl.when(has_no_value | pl.col("moment").is_not_null())
        .then(None)
        .when(is_ambiguous)
        .then(pl.lit("ambiguous_date"))
        .otherwise(pl.lit("not_a_date"))
    )
