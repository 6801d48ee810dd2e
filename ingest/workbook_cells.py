"""What the parser does not tell of a worksheet's cells, read from its XML where it matters.

The parser turns every cell into text. Three things would get lost: a formula that was never computed
looks empty; `70%` becomes 0.7; and the number 1.234 looks like a text that may mean 1,234.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

from ingest.workbook_guard import column_number, opened, unpacked

STYLES = "xl/styles.xml"
START = 4096
END = 65536
BUILT_IN_PERCENT_FORMATS = frozenset({"9", "10"})
AMBIGUOUS_NUMBER = r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$"
LENGTHS_OF_AMBIGUOUS_NUMBER = (5, 8)
FILLED_CELL = re.compile(rb'<c [^>]*?\br="([A-Z]+)[0-9]+"[^>]*[^/]>')
Place = tuple[int, int]  # row and column of a cell, counted from 0 at the parsed area's corner
FORMULA = re.compile(rb"<f[\s/>]")  # finds the first one in a third of the time that `in` takes
SEAM = len("<f>") - 1
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


def with_texts(cells: pl.DataFrame, texts: Mapping[Place, str]) -> pl.DataFrame:
    """Put texts in the place of what single cells hold."""
    columns: dict[int, dict[int, str]] = {}
    for (row, column), text in texts.items():
        columns.setdefault(column, {})[row] = text
    changed = [
        cells[f"c{column}"].scatter(list(shown), list(shown.values())) for column, shown in columns.items()
    ]
    return cells.with_columns(changed)


def _holds_ambiguous_number(column: pl.Series) -> bool:
    """Tell whether a number such as 1.234 stands in a column; most texts are set aside by their length."""
    fitting = column.filter(column.str.len_bytes().is_between(*LENGTHS_OF_AMBIGUOUS_NUMBER))
    return bool(fitting.str.contains(AMBIGUOUS_NUMBER).any())


def _formula_in(before: bytes, block: bytes) -> bool:
    """Tell whether a formula stands in a block, or on the seam to the one before."""
    return any(FORMULA.search(part) for part in (block, before[-SEAM:] + block[:SEAM]))


class SheetXml:
    """The XML of one worksheet: looked over once in blocks, kept whole only where single cells matter."""

    def __init__(self, path: Path, member: str) -> None:
        self._path, self._member = path, member
        self.start = self.end = b""
        self._has_formula = False
        with opened(path) as archive:
            self._styles = archive.read(STYLES) if STYLES in archive.namelist() else None
            for block in unpacked(archive, member):
                self.start = self.start or block[:START]
                self._has_formula = self._has_formula or _formula_in(self.end, block)
                self.end = (block if len(block) > END else self.end + block)[-END:]

    @cached_property
    def _content(self) -> bytes:
        with opened(self._path) as archive:
            return archive.read(self._member)

    def formulas_without_value(self) -> list[ErrorCell]:
        """Find formulas whose result was never computed."""
        if not self._has_formula:
            return []
        found = self._located(FORMULA_WITHOUT_VALUE)
        return [ErrorCell(*place, "formula_no_value", "a formula without a result") for place, _ in found]

    def show_numbers(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Write percentages as people see them (`70%`), and 1.234 as 1.2340, which has one meaning only."""
        texts = {place: f"{value}0" for place, value in self._ambiguous_numbers(cells)}
        texts |= {place: f"{Decimal(value).scaleb(2):.15g}%" for place, value in self._percentages()}
        return with_texts(cells, texts)

    def _percentages(self) -> Iterator[tuple[Place, str]]:
        styles = "|".join(self._percent_styles())
        if styles:
            is_percent = rb'(?=[^>]*\bs="(?:' + styles.encode() + rb')")'
            yield from self._located(re.compile(_REFERENCE + is_percent + _IS_NUMBER + NUMBER))

    def _ambiguous_numbers(self, cells: pl.DataFrame) -> Iterator[tuple[Place, str]]:
        if any(_holds_ambiguous_number(column) for column in cells):
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

    def _located(self, pattern: re.Pattern[bytes]) -> Iterator[tuple[Place, str]]:
        """Yield the place and the value of each match."""
        letters = set(FILLED_CELL.findall(self._content))
        first = min(map(column_number, letters), default=1)
        for found in pattern.finditer(self._content):
            value = found[3].decode() if pattern.groups >= 3 else ""
            yield (int(found[2]) - 1, column_number(found[1]) - first), value
