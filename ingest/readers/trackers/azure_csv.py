"""Azure DevOps' CSV export of a query: a flat list, or a tree whose titles stand in `Title 1`, `Title 2`, ...

    format: azure_csv
    read:
      date_order: mdy              # dates are written as the person who exported sees them
      time_zone: Europe/Zurich     # and in that person's zone

States are those of the Basic, Agile, Scrum and CMMI processes, with the categories Microsoft gives them
(learn.microsoft.com/azure/devops/boards/work-items/workflow-and-state-categories); a state of a custom
process has none, and is mapped in portfolio.yml. The export holds no history.
"""

from itertools import pairwise

import polars as pl

from ingest.readers._rows import Rows
from ingest.readers.trackers._work_item_table import WorkItemTable
from ingest.table import ROW_NUMBER

LEVELS = tuple(f"title_{level}" for level in range(1, 11))
STATES = {
    "todo": ("new", "proposed", "to do", "approved"),
    "in_progress": ("active", "committed", "doing", "in progress", "open", "resolved"),
    "done": ("closed", "done", "completed", "removed"),
}
CATEGORY_OF_STATE = {state: category for category, states in STATES.items() for state in states}
NAME_OF_PERSON = r"^(.*?)\s*<[^>]*>$"


def _complete(rows: Rows) -> None:
    """Take the tree apart; a removed item is done without a result."""
    state = pl.col("status_name").str.to_lowercase()
    person = pl.col("assignee_name")
    is_removed = state == "removed"
    rows.frame = rows.frame.with_columns(
        _parent_in_tree(rows),
        pl.coalesce("title", *LEVELS).alias("title"),
        pl.col("work_item_id").alias("work_item_key"),
        pl.coalesce(person.str.extract(NAME_OF_PERSON), person).alias("assignee_name"),
        pl.coalesce("story_points", "effort").alias("story_points"),
        state.replace_strict(CATEGORY_OF_STATE, default=None, return_dtype=pl.String).alias(
            "status_category"
        ),
        pl.when(is_removed).then(pl.lit("Removed")).otherwise("resolution_name").alias("resolution_name"),
    ).with_columns(pl.coalesce("parent_key", "parent_in_tree").alias("parent_key"))


def _parent_in_tree(rows: Rows) -> pl.Series:
    """Return the id of the nearest row above with a title one level higher; NULL in a flat list."""
    ids = {level: pl.when(pl.col(level).is_not_null()).then("work_item_id") for level in LEVELS}
    parents = [
        pl.when(pl.col(level).is_not_null()).then(ids[above].forward_fill())
        for above, level in pairwise(LEVELS)
    ]
    return rows.frame.sort(ROW_NUMBER).select(pl.coalesce(parents).alias("parent_in_tree")).to_series()


READER = WorkItemTable(
    format="azure_csv",
    description="Azure DevOps query results as CSV, flat or as a tree",
    fields={
        "work_item_id": ("ID",),
        "work_item_key": (),
        "project_key": ("Team Project",),
        "type_name": ("Work Item Type",),
        "title": ("Title",),
        **{level: (level.replace("_", " ").title(),) for level in LEVELS},
        "status_name": ("State",),
        "status_category": (),
        "priority_name": ("Priority",),
        "resolution_name": ("Resolved Reason", "Reason"),
        "assignee_name": ("Assigned To",),
        "reporter_name": ("Created By",),
        "team_name": ("Area Path",),
        "parent_key": ("Parent",),
        "initiative_code": (),
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
