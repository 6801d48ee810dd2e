"""What the readers of trackers' exports share: one row per work item, lists and links in cells.

A layout says under which headers an export has the contract's columns, how lists are written in one
cell, and which columns link to other items. Jira's export, which repeats columns, has a reader of its own.
An export that is no table is made one by `load`, which also brings links and status changes of its own.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import polars as pl

from ingest.configuration import ReadOptions, Source
from ingest.contracts import TABLES
from ingest.parsing.dates import parse_timestamps
from ingest.readers._rows import Fields, Rows
from ingest.reading import ReadContext, ReadResult
from ingest.table import ROW_NUMBER, Table
from ingest.tabular import read_table

TIMESTAMPS = ("created_at", "updated_at", "started_at", "resolved_at")
DATES = ("start_date", "due_date")
MEASURES = ("story_points", "percent_complete")
SECONDS = ("original_estimate_seconds", "time_spent_seconds")
REMEDY = "map the column with read.columns, or fix a value with read.constants"
NO_STATUS_CHANGE = "entry_without_status_change"
REPEATED = "repeated_in_pull"  # a record that a later page of the same pull tells again
PROJECT_OF_KEY = r"^(.+)-[0-9]+$"
WITH_HISTORY = ("work_items", "work_item_transitions", "work_item_links")


class Link(NamedTuple):
    """One end of a link, seen from the item that carries it."""

    link_type: str | None
    direction: str
    linked_key: str | None
    extra: str | None = None  # JSON text


class Change(NamedTuple):
    """One status change; without `work_item_id` it is one of the item that carries it."""

    transition_id: str | None
    from_status_name: str | None
    to_status_name: str | None
    changed_at: str | None
    author_name: str | None
    work_item_id: str | None = None


LINKS = {ROW_NUMBER: pl.Int64()} | dict.fromkeys(Link._fields, pl.String())
TRANSITIONS = {ROW_NUMBER: pl.Int64()} | dict.fromkeys(Change._fields, pl.String())
WHOLE = {ROW_NUMBER: pl.Int64(), "work_item_id": pl.String()}


@dataclass(frozen=True)
class Loaded:
    """The work items of a file as a table, and what stands beside it; all text."""

    table: Table
    links: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LINKS))
    transitions: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=TRANSITIONS))
    # Table -> the row by which the file tells all of that table about a work item; NULL: by having none.
    whole: Mapping[str, pl.DataFrame] = field(default_factory=dict)  # WHOLE
    listing: pl.Series | None = None


@dataclass(frozen=True)
class WorkItemTable:
    """A tracker's export. `fields` also holds what `complete` needs and what holds links."""

    format: str
    description: str
    fields: Fields
    complete: Callable[[Rows], None]  # fills columns of the contract from others, before anything is parsed
    lists: Mapping[str, str] = field(default_factory=dict)  # field -> separator within a cell
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # field -> link type, direction
    tables: tuple[str, ...] = ("work_items", "work_item_links")
    load: Callable[[Path, ReadOptions, Collection[str]], Loaded] | None = (
        None  # of an export that is no table
    )
    is_row_by_row: bool = False  # `complete` looks at no other row: repeated records need no second reading
    may_lack: frozenset[str] = frozenset()  # what exports of the tool often do not tell at all

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one file; raises UnreadableFile when it has no header of the tracker's."""
        names = {name for names in self.fields.values() for name in names}
        if self.load is not None:
            loaded = self.load(path, source.read, names)
        else:
            known = context.known if self.is_row_by_row else None
            loaded = Loaded(read_table(path, source.read, names, known=known))
        return self.take(Rows(path, loaded.table, source, self.fields), loaded)

    def take(self, rows: Rows, loaded: Loaded) -> ReadResult:
        """Make the contract's tables of rows that have this layout's fields, and of what stands beside."""
        self.complete(rows)
        self._parse(rows)
        links = rows.with_as_of(self._links(rows, loaded.links))
        transitions = rows.with_as_of(_transitions(rows, loaded.transitions))
        rows.frame = rows.frame.with_columns(_json_list(name, mark) for name, mark in self.lists.items())
        frames = {"work_items": None, "work_item_links": links, "work_item_transitions": transitions}
        tables = {name: rows.emit(name, frames[name]) for name in self.tables}
        whole = {name: _whole(rows, frame) for name, frame in loaded.whole.items()}
        return replace(rows.result(tables), whole=whole, listing=loaded.listing)

    def _parse(self, rows: Rows) -> None:
        present = frozenset(rows.frame.columns)
        rows.timestamps(*(name for name in TIMESTAMPS if name in present))
        rows.dates(*(name for name in DATES if name in present))
        for name in present.intersection(MEASURES):  # each by itself: their decimal marks may differ
            rows.measures(name)
        rows.whole_numbers(*(name for name in SECONDS if name in present))
        for name in TABLES["work_items"].required:
            rows.refuse(pl.col(name).is_null(), "missing_required", name, f"{name} is empty; {REMEDY}")

    def _links(self, rows: Rows, loaded: pl.DataFrame) -> pl.DataFrame:
        """Return one row per linked key; several stand in one cell, parted by commas."""
        frames = [loaded.join(rows.frame.select(ROW_NUMBER, "work_item_id"), on=ROW_NUMBER)]
        for name, (link_type, direction) in self.links.items():
            keys = _parts(name, ",").alias("linked_key")
            ends = rows.frame.select(
                ROW_NUMBER,
                "work_item_id",
                pl.lit(link_type).alias("link_type"),
                pl.lit(direction).alias("direction"),
                keys,
            )
            frames.append(ends.explode("linked_key"))
        links = pl.concat(frames, how="diagonal").filter(pl.col("linked_key").is_not_null())
        return links.unique(TABLES["work_item_links"].key, keep="first", maintain_order=True)


def _transitions(rows: Rows, loaded: pl.DataFrame) -> pl.DataFrame:
    """Return the status changes with their moments; a change that lacks anything is refused."""
    owners = rows.frame.select(ROW_NUMBER, owner="work_item_id")
    changes = loaded.join(owners, on=ROW_NUMBER, how="left", maintain_order="left").with_columns(
        pl.coalesce("work_item_id", "owner").alias("work_item_id")
    )
    moments, reasons = parse_timestamps(changes["changed_at"], rows.options)
    _refuse(rows, changes, "changed_at", reasons)
    found = changes.with_columns(moments.alias("changed_at"))
    for name in TABLES["work_item_transitions"].required:
        is_missing = found[name].is_null() & (reasons.is_null() if name == "changed_at" else True)
        missing = pl.select(pl.when(is_missing).then(pl.lit("missing_value"))).to_series()
        _refuse(rows, changes, name, missing)
    return found


def _refuse(rows: Rows, changes: pl.DataFrame, name: str, reasons: pl.Series) -> None:
    value = pl.col(name).fill_null("")
    rows.refuse_values(changes.select(ROW_NUMBER, value=value, field=pl.lit(name), reason=reasons))


def _whole(rows: Rows, told: pl.DataFrame) -> pl.Series:
    """Return the ids of work items of which no row was refused."""
    is_refused = pl.col(ROW_NUMBER).is_in(list(rows.refused_rows)).fill_null(False)
    return told.filter(~is_refused.any().over("work_item_id"))["work_item_id"].unique(maintain_order=True)


def _parts(name: str, separator: str) -> pl.Expr:
    """Part a cell into its non-empty values; NULL for an empty cell."""
    return (
        pl.col(name)
        .str.split(separator)
        .list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != ""))
    )


def _json_list(name: str, separator: str) -> pl.Expr:
    """Return the values of a cell as a JSON list of text; NULL where there is none."""
    values = _parts(name, separator)
    text = pl.struct(values.alias("values")).struct.json_encode()
    return (
        pl.when(values.list.len() > 0)
        .then(text.str.strip_prefix('{"values":').str.strip_suffix("}"))
        .alias(name)
    )
