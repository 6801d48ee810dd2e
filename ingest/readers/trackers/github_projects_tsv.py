"""A GitHub project exported as a table: `Title`, `URL`, `Assignees`, `Status`, `Labels` and its own fields.

    format: github_projects_tsv
    read:
      columns: {story_points: Size, due_date: Target date, sprints: Iteration}

An item is known by its URL. Drafts have none, and pull requests are no work of their own: both are left
out and counted. The first of several assignees is taken, all stay in `extra`. The statuses are those of
GitHub's template; a project's own are mapped in portfolio.yml. The table holds neither dates of
creation nor history: the API does.
"""

import polars as pl

from ingest.readers._rows import Rows
from ingest.readers.trackers._table_cells import LISTS, MAPPABLE, category_of, kept_as_extra
from ingest.readers.trackers._work_item_table import WorkItemTable

PLACE = r"^https?://[^/]+/([^/]+/[^/]+)/issues/([0-9]+)"
STATUSES = {
    "todo": ("todo", "backlog", "ready"),
    "in_progress": ("in progress", "in review"),
    "done": ("done",),
}


def _complete(rows: Rows) -> None:
    rows.leave_out(pl.col("url").is_null(), "draft_without_url")
    rows.leave_out(pl.col("url").str.contains("/pull/[0-9]+"), "pull_request")
    kept_as_extra(rows, "assignee_name")
    place = pl.col("url").str.extract_groups(PLACE)
    repository = place.struct.field("1")
    rows.frame = rows.frame.with_columns(
        pl.coalesce("work_item_id", "url").alias("work_item_id"),
        pl.coalesce("project_key", repository).alias("project_key"),
        pl.coalesce("work_item_key", pl.format("{}#{}", repository, place.struct.field("2")), "url").alias(
            "work_item_key"
        ),
        pl.col("assignee_name").str.split(",").list.first().str.strip_chars(),
        pl.coalesce("type_name", pl.lit("Issue")).alias("type_name"),
        pl.coalesce("status_name", pl.lit("No Status")).alias("status_name"),  # the name of GitHub's column
    ).with_columns(pl.coalesce("status_category", category_of(STATUSES)).alias("status_category"))


READER = WorkItemTable(
    format="github_projects_tsv",
    description="GitHub project view as TSV: title, URL, status and the project's own fields",
    fields=MAPPABLE
    | {
        "work_item_key": (),
        "title": ("Title",),
        "url": ("URL",),
        "status_name": ("Status",),
        "assignee_name": ("Assignees",),
        "labels": ("Labels",),
        "project_key": ("Repository",),
        "fix_versions": ("Milestone",),
        "type_name": ("Type",),
        "parent_key": ("Parent issue",),
    },
    complete=_complete,
    lists=LISTS,
    tables=("work_items",),
    may_lack=frozenset({"created_at"}),
)
