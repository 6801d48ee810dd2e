"""What the readers of trackers' CSV and Excel exports share: one row per work item, lists and links in cells.

A layout says under which headers an export has the contract's columns, how lists are written in one
cell, and which columns link to other items. Jira's export, which repeats columns, has a reader of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.contracts import TABLES
from ingest.readers._rows import Fields, Rows
from ingest.reading import ReadContext, ReadResult
from ingest.table import ROW_NUMBER
from ingest.tabular import read_table

TIMESTAMPS = ("created_at", "updated_at", "started_at", "resolved_at")
DATES = ("start_date", "due_date")
MEASURES = ("story_points", "percent_complete")
SECONDS = ("original_estimate_seconds", "time_spent_seconds")
REMEDY = "map the column with read.columns, or fix a value with read.constants"


@dataclass(frozen=True)
class WorkItemTable:
    """A tracker's tabular export. `fields` also holds what `complete` needs and what holds links."""

    format: str
    description: str
    fields: Fields
    complete: Callable[[Rows], None]  # fills columns of the contract from others, before anything is parsed
    lists: Mapping[str, str] = field(default_factory=dict)  # field -> separator within a cell
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # field -> link type, direction
    tables: tuple[str, ...] = ("work_items", "work_item_links")

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one file; raises UnreadableFile when it has no header of the tracker's."""
        names = {name for names in self.fields.values() for name in names}
        rows = Rows(path, read_table(path, source.read, names), source, self.fields)
        self.complete(rows)
        present = frozenset(rows.frame.columns)
        rows.timestamps(*(name for name in TIMESTAMPS if name in present))
        rows.dates(*(name for name in DATES if name in present))
        for name in present.intersection(MEASURES):  # each by itself: their decimal marks may differ
            rows.measures(name)
        rows.whole_numbers(*(name for name in SECONDS if name in present))
        for name in TABLES["work_items"].required:
            rows.refuse(pl.col(name).is_null(), "missing_required", name, f"{name} is empty; {REMEDY}")
        links = rows.with_as_of(self._links(rows))
        rows.frame = rows.frame.with_columns(_json_list(name, mark) for name, mark in self.lists.items())
        tables = {
            "work_items": rows.emit("work_items"),
            "work_item_links": rows.emit("work_item_links", links),
        }
        return rows.result(tables)

    def _links(self, rows: Rows) -> pl.DataFrame:
        """Return one row per linked key; several stand in one cell, parted by commas."""
        schema = {ROW_NUMBER: pl.Int64()} | TABLES["work_item_links"].schema
        frames = [pl.DataFrame(schema=schema)]
        for name, (link_type, direction) in self.links.items():
            keys = _parts(name, ",").alias("linked_key")
            ends = rows.frame.select(
                ROW_NUMBER,
                "work_item_id",
                pl.lit(link_type).alias("link_type"),
                pl.lit(direction).alias("direction"),
                keys,
            )
            frames.append(ends.explode("linked_key").filter(pl.col("linked_key").is_not_null()))
        return pl.concat(frames).unique(TABLES["work_item_links"].key, maintain_order=True)


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
