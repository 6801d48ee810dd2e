"""Jira Data Center's data pipeline: files `issues_job...`, `issue_history_job...` and `issue_links_job...`.

    format: jira_data_pipeline
    files: inbox/jira/issue*_job*.csv
    delivery: increment            # the export holds only what changed since its fromDate
    read: {columns: {from_issue: ..., to_issue: ..., link_type: ...}}  # where links are to be read

One source takes all files; the header tells which table a file fills, work items, status changes or links.
Columns are those of Atlassian's data pipeline export schema (8.14 to 10); those of the links file are not
known for certain, so that portfolio.yml names them. A history, and links, hold nothing of the issues, so
that a full snapshot of them would delete those, and is refused. Names of people are in the users file since
schema 2: there they are NULL, their ids stay in `extra`. Changes are cut to the minute by the export.
"""

from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.contracts import TABLES
from ingest.readers._rows import Fields, Rows
from ingest.readers.trackers._jira_headers import CATEGORY_OF_NAME, SUBTASK_TYPES
from ingest.readers.trackers._table_cells import LISTS, MAPPABLE
from ingest.readers.trackers._work_item_table import NO_STATUS_CHANGE, REMEDY, Loaded, WorkItemTable
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.table import Table
from ingest.tabular import read_table

HISTORY: Fields = {
    "work_item_id": ("issue_id",),
    "transition_id": ("changelog_id",),
    "from_status_name": ("from_string",),
    "to_status_name": ("to_string",),
    "changed_at": ("created_date",),
    "author_name": ("author_key",),
    "field": ("field",),
    "field_type": ("field_type",),
}
LINKS: Fields = {"from_issue": (), "to_issue": (), "link_type": ()}  # by its id; by its id or key; its name


def _complete(rows: Rows) -> None:
    """Find a parent's key among the rows of the file; it is named by its id."""
    keys = rows.frame.select(parent_id="work_item_id", key_of_parent="work_item_key").unique("parent_id")
    category = pl.col("status_category").str.to_lowercase()
    rows.frame = rows.frame.join(keys, on="parent_id", how="left", maintain_order="left").with_columns(
        pl.coalesce("parent_key", "key_of_parent").alias("parent_key"),
        category.replace_strict(CATEGORY_OF_NAME, default=None, return_dtype=pl.String),
        pl.when(pl.col("type_name").str.to_lowercase().is_in(SUBTASK_TYPES)).then(True).alias("is_subtask"),
    )


ISSUES = WorkItemTable(
    format="jira_data_pipeline",
    description="issues of Jira Data Center's data pipeline",
    fields=MAPPABLE
    | {
        "work_item_id": ("id",),
        "work_item_key": ("key",),
        "project_key": ("project_key",),
        "type_name": ("issue_type",),
        "title": ("summary",),
        "status_name": ("status",),
        "status_category": ("status_category",),
        "priority_name": ("priority_name",),
        "resolution_name": ("resolution",),
        "assignee_name": ("assignee_name",),
        "reporter_name": ("reporter_name",),
        "parent_id": ("parent_id",),
        "original_estimate_seconds": ("original_estimate",),
        "time_spent_seconds": ("time_spent",),
        "due_date": ("due_date",),
        "created_at": ("created_date",),
        "updated_at": ("updated_date",),
        "resolved_at": ("resolution_date",),
    },
    complete=_complete,
    lists=LISTS,
)


class JiraDataPipelineReader:
    """CSV files of Jira Data Center's data pipeline; `fields` are those of all three files."""

    format = "jira_data_pipeline"
    tables = ("work_items", "work_item_links", "work_item_transitions")
    description = "Jira Data Center data pipeline: issues, their history and their links as CSV"
    fields: Fields = {  # noqa: RUF012 - as of every reader, nobody changes it
        name: (*ISSUES.fields.get(name, ()), *HISTORY.get(name, ()))
        for name in ISSUES.fields | HISTORY | LINKS
    }

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one file; raises UnreadableFile for another file of the pipeline."""
        names = {name for names in self.fields.values() for name in names}
        names |= {"field_id", "field_value"}  # of issue_fields, to tell that file by its name
        table = read_table(path, source.read, names)
        for is_told, fields, take in (
            (table.columns_named("changelog_id"), HISTORY, _history),
            (_has_links(table, source), LINKS, _links),
        ):
            if is_told:
                if source.delivery != "increment":
                    raise _refused(path, "a full snapshot of history or links alone would delete the issues")
                return take(Rows(path, table, _mapped(source, fields), fields))
        if not table.columns_named("key") or not table.columns_named("issue_type"):
            raise _refused(path, "it is neither the issues nor their history, nor links by read.columns")
        return ISSUES.take(Rows(path, table, _mapped(source, ISSUES.fields), ISSUES.fields), Loaded(table))


READER = JiraDataPipelineReader()


def _mapped(source: Source, fields: Fields) -> Source:
    """Return the source with those mappings only that are about the fields of one of its files."""
    options = source.read
    about = {
        "columns": {name: column for name, column in options.columns.items() if name in fields},
        "constants": {name: value for name, value in options.constants.items() if name in fields},
    }
    return source.model_copy(update={"read": options.model_copy(update=about)})


def _has_links(table: Table, source: Source) -> bool:
    """Tell whether the file has both columns that portfolio.yml names as the ends of a link."""
    ends = [source.read.columns.get(field) for field in ("from_issue", "to_issue")]
    return all(name is not None and table.columns_named(name) for name in ends)


def _refused(path: Path, problem: str) -> UnreadableFile:
    remedy = (
        "set delivery: increment, and let files match issues_job*.csv and issue_history_job*.csv only; "
        "for issue_links_job*.csv name the columns from_issue, to_issue and link_type under read.columns"
    )
    return UnreadableFile(path, "header", problem, remedy)


def _history(rows: Rows) -> ReadResult:
    """Take the changes of Jira's own field `status`; a custom field may have that name as well."""
    is_status = (pl.col("field").fill_null("") == "status") & (
        pl.col("field_type").fill_null("jira") == "jira"
    )
    rows.leave_out(~is_status, NO_STATUS_CHANGE)
    rows.timestamps("changed_at")
    for name in TABLES["work_item_transitions"].required:
        if name != "changed_at":
            rows.refuse(pl.col(name).is_null(), "missing_required", name, f"{name} is empty; {REMEDY}")
    rows.require("changed_at")
    return rows.result({"work_item_transitions": rows.emit("work_item_transitions")})


def _links(rows: Rows) -> ReadResult:
    """Take the links as the first issue, known by its id, tells them; the other one has its id or its key."""
    for field in LINKS:
        rows.refuse(pl.col(field).is_null(), "missing_required", field, f"{field} is empty; {REMEDY}")
    rows.frame = rows.frame.rename({"from_issue": "work_item_id", "to_issue": "linked_key"}).with_columns(
        pl.lit("outward").alias("direction")
    )
    return rows.result({"work_item_links": rows.emit("work_item_links")})
