"""ServiceNow's list export of projects, project tasks and demands (`pm_project`, `dmn_demand`), by labels.

    format: servicenow_csv
    read:
      time_zone: Europe/Zurich     # of the person who exported

The kind of a record is its class, else told by its number: PRJ, PRJTASK, DMND. States are those of a new
instance; a deferred or incomplete demand has no category of its own and is mapped in portfolio.yml.
Costs, portfolio, program, phase and health stay in `extra` as they are written. No history.
"""

import polars as pl

from ingest.readers._rows import Rows
from ingest.readers.trackers._table_cells import LISTS, MAPPABLE, category_of, percent_points
from ingest.readers.trackers._work_item_table import WorkItemTable

STATES = {
    "todo": ("pending", "open", "draft", "submitted"),
    "in_progress": ("work in progress", "screening", "qualified", "approved"),
    "done": ("closed complete", "closed incomplete", "closed skipped", "completed", "rejected"),
}
WITHOUT_RESULT = ("closed incomplete", "closed skipped", "rejected")
KINDS = {"PRJTASK": "Project Task", "PRJ": "Project", "DMND": "Demand"}


def _complete(rows: Rows) -> None:
    state = pl.col("status_name")
    kind = pl.col("work_item_key").str.extract("^([A-Z]+)").replace_strict(KINDS, default=None)
    rows.frame = rows.frame.with_columns(
        pl.coalesce("work_item_id", "work_item_key").alias("work_item_id"),
        pl.coalesce("type_name", kind).alias("type_name"),
        pl.coalesce("status_category", category_of(STATES)).alias("status_category"),
        pl.coalesce(
            "resolution_name", pl.when(state.str.to_lowercase().is_in(WITHOUT_RESULT)).then(state)
        ).alias("resolution_name"),
        percent_points("percent_complete"),
    )


READER = WorkItemTable(
    format="servicenow_csv",
    description="ServiceNow projects and demands as a list export (CSV or Excel)",
    fields=MAPPABLE
    | {
        "work_item_id": ("Sys ID",),
        "work_item_key": ("Number",),
        "project_key": ("Top Project", "Project"),
        "type_name": ("Class", "Task type"),
        "title": ("Project name", "Short description", "Name"),
        "status_name": ("State",),
        "priority_name": ("Priority",),
        "assignee_name": ("Project manager", "Demand manager", "Assigned to"),
        "reporter_name": ("Opened by", "Submitted by", "Requested by"),
        "team_name": ("Assignment group",),
        "parent_key": ("Parent",),
        "percent_complete": ("Percent complete", "% complete"),
        "start_date": ("Planned start date",),
        "due_date": ("Planned end date", "Due date"),
        "created_at": ("Created", "Opened"),
        "updated_at": ("Updated",),
        "started_at": ("Actual start date", "Actual start"),
        "resolved_at": ("Actual end date", "Actual end", "Closed"),
    },
    complete=_complete,
    is_row_by_row=True,
    lists=LISTS,
    tables=("work_items",),
)
