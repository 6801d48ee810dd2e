"""The tables of the board pack: columns are named and written as on the pages, but as text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics_app.components.column import Kind
from analytics_app.components.columns import COLUMNS, label
from analytics_app.formatting import count, day, moment, money_exact, points, share, things
from analytics_app.words import NO_VALUE, signed_words

_WRITTEN: dict[Kind, Callable[[Any], str]] = {
    "money": count,
    "cents": lambda value: money_exact(value, "").strip(),
    "share": lambda value: share(value, 1),
    "points": points,
    "count": count,
    "number": lambda value: NO_VALUE if value is None else f"{value:,.1f}",
    "ratio": lambda value: NO_VALUE if value is None else f"{value:,.2f}",
    "code": signed_words,
    "date": day,
    "moment": moment,
}
REASON = "missing_reason"
_NUMBERS = {"money", "cents", "share", "points", "count", "number", "ratio"}


@dataclass(frozen=True)
class Table:
    """A table as text; numbers stand on the right, names get more room than other words."""

    title: str
    columns: tuple[str, ...]
    is_number: tuple[bool, ...]
    is_name: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str
    empty: str


def table(
    title: str, frame: pl.DataFrame, columns: str, currency: str, empty: str, shown: int | None = None
) -> Table:
    """Write the first rows of a frame; the note says when there are more.

    A column of reasons is left out when nothing is missing.
    """
    first = frame.select(columns.split()).head(frame.height if shown is None else shown)
    names = [name for name in first.columns if name != REASON or first[name].count()]
    first = first.select(names)
    note = ""
    if first.height < frame.height:
        note = f"The first {first.height} of {things(frame.height, 'row')}; the dashboards hold all."
    return Table(
        title,
        tuple(label(name, currency) for name in names),
        tuple(COLUMNS[name].kind in _NUMBERS for name in names),
        tuple(COLUMNS[name].kind == "long" for name in names),
        tuple(
            tuple(_cell(name, value) for name, value in row.items()) for row in first.iter_rows(named=True)
        ),
        note,
        empty,
    )


def _cell(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    write = _WRITTEN.get(COLUMNS[name].kind)
    if write:
        return write(value)
    return NO_VALUE if value is None else " ".join(str(value).split())
