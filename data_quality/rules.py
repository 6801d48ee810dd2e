"""The words in which a suite is written: each returns a `Rule`, which is data and runs nothing.

A rule's name is what a rejected row carries as its reason. Critical rules about rows reject
those rows; critical rules about the whole batch hold it back; warnings are only recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from ingest.reference import FIRST_DAY, LAST_DAY

Severity = Literal["critical", "warning"]

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
LARGEST_NUMBER = 1e15  # beyond it a double no longer holds every whole number
SHARE_TOLERANCE = 0.0001
TRIMMED = r"^\S(?:.*\S)?$"


@dataclass(frozen=True)
class Rule:
    """One expectation: the Great Expectations class, its arguments, and what it means to people."""

    name: str
    expectation: str
    arguments: Mapping[str, Any]
    columns: tuple[str, ...]
    remedy: str
    severity: Severity = "critical"
    derived: Mapping[str, pl.Expr] = field(default_factory=dict)  # columns computed before the check
    is_about_rows: bool = True

    @property
    def compares_rows(self) -> bool:
        """Tell whether rows that are sound by themselves may break it together, equal keys apart."""
        return self.is_about_rows and any(".over(" in str(part) for part in self.derived.values())


@dataclass(frozen=True)
class Suite:
    """The rules of one contract table, and how few rows of it are too few to mean anything."""

    table_name: str
    rules: tuple[Rule, ...]
    minimum_rows: int = 1


def row_count(minimum: int) -> Rule:
    """Expect a batch of at least so many rows: every other rule holds true for an empty one."""
    return Rule(
        "enough_rows",
        "ExpectTableRowCountToBeBetween",
        {"min_value": minimum},
        (),
        "the export holds no usable row: look whether it was cut short or filtered to nothing",
        is_about_rows=False,
    )


def other_count_than(cap: int, remedy: str) -> Rule:
    """Expect no snapshot of exactly so many rows: it is where an export stops, whatever there is more."""
    column = f"is_cut_at_{cap}"
    return Rule(
        f"not_cut_at_{cap}_rows",
        "ExpectColumnValuesToBeInSet",
        {"column": column, "value_set": [0]},
        (),
        remedy,
        "warning",
        {column: (pl.len().over("as_of_date") == cap).cast(pl.Int8)},
        is_about_rows=False,
    )


def present(column: str, severity: Severity = "critical") -> Rule:
    """Expect a value in every row."""
    remedy = f"fill in {column} at the source, or map its column under `read.columns`"
    return Rule(
        f"{column}_present", "ExpectColumnValuesToNotBeNull", {"column": column}, (column,), remedy, severity
    )


def filled(column: str, share: float, severity: Severity = "critical") -> Rule:
    """Expect a value in at least this share of the rows, so that rules about the column mean something."""
    return Rule(
        f"{column}_filled",
        "ExpectColumnProportionOfNonNullValuesToBeBetween",
        {"column": column, "min_value": share},
        (column,),
        f"at least {share:.0%} of the rows should have {column}: map its column under `read.columns`",
        severity,
        is_about_rows=False,
    )


def unique(*columns: str) -> Rule:
    """Expect each combination of the columns once within a snapshot."""
    arguments = {"column_list": ["as_of_date", *columns]}
    remedy = "the export lists the same record twice: keep one of the rows"
    return Rule("key_unique", "ExpectCompoundColumnsToBeUnique", arguments, columns, remedy)


def one_of(column: str, values: tuple[str | float, ...], severity: Severity = "critical") -> Rule:
    """Expect one of these values, where there is a value."""
    return Rule(
        f"{column}_known",
        "ExpectColumnValuesToBeInSet",
        {"column": column, "value_set": list(values)},
        (column,),
        f"{column} should be one of {', '.join(map(str, values))}",
        severity,
    )


def between(column: str, low: float | None, high: float | None, severity: Severity = "critical") -> Rule:
    """Expect a number within these bounds (both included, None is open), where there is a value."""
    bounds = {"min_value": low, "max_value": high}
    words = [f"at least {low}"] if low is not None else []
    words += [f"at most {high:g}"] if high is not None else []
    return Rule(
        f"{column}_in_range",
        "ExpectColumnValuesToBeBetween",
        {"column": column} | bounds,
        (column,),
        f"{column} should be {' and '.join(words)}",
        severity,
    )


def finite(column: str) -> Rule:
    """Expect a number that a double can hold: no infinity, no NaN, nothing absurdly large."""
    return between(column, -LARGEST_NUMBER, LARGEST_NUMBER)


def plausible_date(column: str, earliest: int = EARLIEST_YEAR, latest: int = LATEST_YEAR) -> Rule:
    """Expect a date of these years, where there is one: 0219 and 9999 are typing errors."""
    year = f"{column}__year"
    return Rule(
        f"{column}_in_range",
        "ExpectColumnValuesToBeBetween",
        {"column": year, "min_value": earliest, "max_value": latest},
        (column,),
        f"{column} should lie between {earliest} and {latest}",
        derived={year: pl.col(column).dt.year()},
    )


def in_calendar(date_column: str) -> tuple[Rule, Rule]:
    """Expect date and fiscal year of money within the calendar: beyond it, it would fit into no period."""
    first, last = FIRST_DAY.year, LAST_DAY.year
    return plausible_date(date_column, first, last), between("fiscal_year", first, last)


def in_order(earlier: str, later: str, severity: Severity = "critical") -> Rule:
    """Expect `earlier` not to exceed `later`, where both are given (dates, money or numbers)."""
    return Rule(
        f"{earlier}_not_after_{later}",
        "ExpectColumnPairValuesAToBeGreaterThanB",
        {
            "column_A": later,
            "column_B": earlier,
            "or_equal": True,
            "ignore_row_if": "either_value_is_missing",
        },
        (earlier, later),
        f"{earlier} should not be beyond {later}",
        severity,
    )


def matches(column: str, pattern: str, meaning: str) -> Rule:
    """Expect text of this regular expression, where there is text."""
    remedy = f"{column} should be {meaning}"
    arguments = {"column": column, "regex": pattern}
    return Rule(f"{column}_well_formed", "ExpectColumnValuesToMatchRegex", arguments, (column,), remedy)


def holds(
    name: str, condition: pl.Expr, columns: tuple[str, ...], remedy: str, severity: Severity = "critical"
) -> Rule:
    """Expect a condition over several columns; rows where it is NULL are not judged."""
    column = f"{name}__holds"
    return Rule(
        name,
        "ExpectColumnValuesToBeInSet",
        {"column": column, "value_set": [1]},
        columns,
        remedy,
        severity,
        {column: condition.cast(pl.Int8)},
    )


def shares_within_one(owner: str, weight: str = "weight") -> Rule:
    """Expect the weights of each owner to sum to no more than 1; the rest stays unallocated."""
    total = pl.col(weight).sum().over("as_of_date", owner)
    return holds(
        f"{weight}s_sum_to_at_most_1",
        total <= 1 + SHARE_TOLERANCE,
        (owner, weight),
        f"the weights of one {owner} sum to more than 1: lower them at the source",
    )
