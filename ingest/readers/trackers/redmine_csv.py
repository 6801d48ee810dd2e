"""Redmine's CSV export of issues, best with all columns; headers in English, German or French.

    format: redmine_csv
    read:
      encoding: iso-8859-1         # of older versions in German or French
      date_order: mdy              # dates are written as the person who exported sees them
      time_zone: Europe/Zurich     # and in that person's zone

Header names, relations and statuses are those of Redmine's own translations (config/locales); other
statuses are mapped in portfolio.yml. Hours have the decimal mark of the language. No history.
"""

import polars as pl

from ingest.parsing.durations import working_seconds
from ingest.readers._rows import Rows
from ingest.readers.trackers._table_cells import LISTS, MAPPABLE, category_of, kept_as_extra, percent_points
from ingest.readers.trackers._work_item_table import SECONDS, WorkItemTable

STATUSES = {
    "todo": ("new", "neu", "nouveau"),
    "in_progress": (
        "in progress", "in bearbeitung", "en cours", "resolved", "gelöst", "résolu",
        "feedback", "commentaire",
    ),
    "done": ("closed", "erledigt", "fermé", "rejected", "abgewiesen", "rejeté"),
}  # fmt: skip
REJECTED = ("rejected", "abgewiesen", "rejeté")
RELATIONS = {
    "blocks": ("blocks", "blockiert", "bloque"),
    "blocked_by": ("blocked by", "blockiert durch", "bloqué par"),
    "duplicates": ("duplicates", "is duplicate of", "duplikat von", "duplique"),
    "duplicated_by": ("duplicated by", "has duplicate", "dupliziert durch", "dupliqué par"),
    "relates": ("related to", "beziehung mit", "lié à"),
    "precedes": ("precedes", "vorgänger von", "précède"),
    "follows": ("follows", "folgt", "suit"),
}


def _complete(rows: Rows) -> None:
    """An issue's closing date stays when it is opened again, so that it counts only for what is closed."""
    kept_as_extra(rows, "relations")
    category = pl.coalesce("status_category", category_of(STATUSES))
    status = pl.col("status_name")
    rows.frame = rows.frame.with_columns(
        pl.col("work_item_id").alias("work_item_key"),
        category.alias("status_category"),
        pl.when(~category.is_in(("todo", "in_progress")).fill_null(False)).then("resolved_at"),
        pl.coalesce("resolution_name", pl.when(status.str.to_lowercase().is_in(REJECTED)).then(status)).alias(
            "resolution_name"
        ),
        pl.coalesce(pl.col("parent_key").str.extract(r"([0-9]+)$"), "parent_key"),
        percent_points("percent_complete"),
        *(working_seconds(field, rows.options, bare_is_hours=True) for field in SECONDS),
        *(_related(words).alias(kind) for kind, words in RELATIONS.items()),
    )


def _related(words: tuple[str, ...]) -> pl.Expr:
    """Return the numbers that follow one of the words in `Blocks #12, Precedes (3 days) #14`."""
    entry = rf"(?:^|, )(?:{'|'.join(words)})(?: \([^)]*\))? #?[0-9]+"
    entries = pl.col("relations").str.to_lowercase().str.extract_all(entry)
    return entries.list.eval(pl.element().str.extract("([0-9]+)$")).list.join(",")


READER = WorkItemTable(
    format="redmine_csv",
    description="Redmine issues as CSV, in English, German or French",
    fields=MAPPABLE
    | {
        "work_item_id": ("#",),
        "project_key": ("Project", "Projekt", "Projet"),
        "type_name": ("Tracker",),
        "title": ("Subject", "Thema", "Sujet"),
        "status_name": ("Status", "Statut"),
        "priority_name": ("Priority", "Priorität", "Priorité"),
        "assignee_name": ("Assignee", "Assigned to", "Zugewiesen an", "Assigné à"),
        "reporter_name": ("Author", "Autor", "Auteur"),
        "parent_key": ("Parent task", "Übergeordnete Aufgabe", "Tâche parente"),
        "original_estimate_seconds": ("Estimated time", "Geschätzter Aufwand", "Temps estimé"),
        "time_spent_seconds": ("Spent time", "Aufgewendete Zeit", "Temps passé"),
        "components": ("Category", "Kategorie", "Catégorie"),
        "fix_versions": ("Target version", "Zielversion", "Version cible"),
        "percent_complete": ("% Done", "% erledigt", "% réalisé"),
        "start_date": ("Start date", "Beginn", "Début"),
        "due_date": ("Due date", "Abgabedatum", "Echéance", "Échéance"),
        "created_at": ("Created", "Angelegt", "Créé"),
        "updated_at": ("Updated", "Aktualisiert", "Mis-à-jour"),
        "resolved_at": ("Closed", "Geschlossen", "Geschlossen am", "Fermé"),
        "relations": ("Related issues", "Zugehörige Tickets", "Demandes liées"),
        **dict.fromkeys(RELATIONS, ()),
    },
    complete=_complete,
    is_row_by_row=True,
    lists=LISTS | {"components": "\n", "fix_versions": "\n"},
    links={
        "blocks": ("Blocks", "outward"),
        "blocked_by": ("Blocks", "inward"),
        "duplicates": ("Duplicate", "outward"),
        "duplicated_by": ("Duplicate", "inward"),
        "relates": ("Relates", "outward"),
        "precedes": ("Precedes", "outward"),
        "follows": ("Precedes", "inward"),
    },
)
