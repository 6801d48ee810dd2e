"""Azure DevOps' CSV export of a query: a flat list, or a tree whose titles stand in `Title 1`, `Title 2`, ...

    format: azure_csv
    read:
      date_order: mdy              # dates are written as the person who exported sees them
      time_zone: Europe/Zurich     # and in that person's zone

States are those of the Basic, Agile, Scrum and CMMI processes, with the categories Microsoft gives them
(learn.microsoft.com/azure/devops/boards/work-items/workflow-and-state-categories); a state of a custom
process has none, and is mapped in portfolio.yml. The export holds no history.
"""

import polars as pl

from ingest.readers._rows import Rows
from ingest.readers.trackers._table_cells import category_of, parents_by_level
from ingest.readers.trackers._work_item_table import WorkItemTable

LEVELS = tuple(f"title_{level}" for level in range(1, 11))
STATES = {
    "todo": ("new", "proposed", "to do", "approved"),
    "in_progress": ("active", "committed", "doing", "in progress", "open", "resolved"),
    "done": ("closed", "done", "completed", "removed"),
}
NAME_OF_PERSON = r"^(.*?)\s*<[^>]*>$"


def _complete(rows: Rows) -> None:
    """Take the tree apart; a removed item is done without a result."""
    person = pl.col("assignee_name")
    is_removed = pl.col("status_name").str.to_lowercase() == "removed"
    category = pl.coalesce("status_category", category_of(STATES))
    rows.frame = rows.frame.with_columns(
        parent_in_tree=parents_by_level(rows, rows.frame.select(_level_in_tree()).to_series()),
    ).with_columns(
        pl.coalesce("title", *LEVELS).alias("title"),
        pl.col("work_item_id").alias("work_item_key"),
        pl.coalesce(person.str.extract(NAME_OF_PERSON), person).alias("assignee_name"),
        pl.coalesce("story_points", "effort").alias("story_points"),
        category.alias("status_category"),
        pl.when(is_removed).then(pl.lit("Removed")).otherwise(resolution(category)).alias("resolution_name"),
        pl.coalesce("parent_key", "parent_in_tree").alias("parent_key"),
    )


def resolution(category: pl.Expr) -> pl.Expr:
    """Return why an item is resolved: the reason of any other state is why it came there (`New`)."""
    return pl.coalesce("resolution_name", pl.when(category == "done").then("reason"))


def _level_in_tree() -> pl.Expr:
    """Return how deep a row stands in a tree; 0 in a flat list."""
    levels = (pl.when(pl.col(name).is_not_null()).then(level) for level, name in enumerate(LEVELS, start=1))
    return pl.coalesce(*levels, pl.when(pl.col("title").is_not_null()).then(0))


READER = WorkItemTable(
    format="azure_csv",
    description="Azure DevOps query results as CSV, flat or as a tree",
    fields={
        "work_item_id": ("ID",),
        "project_key": ("Team Project",),
        "type_name": ("Work Item Type",),
        "title": ("Title",),
        **{level: (level.replace("_", " ").title(),) for level in LEVELS},
        "status_name": ("State",),
        "status_category": (),
        "priority_name": ("Priority",),
        "resolution_name": ("Resolved Reason",),
        "reason": ("Reason",),
        "assignee_name": ("Assigned To",),
        "reporter_name": ("Created By",),
        "team_name": ("Area Path",),
        "parent_key": ("Parent",),
        "initiative_code": (),
        "key_result_code": (),
        "story_points": ("Story Points",),
        "effort": ("Effort", "Size"),
        "labels": ("Tags",),
        "sprints": ("Iteration Path",),
        "created_at": ("Created Date",),
        "updated_at": ("Changed Date",),
        "started_at": ("Activated Date",),
        "resolved_at": ("Closed Date", "Resolved Date"),
        "start_date": ("Start Date",),
        "due_date": ("Target Date", "Due Date"),
    },
    complete=_complete,
    lists={"labels": ";", "sprints": "\n"},
    tables=("work_items",),
)
