"""Jira's CSV export, best "all fields": Server or Cloud, in the language of who exported it.

    format: jira_csv
    read:
      time_zone: Europe/Zurich     # the zone of the person who exported; the file does not tell
      columns: {initiative_code: Custom field (Initiative)}

Estimates and time spent are seconds; a site that writes `1w 2d 4h` means working time, 8 hours a day and
5 days a week unless `hours_per_day` and `days_per_week` say otherwise. The user interface exports 1,000
issues at most: a quality rule warns of a file with just as many. A CSV export holds no history: status
changes come from REST answers, or from comparing exports.
"""

from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.contracts import TABLES
from ingest.parsing.durations import working_seconds
from ingest.readers._rows import Rows
from ingest.readers.trackers._jira_headers import (
    CATEGORY_OF_NAME,
    FIELDS,
    HELPERS,
    LISTS,
    SUBTASK_TYPES,
    link_of,
)
from ingest.readers.trackers._work_item_table import PROJECT_OF_KEY, REMEDY
from ingest.reading import ReadContext, ReadResult
from ingest.table import ROW_NUMBER
from ingest.tabular import read_table

TIMESTAMPS = ("created_at", "updated_at", "resolved_at")
DURATIONS = ("original_estimate_seconds", "time_spent_seconds")
LINK_SCHEMA = {ROW_NUMBER: pl.Int64()} | TABLES["work_item_links"].schema
WHOLE_KEY = r"^(.*[A-Za-z].*-[0-9]+)$"


class JiraCsvReader:
    """CSV exports of Jira's issue search."""

    format = "jira_csv"
    tables = ("work_items", "work_item_links")
    description = "Jira issues as CSV: `Export CSV (all fields)`, Server or Cloud"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one file; raises UnreadableFile when it has no header of Jira's."""
        fields = FIELDS | HELPERS | LISTS
        names = {name for names in fields.values() for name in names}
        table = read_table(path, source.read, names, known=context.known)
        links = {cell.name: link for cell in table.header if (link := link_of(cell.name))}
        rows = Rows(path, table, source, fields | {name: (name,) for name in links}, {*LISTS, *links})
        _identify(rows)
        _complete(rows)
        _list(rows)
        _parse(rows)
        for field in TABLES["work_items"].required:
            rows.refuse(pl.col(field).is_null(), "missing_required", field, f"{field} is empty; {REMEDY}")
        tables = {
            "work_items": rows.emit("work_items"),
            "work_item_links": rows.emit("work_item_links", rows.with_as_of(_links(rows, links))),
        }
        return rows.result(tables)


READER = JiraCsvReader()


def _identify(rows: Rows) -> None:
    """Let the key stand in for a missing id and the id for a missing key."""
    rows.frame = rows.frame.with_columns(
        pl.coalesce("work_item_id", "work_item_key").alias("work_item_id"),
        pl.coalesce("work_item_key", "work_item_id").alias("work_item_key"),
        pl.coalesce("project_key", pl.col("work_item_key").str.extract(PROJECT_OF_KEY)).alias("project_key"),
    )


def _complete(rows: Rows) -> None:
    """Fill columns of the contract from others of the same row; Server writes a parent's key as its id."""
    folded_type = pl.col("type_name").str.to_lowercase()
    key_as_id = pl.col("parent_id").str.extract(WHOLE_KEY)
    rows.frame = rows.frame.with_columns(
        pl.coalesce("parent_key", key_as_id).alias("parent_key"),
        pl.when(key_as_id.is_null()).then("parent_id").alias("parent_id"),
        pl.coalesce("story_points", "story_point_estimate").alias("story_points"),
        pl.col("status_category")
        .str.to_lowercase()
        .replace_strict(CATEGORY_OF_NAME, default=None, return_dtype=pl.String()),
        pl.when(folded_type.is_in(SUBTASK_TYPES)).then(True).alias("is_subtask"),
    )


def _list(rows: Rows) -> None:
    """Replace the multi-value fields by JSON lists of all their columns."""
    for field, names in LISTS.items():
        configured = rows.options.columns.get(field)
        hits = (rows.table.columns_named(name) for name in ((configured,) if configured else names))
        columns = next((hit for hit in hits if hit), ())
        if columns:
            rows.frame = rows.frame.with_columns(_json_list(rows.table.frame, columns).alias(field))


def _json_list(cells: pl.DataFrame, columns: tuple[str, ...]) -> pl.Series:
    """Return the non-empty cells of these columns as JSON lists; NULL where all are empty."""
    encoded = (pl.struct(cell=pl.col(column)).struct.json_encode() for column in columns)
    quoted = (text.str.strip_prefix('{"cell":').str.strip_suffix("}") for text in encoded)
    filled = [
        pl.when(pl.col(column).is_not_null()).then(text) for column, text in zip(columns, quoted, strict=True)
    ]
    joined = cells.select(joined=pl.concat_str(filled, separator=",", ignore_nulls=True))
    return joined.select(pl.when(pl.col("joined") != "").then(pl.format("[{}]", "joined"))).to_series()


def _parse(rows: Rows) -> None:
    rows.timestamps(*TIMESTAMPS)
    rows.dates("start_date", "due_date")
    rows.measures("story_points")
    rows.frame = rows.frame.with_columns(working_seconds(field, rows.options) for field in DURATIONS)
    rows.whole_numbers(*DURATIONS)


def _links(rows: Rows, links: dict[str, tuple[str, str]]) -> pl.DataFrame:
    """Return one row per filled link cell."""
    frames = [pl.DataFrame(schema=LINK_SCHEMA)]
    for name, (link_type, direction) in links.items():
        for column in rows.table.columns_named(name):
            ends = rows.frame.select(ROW_NUMBER, "work_item_id").with_columns(
                pl.lit(link_type).alias("link_type"),
                pl.lit(direction).alias("direction"),
                rows.table.frame[column].alias("linked_key"),
            )
            frames.append(ends.filter(pl.col("linked_key").is_not_null()))
    return pl.concat(frames).unique(TABLES["work_item_links"].key, maintain_order=True)
