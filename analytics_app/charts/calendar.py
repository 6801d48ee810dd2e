"""Days on an axis: milliseconds as plain numbers, which are the same day in every time zone."""

from datetime import UTC, date, datetime

import polars as pl

from analytics_app.charts.marks import Spec

MOST_TICKS = 10


def moment(value: date) -> float:
    """Return the beginning of a day in milliseconds since 1970, UTC."""
    return datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp() * 1000


def milliseconds(column: str | pl.Expr) -> pl.Expr:
    """Return a column of days in milliseconds since 1970, UTC."""
    found = pl.col(column) if isinstance(column, str) else column
    return found.cast(pl.Date).cast(pl.Datetime("ms")).cast(pl.Int64).cast(pl.Float64)


def months(first: float, last: float, orient: str = "top") -> Spec:
    """An axis of months: the first of each, or of each quarter, half year or year."""
    begin, end = (datetime.fromtimestamp(at / 1000, UTC).date() for at in (first, last))
    starts = [
        date(number // 12, number % 12 + 1, 1)
        for number in range(begin.year * 12 + begin.month, end.year * 12 + end.month)
    ]
    step = next(step for step in (1, 3, 6, 12) if len(starts) / step <= MOST_TICKS or step == 12)
    return {
        "orient": orient,
        "grid": True,
        "values": [moment(start) for start in starts if (start.month - 1) % step == 0],
        "title": None,
        "labelOverlap": True,
        "labelExpr": "utcFormat(datum.value, '%b %y')",
    }
