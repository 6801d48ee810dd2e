"""What the parser does not tell of a worksheet's cells, read from its XML where it matters.

The parser turns every cell into text. Three things would get lost: a formula that was never computed
looks empty; `70%` becomes 0.7; and the number 1.234 looks like a text that may mean 1,234.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

from ingest.workbook_guard import column_number, opened

STYLES = "xl/styles.xml"
BUILT_IN_PERCENT_FORMATS = frozenset({"9", "10"})
AMBIGUOUS_NUMBER = r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$"
FILLED_CELL = re.compile(rb'<c [^>]*?\br="([A-Z]+)[0-9]+"[^>]*[^/]>')
_REFERENCE = rb'<c (?=[^>]*\br="([A-Z]+)([0-9]+)")'
_IS_NUMBER = rb'(?![^>]*\bt="[^n])'
_FORMULA = rb"<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*"
FORMULA_WITHOUT_VALUE = re.compile(_REFERENCE + rb"[^>]*>\s*" + _FORMULA + rb"(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
NUMBER = rb"[^>]*>\s*(?:" + _FORMULA + rb")?<v>([^<]*)</v>"


@dataclass(frozen=True)
class ErrorCell:
    """A cell without a usable value; row and column count from 0 at the parsed area's corner."""

    row: int
    column: int
    reason: str
    text: str


class SheetXml:
    """The XML of one worksheet, of which only what is asked for is looked at."""

    def __init__(self, path: Path, member: str) -> None:
        with opened(path) as archive:
            self.content = archive.read(member)
            self._styles = archive.read(STYLES) if STYLES in archive.namelist() else None

    def formulas_without_value(self) -> list[ErrorCell]:
        """Find formulas whose result was never computed."""
        if b"<f" not in self.content:
            return []
        found = self._located(FORMULA_WITHOUT_VALUE)
        return [ErrorCell(*place, "formula_no_value", "a formula without a result") for place, _ in found]

    def show_numbers(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Write percentages as people see them (`70%`), and 1.234 as 1.2340, which has one meaning only."""
        changes: dict[int, dict[int, str]] = {}
        for (row, column), value in self._percentages():
            changes.setdefault(column, {})[row] = f"{Decimal(value).scaleb(2):.15g}%"
        for (row, column), value in self._ambiguous_numbers(cells):
            changes.setdefault(column, {}).setdefault(row, f"{value}0")
        for column, texts in changes.items():
            shown = cells[f"c{column}"].to_list()
            for row, text in texts.items():
                shown[row] = text
            cells = cells.with_columns(pl.Series(f"c{column}", shown, pl.String))
        return cells

    def _percentages(self) -> Iterator[tuple[tuple[int, int], str]]:
        styles = "|".join(self._percent_styles())
        if styles:
            is_percent = rb'(?=[^>]*\bs="(?:' + styles.encode() + rb')")'
            yield from self._located(re.compile(_REFERENCE + is_percent + _IS_NUMBER + NUMBER))

    def _ambiguous_numbers(self, cells: pl.DataFrame) -> Iterator[tuple[tuple[int, int], str]]:
        if cells.select(pl.any_horizontal(pl.all().str.contains(AMBIGUOUS_NUMBER).any())).item():
            for place, value in self._located(re.compile(_REFERENCE + _IS_NUMBER + NUMBER)):
                if re.match(AMBIGUOUS_NUMBER, value):
                    yield place, value

    def _percent_styles(self) -> list[str]:
        """Return the indexes of the cell styles that show a number as a percentage."""
        if self._styles is None:
            return []
        root = ElementTree.fromstring(self._styles)  # noqa: S314 - the guard has refused entities
        codes = {
            each.get("numFmtId"): each.get("formatCode", "") for each in root.findall("{*}numFmts/{*}numFmt")
        }
        custom = {number for number, code in codes.items() if "%" in code}
        styles = root.find("{*}cellXfs")
        formats = BUILT_IN_PERCENT_FORMATS | custom
        return [
            str(index)
            for index, style in enumerate(styles if styles is not None else ())
            if style.get("numFmtId") in formats
        ]

    def _located(self, pattern: re.Pattern[bytes]) -> Iterator[tuple[tuple[int, int], str]]:
        """Yield ((row, column), value) of each match, counted from 0 at the parsed area's corner."""
        letters = set(FILLED_CELL.findall(self.content))
        first = min(map(column_number, letters), default=1)
        for found in pattern.finditer(self.content):
            value = found[3].decode() if pattern.groups >= 3 else ""
            yield (int(found[2]) - 1, column_number(found[1]) - first), value
