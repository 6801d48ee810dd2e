"""Durations of work as trackers write them: `1w 2d 4h`, `80 hrs`, `1.5 days`, `2:30`, or a bare number."""

import polars as pl

from ingest.configuration import ReadOptions

HOUR, MINUTE = 3600, 60
LENGTHS = {"h": HOUR, "min": MINUTE}
UNITS = {
    "week": ("w", "wk", "wks", "week", "weeks"),
    "day": ("d", "day", "days"),
    "hour": ("h", "hr", "hrs", "hour", "hours"),
    "minute": ("m", "min", "mins", "minute", "minutes"),
}
# More than two decimals could be thousands.
_NUMBER = r"[0-9]{1,9}(?:[.,][0-9]{1,2})?"
# Each unit once, the longest first: every tool writes them so.
DURATION = "^" + "".join(rf"(?:{_NUMBER} ?(?:{'|'.join(words)})[ ,]*)?" for words in UNITS.values()) + "$"
HOURS = rf"^{_NUMBER}$"
CLOCK = r"^[0-9]{1,9}:[0-5][0-9]$"
NO_WORDS = r"^[-+0-9., ]+$"


def working_seconds(field: str, options: ReadOptions, *, bare_is_hours: bool = False) -> pl.Expr:
    """Return the seconds as text; days and weeks are working time, a bare number is seconds.

    Of a tool that counts in hours a bare number is hours, and `2:30` two and a half of them.
    What is no duration stays text that is no whole number, so that whoever parses the seconds refuses it.
    """
    text = pl.col(field).str.to_lowercase()
    day = options.hours_per_day * HOUR
    seconds = {"week": options.days_per_week * day, "day": day, "hour": HOUR, "minute": MINUTE}
    parts = [
        _number(text.str.extract(rf"({_NUMBER}) ?(?:{'|'.join(words)})(?:[^a-z]|$)")) * seconds[unit]
        for unit, words in UNITS.items()
    ]
    clock = (
        _number(text.str.extract("^([0-9]{1,9}):")) * HOUR + _number(text.str.extract(":([0-9]+)$")) * MINUTE
    )
    is_hours = pl.lit(bare_is_hours)
    return (
        pl.when(text.str.contains(DURATION) & (text != ""))
        .then(_whole(pl.sum_horizontal(parts)))
        .when(is_hours & text.str.contains(CLOCK))
        .then(_whole(clock))
        .when(is_hours & text.str.contains(HOURS))
        .then(_whole(_number(text) * HOUR))
        .when(is_hours & text.str.contains(NO_WORDS))
        .then(pl.format("{} h", pl.col(field)))  # 12.000 would be taken for 12 seconds
        .otherwise(pl.col(field))
        .alias(field)
    )


def seconds_of(field: str, unit: str) -> pl.Expr:
    """Return a plain number of `h` or `min` as seconds, as text; of what is none, text that is no number."""
    number = pl.col(field).cast(pl.Float64, strict=False)
    return pl.coalesce(_whole(number * LENGTHS[unit]), pl.format("{} " + unit, field))


def _number(text: pl.Expr) -> pl.Expr:
    return text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)


def _whole(seconds: pl.Expr) -> pl.Expr:
    return seconds.round(0).cast(pl.Int64, strict=False).cast(pl.String)
