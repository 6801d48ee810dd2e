"""Linear's CSV export of issues, in its forms of 17 to 34 columns.

The export tells when an issue was started, completed and canceled, not through which states it went:
the category follows from these moments, and `read.columns` may name another column for any field.
"""

import polars as pl

from ingest.readers._rows import Rows
from ingest.readers.trackers._work_item_table import PROJECT_OF_KEY, WorkItemTable

MOMENTS = {"started_at", "completed", "canceled"}


def _complete(rows: Rows) -> None:
    """A canceled issue is done without a result; Linear has no types of issues.

    What is not done is in progress or to do only where the file tells all moments.
    """
    is_done = pl.coalesce("completed", "canceled").is_not_null()
    is_started = pl.when(pl.col("started_at").is_not_null()).then(pl.lit("in_progress"))
    before = is_started.otherwise(pl.lit("todo")) if rows.present >= MOMENTS else None
    category = pl.when(is_done).then(pl.lit("done")).otherwise(before)
    rows.frame = rows.frame.with_columns(
        pl.coalesce("work_item_id", "uuid", "work_item_key").alias("work_item_id"),
        pl.coalesce("project_key", pl.col("work_item_key").str.extract(PROJECT_OF_KEY)).alias("project_key"),
        pl.coalesce("type_name", pl.lit("Issue")).alias("type_name"),
        pl.coalesce("resolved_at", "completed", "canceled").alias("resolved_at"),
        pl.coalesce(
            "resolution_name", pl.when(pl.col("canceled").is_not_null()).then(pl.lit("Canceled"))
        ).alias("resolution_name"),
        pl.coalesce("status_category", category).alias("status_category"),
    )


READER = WorkItemTable(
    format="linear_csv",
    description="Linear issues as CSV, 17 to 34 columns",
    fields={
        "uuid": ("UUID",),
        "work_item_id": (),
        "work_item_key": ("ID",),
        "project_key": (),
        "type_name": (),
        "title": ("Title",),
        "status_name": ("Status",),
        "status_category": (),
        "priority_name": ("Priority",),
        "resolution_name": (),
        "assignee_name": ("Assignee",),
        "reporter_name": ("Creator",),
        "team_name": ("Team",),
        "parent_key": ("Parent issue",),
        "initiative_code": (),
        "key_result_code": (),
        "story_points": ("Estimate",),
        "labels": ("Labels",),
        "sprints": ("Cycle Name",),
        "created_at": ("Created",),
        "updated_at": ("Updated",),
        "started_at": ("Started",),
        "resolved_at": (),
        "due_date": ("Due Date",),
        "completed": ("Completed",),
        "canceled": ("Canceled",),
        "related": ("Related to",),
        "blockers": ("Blocked by",),
        "duplicate_of": ("Duplicate of",),
    },
    complete=_complete,
    is_row_by_row=True,
    lists={"labels": ",", "sprints": "\n"},
    links={
        "related": ("Relates", "outward"),
        "blockers": ("Blocks", "inward"),
        "duplicate_of": ("Duplicate", "outward"),
    },
)
