"""Smartsheet's Excel export of a sheet; its CSV as well, which has no hierarchy.

    format: smartsheet
    read:
      columns: {work_item_id: Task ID, status_name: State}

The hierarchy is that of a column `Level` (such as =COUNT(ANCESTORS())), else of the indents or groups of the
rows, else of the blanks before the names. A row is known by its `Row ID` or `ID`, an auto-number column;
without one by its place, which changes when a row is put in above. Predecessors name rows by their place.
Durations (`5d`), health symbols and all other columns stay in `extra` as text. No history.
"""

import polars as pl

from ingest.readers._rows import Rows
from ingest.readers.trackers._table_cells import (
    LINKS_OF_TIES,
    LISTS,
    MAPPABLE,
    category_of,
    kept_as_extra,
    leading_blanks,
    parents_by_level,
    ties,
)
from ingest.readers.trackers._work_item_table import WorkItemTable
from ingest.table import ROW_NUMBER
from ingest.workbook_outline import row_levels

# Those of Smartsheet's own templates.
STATUSES = {
    "todo": ("not started", "to do"),
    "in_progress": ("in progress",),
    "done": ("complete", "completed", "done"),
}


def _complete(rows: Rows) -> None:
    kept_as_extra(rows, "predecessors")
    place = rows.frame[ROW_NUMBER].cast(pl.String)
    rows.frame = rows.frame.with_columns(work_item_id=pl.coalesce("work_item_id", place))
    keys = rows.frame["work_item_id"]
    parents = parents_by_level(rows, _levels(rows))
    tied = ties(rows.frame["predecessors"], dict(zip(place, keys, strict=True)))
    is_summary = pl.lit(keys.is_in(parents.drop_nulls().to_list()))
    kind = pl.when(is_summary).then(pl.lit("Summary")).otherwise(pl.lit("Task"))
    rows.frame = rows.frame.with_columns(
        pl.col("work_item_id").alias("work_item_key"),
        pl.coalesce("parent_key", parents).alias("parent_key"),
        pl.coalesce("type_name", kind).alias("type_name"),
        pl.coalesce("status_name", _status_of_progress()).alias("status_name"),
        *(pl.Series(kind, cells, pl.String) for kind, cells in tied.items()),
    ).with_columns(pl.coalesce("status_category", category_of(STATUSES)).alias("status_category"))


def _status_of_progress() -> pl.Expr:
    """Return the status that a share of 0 to 1, or a percentage, stands for."""
    text = pl.col("percent_complete")
    number = text.str.strip_chars_end(" %").cast(pl.Float64, strict=False)
    share = pl.when(text.str.ends_with("%")).then(number / 100).otherwise(number)
    return (
        pl.when(share >= 1)
        .then(pl.lit("Complete"))
        .when(share > 0)
        .then(pl.lit("In Progress"))
        .when(share == 0)
        .then(pl.lit("Not Started"))
    )


def _levels(rows: Rows) -> pl.Series:
    """Return how deep each row stands, by the first means of the file that tells it."""
    if "level" in rows.present:
        rows.whole_numbers("level")
        return rows.frame["level"]
    (name, *_) = rows.columns.get("title", (None,))
    if name is None:
        return rows.frame[ROW_NUMBER] * 0
    if rows.table.sheet is not None:
        levels = row_levels(rows.path, rows.table.sheet, int(name[1:]))
        below_header = rows.table.ignored.get("above_header", 0) + 1
        found = [levels.get(number + below_header, 0) for number in rows.frame[ROW_NUMBER]]
        if any(found):
            return pl.Series(found, dtype=pl.Int64)
    return leading_blanks(rows.table.frame[name])


READER = WorkItemTable(
    format="smartsheet",
    description="Smartsheet sheet as Excel, with its hierarchy and predecessors",
    fields=MAPPABLE
    | {
        "work_item_id": ("Row ID", "ID"),
        "title": ("Task Name", "Primary Column", "Task", "Name"),
        "level": ("Level", "Ancestors", "Hierarchy Level", "Outline Level"),
        "status_name": ("Status",),
        "priority_name": ("Priority",),
        "assignee_name": ("Assigned To", "Owner"),
        "reporter_name": ("Created By",),
        "percent_complete": ("% Complete",),
        "start_date": ("Start", "Start Date"),
        "due_date": ("Finish", "Finish Date", "End Date", "Due Date"),
        "created_at": ("Created", "Created Date"),
        "updated_at": ("Modified", "Modified Date"),
        "started_at": ("Actual Start",),
        "resolved_at": ("Actual Finish",),
        "predecessors": ("Predecessors",),
        **dict.fromkeys(LINKS_OF_TIES, ()),
    },
    complete=_complete,
    lists=LISTS,
    links=LINKS_OF_TIES,
    may_lack=frozenset({"created_at"}),
)
