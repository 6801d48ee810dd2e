"""What a column of a table is for people."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "long", "wide", "code", "money", "cents", "share", "points", "count", "number", "ratio", "date",
    "moment",
]  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column for people. Money is in the reporting currency, cents in the row's own."""

    label: str
    kind: Kind = "text"
    help: str | None = None
