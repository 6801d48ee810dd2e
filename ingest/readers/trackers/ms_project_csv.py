"""Microsoft Project's export of the task table as CSV or Excel.

    format: ms_project_csv
    read:
      date_order: mdy              # Mon 01/02/26 is the 2nd of January

A task is known by its Unique ID; where that is not exported by its ID, and else by its row, which changes
when a task is put in above. The hierarchy is that of `Outline Level`, or of the blanks before the names.
The status follows from `% Complete`, as the tool's own status tells the schedule, not the progress.
The first of several resources is the assignee. Durations and costs stay in `extra`: a duration is time that
passes, no estimate of work. No history.
"""

import polars as pl

from ingest.parsing.durations import working_seconds
from ingest.readers._rows import Rows
from ingest.readers.trackers._table_cells import (
    LINKS_OF_TIES,
    LISTS,
    MAPPABLE,
    kept_as_extra,
    leading_blanks,
    parents_by_level,
    percent_points,
    ties,
)
from ingest.readers.trackers._work_item_table import SECONDS, WorkItemTable
from ingest.table import ROW_NUMBER

STATUSES = {"Not started": "todo", "In progress": "in_progress", "Complete": "done"}
FIRST_RESOURCE = "^([^,;]+)"
UNITS_OF_RESOURCE = r"\[[0-9]+[.,]?[0-9]* ?%?\]"
ESTIMATE = "original_estimate_seconds"
YES = ("yes", "ja", "oui", "sí", "true", "1")


def _complete(rows: Rows) -> None:
    kept_as_extra(rows, "predecessors", "assignee_name")
    row = pl.col(ROW_NUMBER).cast(pl.String)
    rows.frame = rows.frame.with_columns(
        task_number=pl.coalesce("task_number", row),
        work_item_id=pl.coalesce("work_item_id", "task_number", row),
    )
    keys = rows.frame["work_item_id"]
    parents = parents_by_level(rows, _levels(rows))
    tied = ties(rows.frame["predecessors"], dict(zip(rows.frame["task_number"], keys, strict=True)))
    percent = pl.col("percent_complete").str.strip_chars_end(" %").str.replace(",", ".", literal=True)
    percent = percent.cast(pl.Float64, strict=False)
    progress = pl.when(percent >= 100).then(pl.lit("Complete")).when(percent > 0).then(pl.lit("In progress"))
    rows.frame = rows.frame.with_columns(
        pl.col("work_item_id").alias("work_item_key"),
        pl.coalesce("parent_key", parents).alias("parent_key"),
        pl.coalesce("type_name", _type(keys.is_in(parents.drop_nulls().to_list()))).alias("type_name"),
        pl.coalesce("status_name", progress.when(percent == 0).then(pl.lit("Not started"))).alias(
            "status_name"
        ),
        pl.col("assignee_name").str.replace_all(UNITS_OF_RESOURCE, "").str.extract(FIRST_RESOURCE),
        percent_points("percent_complete"),
        *(working_seconds(field, rows.options, bare_is_hours=True) for field in SECONDS),
        *(pl.Series(kind, cells, pl.String) for kind, cells in tied.items()),
    ).with_columns(
        pl.coalesce(
            "status_category",
            pl.col("status_name").replace_strict(STATUSES, default=None, return_dtype=pl.String),
        ),
        # A task without work is not estimated at nothing.
        pl.when(pl.col(ESTIMATE) != "0").then(ESTIMATE),
    )


def _levels(rows: Rows) -> pl.Series:
    """Return how deep each task stands: its outline level, or the blanks before its name."""
    if "outline_level" in rows.present:
        rows.whole_numbers("outline_level")
        return rows.frame["outline_level"]
    (name, *_) = rows.columns.get("title", (None,))
    return leading_blanks(rows.table.frame[name]) if name else rows.frame[ROW_NUMBER] * 0


def _type(has_children: pl.Series) -> pl.Expr:
    is_summary = pl.col("summary").str.to_lowercase().is_in(YES) | pl.lit(has_children)
    is_milestone = pl.col("milestone").str.to_lowercase().is_in(YES)
    return (
        pl.when(is_summary)
        .then(pl.lit("Summary"))
        .when(is_milestone)
        .then(pl.lit("Milestone"))
        .otherwise(pl.lit("Task"))
    )


READER = WorkItemTable(
    format="ms_project_csv",
    description="Microsoft Project's task table as CSV or Excel, with predecessors",
    fields=MAPPABLE
    | {
        "work_item_id": ("Unique ID",),
        "task_number": ("ID",),
        "title": ("Task Name", "Name", "Vorgangsname"),
        "outline_level": ("Outline Level", "Gliederungsebene"),
        "summary": ("Summary",),
        "milestone": ("Milestone",),
        "assignee_name": ("Resource Names", "Ressourcennamen"),
        "priority_name": ("Priority",),
        "original_estimate_seconds": ("Work", "Arbeit"),
        "time_spent_seconds": ("Actual Work", "Ist-Arbeit"),
        "percent_complete": ("% Complete", "Percent Complete", "% Abgeschlossen"),
        "start_date": ("Start", "Start Date", "Anfang"),
        "due_date": ("Finish", "Finish Date", "Ende"),
        "created_at": ("Created", "Creation Date"),
        "started_at": ("Actual Start", "Ist-Anfang"),
        "resolved_at": ("Actual Finish", "Ist-Ende"),
        "predecessors": ("Predecessors", "Vorgänger"),
        **dict.fromkeys(LINKS_OF_TIES, ()),
    },
    complete=_complete,
    lists=LISTS,
    links=LINKS_OF_TIES,
    may_lack=frozenset({"created_at"}),
)
