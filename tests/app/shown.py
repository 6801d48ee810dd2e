"""What a page shows, read as a person reads it: the figures on tiles, and the rows of tables."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

NO_VALUE = "–"
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.(\d+))?")
_SCALES = {"k": 10**3, "M": 10**6, "B": 10**9, "%": Decimal("0.01")}
WHOLE_UNIT = Decimal("0.5")  # tables show money without cents
NOISE = Decimal("0.0001")  # sums of amounts that are each rounded to four digits


def written(text: str) -> tuple[Decimal, Decimal]:
    """Return the number that a text shows, and by how much the exact one may differ: half its last digit."""
    match = _NUMBER.search(text)
    assert match, f"{text!r} shows no number"
    after = text[match.end() :].strip()
    scale = Decimal(_SCALES.get(after[:1], 1))
    number = Decimal(match[0].replace(",", ""))
    digits = len(match[1] or "")
    return number * scale, scale * Decimal(5).scaleb(-digits - 1) + NOISE * min(scale, Decimal(1))


def agrees(text: str, expected: Any) -> bool:
    """Tell whether a text shows a figure: a number, a share, a day, how many of how many, a word, or none."""
    if expected is None or isinstance(expected, str):
        return text == (expected or NO_VALUE)
    if isinstance(expected, tuple):
        return text == f"{expected[0]:,} of {expected[1]:,}"
    if isinstance(expected, date):
        return datetime.strptime(text, "%d %b %Y").replace(tzinfo=UTC).date() == expected
    if text == NO_VALUE:
        return False
    shown, off = written(text)
    return abs(shown - Decimal(expected)) <= off


@dataclass(frozen=True)
class ShownPage:
    """A page that was run."""

    app: AppTest

    @property
    def tiles(self) -> dict[str, str]:
        """The figures of its tiles by name."""
        return {metric.label: metric.value for metric in self.app.metric}

    def check_tiles(self, **expected: Any) -> None:
        """Fail unless these are all the tiles, underscores for spaces, and each shows its figure."""
        figures = {name.replace("_", " "): value for name, value in expected.items()}
        shown = self.tiles
        assert list(shown) == list(figures)
        wrong = {
            name: (shown[name], value) for name, value in figures.items() if not agrees(shown[name], value)
        }
        assert not wrong, f"shown and expected: {wrong}"

    def table(self, *columns: str) -> pd.DataFrame:
        """Return the rows of the one table that has these columns."""
        (found,) = [frame.value for frame in self.app.dataframe if set(columns) <= set(frame.value.columns)]
        return found


def check_column(table: pd.DataFrame, key: str, column: str, expected: dict[Any, Any], off: Any = 0) -> None:
    """Fail unless a column has these values by key, NULL being None; `off` is how far each may be away."""
    shown = {row[key]: row[column] for row in table.to_dict("records")}
    told = {name: None if pd.isna(value) else value for name, value in shown.items()}
    assert expected
    assert len(shown) == len(table), f"{key} names more than one row"
    assert told.keys() == expected.keys()
    wrong = {
        name: (told[name], value) for name, value in expected.items() if not _near(told[name], value, off)
    }
    assert not wrong, f"shown and expected: {wrong}"


def _near(shown: Any, expected: Any, off: Any) -> bool:
    if shown is None or expected is None:
        return shown is expected
    return abs(Decimal(str(shown)) - Decimal(expected)) <= Decimal(off) + NOISE
