"""OpenProject's CSV export of work packages; headers in English or German.

    format: openproject_csv
    read:
      date_order: mdy              # dates are written as the person who exported sees them

Work is hours, as `5 h`, `5.0` or `1d 4h`; the parent is named as `Epic #12: Payments`. Statuses are those
of a new installation, headers those of OpenProject's translations; other statuses are mapped in
portfolio.yml. The export holds neither relations nor history.
"""

import polars as pl

from ingest.parsing.durations import working_seconds
from ingest.readers._rows import Rows
from ingest.readers.trackers._table_cells import LISTS, MAPPABLE, category_of, percent_points
from ingest.readers.trackers._work_item_table import SECONDS, WorkItemTable

STATUSES = {
    "todo": (
        "new", "neu", "to be scheduled", "zu planen", "scheduled", "geplant", "confirmed", "bestätigt",
        "specified", "spezifiziert",
    ),
    "in_progress": (
        "in progress", "in bearbeitung", "in specification", "in spezifikation", "in development",
        "in entwicklung", "developed", "entwickelt", "in testing", "in test", "tested", "getestet",
        "test failed", "test fehlgeschlagen",
    ),
    "done": ("closed", "geschlossen", "erledigt", "rejected", "abgelehnt", "zurückgewiesen"),
}  # fmt: skip
REJECTED = ("rejected", "abgelehnt", "zurückgewiesen")


def _complete(rows: Rows) -> None:
    status = pl.col("status_name")
    rows.frame = rows.frame.with_columns(
        pl.col("work_item_id").alias("work_item_key"),
        pl.coalesce("status_category", category_of(STATUSES)).alias("status_category"),
        pl.coalesce("resolution_name", pl.when(status.str.to_lowercase().is_in(REJECTED)).then(status)).alias(
            "resolution_name"
        ),
        pl.coalesce(pl.col("parent_key").str.extract("(?:^|#)([0-9]+)"), "parent_key"),
        percent_points("percent_complete"),
        *(working_seconds(field, rows.options, bare_is_hours=True) for field in SECONDS),
    )


READER = WorkItemTable(
    format="openproject_csv",
    description="OpenProject work packages as CSV, in English or German",
    fields=MAPPABLE
    | {
        "work_item_id": ("ID",),
        "project_key": ("Project", "Projekt"),
        "type_name": ("Type", "Typ"),
        "title": ("Subject", "Thema"),
        "status_name": ("Status",),
        "priority_name": ("Priority", "Priorität"),
        "assignee_name": ("Assignee", "Zugewiesen an"),
        "reporter_name": ("Author", "Autor"),
        "parent_key": ("Parent", "Übergeordnete Aufgabe", "Übergeordnetes Arbeitspaket"),
        "story_points": ("Story Points", "Story-Punkte"),
        "original_estimate_seconds": ("Work", "Estimated time", "Aufwand", "Geschätzter Aufwand"),
        "time_spent_seconds": ("Spent time", "Aufgewendete Zeit"),
        "components": ("Category", "Kategorie"),
        "fix_versions": ("Version",),
        "sprints": ("Sprint",),
        "percent_complete": ("% Complete", "Progress (%)", "% abgeschlossen", "Fortschritt (%)"),
        "start_date": ("Start date", "Beginn", "Anfangstermin"),
        "due_date": ("Finish date", "Due date", "Abgabedatum", "Endtermin"),
        "created_at": ("Created on", "Created at", "Angelegt am", "Erstellt am"),
        "updated_at": ("Updated on", "Updated at", "Aktualisiert am"),
    },
    complete=_complete,
    is_row_by_row=True,
    lists=LISTS | {"components": "\n", "fix_versions": "\n"},
    tables=("work_items",),
)
