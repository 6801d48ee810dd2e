"""Jira issues as its REST API answers them, with or without their changelog, saved or pulled.

format: jira_json
read:
  columns:                     # contract column: field of Jira, where it is a custom one
    epic_key: customfield_10014
    story_points: customfield_10016
    sprints: customfield_10020
"""

import gc
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.contracts import TABLES, ColumnType
from ingest.readers.trackers._jira_answers import Told, read_records
from ingest.readers.trackers._jira_checks import problems
from ingest.readers.trackers._jira_issues import (
    former_key,
    former_keys,
    is_status,
    links,
    transitions,
    work_items,
)
from ingest.readers.trackers._jira_pulls import (
    cut_changelogs,
    ids_with_links,
    listing,
    refused_ids,
    whole_tables,
    without_repeats,
)
from ingest.readers.trackers._jira_records import AnyRecord, Fault, Issue, SeparateEntry
from ingest.readers.trackers._work_item_table import NO_STATUS_CHANGE, REPEATED
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.table import ROW_NUMBER, rejected_frame

# Few enough to stay in the processor's cache, enough to occupy polars.
CHUNK = 1_000
RFC_3339 = "%+"
BOOLEANS = {"true": True, "false": False}

CASTS: dict[ColumnType, Callable[[pl.Expr], pl.Expr]] = {
    "timestamp": lambda text: text.str.to_datetime(
        RFC_3339, time_unit="us", strict=False
    ).dt.replace_time_zone(None),
    "date": lambda text: text.str.to_date("%Y-%m-%d", strict=False),
    "boolean": lambda text: text.replace_strict(BOOLEANS, default=None, return_dtype=pl.Boolean()),
    "bigint": lambda text: text.cast(pl.Int64, strict=False),
    "double": lambda text: text.cast(pl.Float64, strict=False),
}


class JiraJsonReader:
    """Saved answers of Jira's REST API: issues and changelog entries."""

    format = "jira_json"
    tables = ("work_items", "work_item_transitions", "work_item_links", "work_item_former_keys")
    description = "Jira issues as JSON: REST answers, one issue or page a line (.json, .jsonl, .gz)"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one file; raises UnreadableFile when it holds no JSON."""
        _check_mapping(path, source)
        told = Told()
        with _reference_counting_only():
            records = _chunks(read_records(path, source.read, told))
            chunks = [_read_chunk([], source), *(_read_chunk(chunk, source) for chunk in records)]
        tables = {name: pl.concat([chunk.tables[name] for chunk in chunks]) for name in self.tables}
        rejected = pl.concat([*(chunk.rejected for chunk in chunks), cut_changelogs(told)])
        rows_ignored = sum(chunk.rows_ignored for chunk in chunks)
        ignored = {NO_STATUS_CHANGE: rows_ignored} if rows_ignored else {}
        if told.is_pull:
            tables, repeated = without_repeats(tables, rejected)
            ignored |= {REPEATED: repeated} if repeated else {}
        accepted = pl.concat([table[ROW_NUMBER] for table in tables.values()])
        rows_read = pl.concat([accepted, rejected[ROW_NUMBER]]).n_unique() + sum(ignored.values())
        with_links = set().union(*(chunk.with_links for chunk in chunks))
        refused = set().union(*(chunk.refused for chunk in chunks))
        whole = whole_tables(told.complete, with_links, refused)
        return ReadResult(tables, rejected, rows_read, ignored, whole=whole, listing=listing(told))


def _check_mapping(path: Path, source: Source) -> None:
    known = TABLES["work_items"].schema
    if unknown := sorted({*source.read.columns, *source.read.constants} - known.keys()):
        problem = f"there is no field {', '.join(unknown)}"
        raise UnreadableFile(path, "read.columns", problem, f"use one of {', '.join(known)}")


@contextmanager
def _reference_counting_only() -> Generator[None]:
    """Stop the search for reference cycles, of which parsed JSON has none; it takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@dataclass(frozen=True)
class _Chunk:
    tables: dict[str, pl.DataFrame]
    rejected: pl.DataFrame
    rows_ignored: int  # changelog entries that change no status
    with_links: set[str]  # ids of issues that tell their links
    refused: set[str]  # ids of issues of which a row was rejected


def _chunks(
    records: Iterator[Issue | SeparateEntry | Fault],
) -> Iterator[list[Issue | SeparateEntry | Fault]]:
    while chunk := list(islice(records, CHUNK)):
        yield chunk


def _read_chunk(records: list[AnyRecord], source: Source) -> _Chunk:
    issues = [record for record in records if isinstance(record, Issue)]
    entries = [record for record in records if isinstance(record, SeparateEntry)]
    faults = [record.row for record in records if isinstance(record, Fault)]
    constants = [pl.lit(text).alias(name) for name, text in source.read.constants.items()]
    text_tables = {
        "work_items": work_items(issues, source.read.columns).with_columns(constants),
        "work_item_transitions": transitions([*issues, *entries]),
        "work_item_links": links(issues),
        "work_item_former_keys": former_keys([*issues, *entries]),
    }
    tables = {name: _typed(table, name) for name, table in text_tables.items()}
    bad_values = [problems(text_tables[name], tables[name], name) for name in tables]
    rejected = pl.concat([rejected_frame(faults), *bad_values])
    return _Chunk(
        _without(tables, rejected),
        rejected,
        sum(map(_changes_no_status, entries)),
        ids_with_links(issues),
        refused_ids([*issues, *entries], rejected),
    )


def _changes_no_status(record: SeparateEntry) -> bool:
    return not any(is_status(item) or former_key(item) for entry in record.entries for item in entry.items)


def _typed(table: pl.DataFrame, name: str) -> pl.DataFrame:
    """Cast the text columns to the contract's types; what cannot be cast is NULL."""
    columns = [column for column in TABLES[name].columns if column.type in CASTS]
    return table.with_columns(CASTS[column.type](pl.col(column.name)) for column in columns)


def _without(tables: dict[str, pl.DataFrame], rejected: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Leave out every row of a record that was rejected for any of its values."""
    if rejected.is_empty():
        return tables
    is_bad = pl.col(ROW_NUMBER).is_in(rejected[ROW_NUMBER].unique().implode())
    return {name: table.filter(~is_bad) for name, table in tables.items()}


READER = JiraJsonReader()
