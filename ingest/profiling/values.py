"""What the cells prove: the decimal mark, the order of day and month, snapshots stacked in one file."""

from collections.abc import Callable, Collection, Iterable

import polars as pl

from ingest.configuration import ReadOptions
from ingest.parsing.dates import Order, parse_dates
from ingest.parsing.numbers import Mark, read_numbers
from ingest.profiling.facts import Cell, Finding
from ingest.table import ROW_NUMBER, Table

LONGEST_VALUE = 40
MOST_VALUES = 20_000  # distinct ones of a column
LEAST_SHARE = 0.9  # of a column's values that must be of a kind for the column to be of it
EXAMPLES = 3
MARKS: tuple[Mark, ...] = (".", ",")
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
NOT_A_NUMBER, NOT_A_DATE = "not_a_number", "not_a_date"
DOTTED = r"^\D*[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}"  # day first, whatever the order
ORDER_NAMES = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


class Values:
    """The columns of a table that hold numbers and those that hold dates."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.numbers: dict[str, pl.DataFrame] = {}  # column -> text and its reading under each mark
        self.dates: dict[str, pl.DataFrame] = {}  # column -> text and its reading under each order
        for column in table.frame.columns:
            texts = _short_values(table.frame[column]) if column != ROW_NUMBER else None
            if texts is None:
                continue
            if (dates := _readings(texts, ORDERS, _as_date, NOT_A_DATE)) is not None:
                self.dates[column] = dates
            elif (numbers := _readings(texts, MARKS, _as_number, NOT_A_NUMBER)) is not None:
                self.numbers[column] = numbers

    def decimal_mark(self, are_numbers_typed: bool) -> Finding:
        """Return the mark that cells prove; typed numbers, as in workbooks, prove nothing about texts."""
        proofs: dict[str, Cell] = {}
        ambiguous: list[Cell] = []
        for column, readings in self.numbers.items():
            point, comma = pl.col("."), pl.col(",")
            for mark, where in ((".", comma.is_null()), (",", point.is_null())):
                found = readings.filter(where & pl.col(mark).is_not_null())
                if found.height and mark not in proofs and not (are_numbers_typed and mark == "."):
                    proofs[mark] = self._cell(column, found["text"])
            ambiguous += self._cells(column, readings.filter(point != comma)["text"])
        if len(proofs) == 1:
            ((mark, cell),) = proofs.items()
            return Finding(mark, True, f"only {_words(mark)} fits {cell}", (cell,))
        if len(proofs) == 2:
            return Finding(
                None, False, "cells contradict each other: " + " / ".join(map(str, proofs.values()))
            )
        if ambiguous:
            return Finding(None, False, "every number can be read in two ways", tuple(ambiguous))
        return Finding(None, True, "no number needs it")

    def date_order(self) -> Finding:
        """Return the only order in which every date can be read, and the cells that rule out the others."""
        refuting: dict[Order, Cell] = {}
        ambiguous: list[Cell] = []
        is_year_first = False
        for column, dates in self.dates.items():
            readings = dates.filter(
                ~pl.col("text").str.contains(DOTTED) & pl.any_horizontal(pl.col(ORDERS).is_not_null())
            )
            for order in ORDERS:
                unread = readings.filter(pl.col(order).is_null())
                if unread.height and order not in refuting:
                    refuting[order] = self._cell(column, unread["text"])
            two_ways = readings.filter(pl.concat_list(*ORDERS).list.drop_nulls().list.n_unique() > 1)
            is_year_first |= bool(two_ways["ymd"].is_not_null().any())
            ambiguous += self._cells(column, two_ways["text"])
        possible = [order for order in ORDERS if order not in refuting and (order != "ymd" or is_year_first)]
        if not refuting and not ambiguous:
            return Finding(None, True, "no date needs it")
        if len(possible) == 1:
            cells = tuple(cell for order, cell in refuting.items() if order != "ymd" or is_year_first)
            return Finding(possible[0], True, f"only {ORDER_NAMES[possible[0]]} fits {_shown(cells)}", cells)
        if not possible:
            return Finding(None, False, f"cells contradict each other: {_shown(refuting.values())}")
        return Finding(None, False, "no date has a day above 12, which would tell", tuple(ambiguous))

    def snapshots(self) -> str | None:
        """Return the label of the column whose few dates repeat the same things again and again."""
        frame = self.table.frame
        for column in self.dates:
            days = frame[column].n_unique()
            if frame[column].null_count() or not 2 <= days <= frame.height / 2:
                continue
            for key in frame.columns:
                if key in (ROW_NUMBER, column) or frame[key].null_count():
                    continue
                is_repeated = frame[key].n_unique() * 1.5 <= frame.height
                if is_repeated and frame.select(column, key).n_unique() == frame.height:
                    return self.table.label(column)
        return None

    def _cells(self, column: str, texts: pl.Series) -> list[Cell]:
        return [self._cell(column, texts.slice(index, 1)) for index in range(min(EXAMPLES, texts.len()))]

    def _cell(self, column: str, texts: pl.Series) -> Cell:
        """Return the first cell of a column that holds one of the texts."""
        row, text = (
            self.table.frame.select(ROW_NUMBER, column).filter(pl.col(column).is_in(texts.implode())).row(0)
        )
        return Cell(row, self.table.label(column), text)


def _shown(cells: Iterable[Cell]) -> str:
    return " / ".join(str(cell) for cell in dict.fromkeys(cells))


def _words(mark: str) -> str:
    return "a decimal point" if mark == "." else "a decimal comma"


def _short_values(cells: pl.Series) -> pl.Series | None:
    """Return the distinct texts of a column; None where most are too long, or without any digit."""
    texts = cells.drop_nulls().unique(maintain_order=True).head(MOST_VALUES).rename("text")
    is_value = texts.str.contains("[0-9]") & (texts.str.len_chars() <= LONGEST_VALUE)
    return texts if texts.len() and is_value.sum() >= LEAST_SHARE * texts.len() else None


def _readings(
    texts: pl.Series,
    settings: Collection[str],
    read: Callable[[pl.Series, str], tuple[pl.Series, pl.Series]],
    wrong_kind: str,
) -> pl.DataFrame | None:
    """Return each text's meaning under each setting; None when too few of them are of the kind at all."""
    results = {setting: read(texts, setting) for setting in settings}
    of_kind = pl.DataFrame(
        {setting: reasons.ne_missing(wrong_kind) for setting, (_, reasons) in results.items()}
    )
    is_of_kind = of_kind.select(pl.any_horizontal(pl.all())).to_series()
    if is_of_kind.sum() < LEAST_SHARE * texts.len():
        return None
    meanings = {setting: values for setting, (values, _) in results.items()}
    return pl.DataFrame({"text": texts} | meanings).filter(is_of_kind)


def _as_number(texts: pl.Series, mark: str) -> tuple[pl.Series, pl.Series]:
    read = read_numbers(texts, mark)  # ty: ignore
    return read["number"], read["reason"]


def _as_date(texts: pl.Series, order: str) -> tuple[pl.Series, pl.Series]:
    values, reasons = parse_dates(texts, ReadOptions(date_order=order))  # ty: ignore
    return values, reasons
