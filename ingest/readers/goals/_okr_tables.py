"""Small steps by which layouts build tables of key results out of their own columns."""

from collections.abc import Collection, Iterable
from dataclasses import replace

import polars as pl

from ingest.parsing.text import slug
from ingest.readers._rows import parse_text
from ingest.readers.goals._okr_fields import FIELDS
from ingest.table import ROW_NUMBER, Table, header_cells, normalise_name

KNOWN_NAMES = frozenset(name for names in FIELDS.values() for name in names)


def cell(table: Table, *names: str) -> pl.Expr:
    """Return the first non-empty cell of the columns under these header names; NULL without any."""
    columns = [column for name in names for column in table.columns_named(name)]
    return pl.coalesce(*(parse_text(pl.col(column)) for column in columns), pl.lit(None, pl.String))


def unused(table: Table, used: Collection[str]) -> dict[str, pl.Expr]:
    """Return the columns that a layout does not use, so that they go to `extra` under their own labels.

    A label that means something in a sheet of key results (`Notes`) is told apart.
    """
    found = {}
    for index, each in enumerate(table.header):
        name = normalise_name(each.name)
        if name and name not in used:
            found[told_apart(each.label)] = parse_text(pl.col(f"c{index}"))
    return found


def header_of(field: str) -> str:
    """Return the header name under which an OKR sheet has a field."""
    return FIELDS[field][0]


def told_apart(label: str) -> str:
    """Return the label of a column for `extra`, another one where it means something to an OKR sheet."""
    return f"{label} of the goal" if normalise_name(label) in KNOWN_NAMES else label


def owned_code(name: pl.Expr, owner: pl.Expr) -> pl.Expr:
    """Return the code of a goal of one person: of two people, both may have one of the same name."""
    slugs = (part.map_batches(_slugs, return_dtype=pl.String) for part in (name, owner))
    return pl.concat_str(*slugs, separator="@", ignore_nulls=True)


def _slugs(texts: pl.Series) -> pl.Series:
    return pl.Series(texts.name, [None if text is None else slug(text) for text in texts], pl.String)


def table_of(table: Table, frame: pl.DataFrame) -> Table:
    """Return the table with other rows: the columns of `frame` are named as a header would name them."""
    names = [name for name in frame.columns if name != ROW_NUMBER]
    columns = _texts(names)
    return replace(table, header=header_cells(names), frame=frame.select(ROW_NUMBER, *columns))


def _texts(names: Iterable[str]) -> list[pl.Expr]:
    return [pl.col(name).cast(pl.String).alias(f"c{index}") for index, name in enumerate(names)]
