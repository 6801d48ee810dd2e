"""Asana's CSV export of a project, also as its live Google sheet with notes above the header.

    format: asana_csv
    read:
      columns: {story_points: Points, priority_name: Priority}   # custom fields, by their headers

A completed task's status is `Completed`, whatever section it stands in; any other task's is its section,
which portfolio.yml maps, or `Incomplete`. Parents and dependencies are written by name: one is taken only
when exactly one task of the file has that name (or id), and the cell stays in `extra` in any case.
The export holds no history.
"""

from collections.abc import Collection

import polars as pl

from ingest.readers._rows import Rows
from ingest.readers.trackers._table_cells import LISTS, MAPPABLE, kept_as_extra
from ingest.readers.trackers._work_item_table import WorkItemTable

DEPENDENCIES = ("blocked_by", "blocking")


def _complete(rows: Rows) -> None:
    kept_as_extra(rows, "section", "parent_name", *DEPENDENCIES)
    ids, titles = _ids_by_name(rows.frame), frozenset(rows.frame["title"])
    is_completed = pl.col("resolved_at").is_not_null()
    rows.frame = rows.frame.with_columns(
        pl.col("work_item_id").alias("work_item_key"),
        pl.coalesce("type_name", pl.lit("Task")).alias("type_name"),
        pl.coalesce(
            "status_name",
            pl.when(is_completed).then(pl.lit("Completed")),
            "section",
            pl.lit("Incomplete"),
        ).alias("status_name"),
        pl.coalesce("status_category", pl.when(is_completed).then(pl.lit("done"))).alias("status_category"),
        pl.coalesce("parent_key", pl.col("parent_name").replace_strict(ids, default=None)).alias(
            "parent_key"
        ),
        pl.when(pl.col("parent_name").is_not_null()).then(True).alias("is_subtask"),
        *(pl.Series(field, _ids_of(rows.frame[field], ids, titles), pl.String) for field in DEPENDENCIES),
    )


def _ids_by_name(tasks: pl.DataFrame) -> dict[str, str]:
    """Return name -> id of the tasks whose name no other task has; each id also names its task."""
    known = tasks.filter(pl.col("work_item_id").is_not_null())
    alone = known.filter(pl.col("title").is_not_null() & pl.col("title").is_unique())
    return dict(alone.select("title", "work_item_id").iter_rows()) | {
        key: key for key in known["work_item_id"]
    }


def _ids_of(cells: pl.Series, ids: dict[str, str], titles: Collection[str]) -> list[str | None]:
    """Return the ids of the tasks named in each cell; a name may hold commas itself, or be several's."""
    found = []
    for cell in cells:
        names = [cell] if cell in titles else [name.strip() for name in (cell or "").split(",")]
        found.append(",".join(ids[name] for name in names if name in ids) or None)
    return found


READER = WorkItemTable(
    format="asana_csv",
    description="Asana tasks as CSV, with custom fields and dependencies",
    fields=MAPPABLE
    | {
        "work_item_id": ("Task ID",),
        "title": ("Name",),
        "section": ("Section/Column",),
        "assignee_name": ("Assignee",),
        "project_key": ("Projects",),
        "labels": ("Tags",),
        "start_date": ("Start Date",),
        "due_date": ("Due Date",),
        "created_at": ("Created At",),
        "updated_at": ("Last Modified",),
        "resolved_at": ("Completed At",),
        "parent_name": ("Parent task",),
        "blocked_by": ("Blocked By (Dependencies)", "Blocked By"),
        "blocking": ("Blocking (Dependencies)", "Blocking"),
    },
    complete=_complete,
    lists=LISTS,
    links={"blocked_by": ("Blocks", "inward"), "blocking": ("Blocks", "outward")},
)
