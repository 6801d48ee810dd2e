"""Asana's tasks as its REST API answers them, with their stories where those were asked for.

The section of a task's first project is its status; a completed task is `Completed` wherever it stands,
one without a section `Incomplete`. Every custom field is a column under its name. Stories (within a task as
`stories`, or as pages of history) tell when it changed section, and when it was completed or reopened:

    format: asana_json
    read:
      columns: {story_points: Effort, team_name: Squad}
"""

import re
from collections.abc import Iterator
from functools import partial

import polars as pl

from ingest.parsing.durations import seconds_of
from ingest.readers._rows import Rows
from ingest.readers.trackers._records import LISTS, Json, Layout, at, named, objects, read_answers, text_of
from ingest.readers.trackers._table_cells import MAPPABLE
from ingest.readers.trackers._work_item_table import WITH_HISTORY, Change, Link, WorkItemTable

COMPLETED, INCOMPLETE = "Completed", "Incomplete"
TYPES = {"default_task": "Task", "milestone": "Milestone", "approval": "Approval"}
DEPENDENCIES = {"dependencies": "inward", "dependents": "outward"}  # those that block it, those it blocks
SILENT = (
    r"(notes|html_notes|permalink_url|stories|memberships|projects|dependencies|dependents|custom_fields",
    r"|followers|hearts|likes|num_hearts|num_likes|hearted|liked|attachments|workspace|completed",
    r"|resource_type|resource_subtype|assignee\.\w+_type|parent\.(name|resource_\w+))(\.|$)",
)


def _cells(task: Json) -> Json:
    projects = [named(part.get("project")) for part in objects(task.get("memberships"))]
    fields = objects(task.get("custom_fields"))
    return {
        "status": COMPLETED if task.get("completed") is True else _section(task) or INCOMPLETE,
        "project": next(filter(None, projects), None),
        "all projects": projects if len(projects) > 1 else None,
        "kind": TYPES.get(
            task.get("resource_subtype") or "default_task", text_of(task.get("resource_subtype"))
        ),
        "is subtask": isinstance(task.get("parent"), dict),
        **{name: _field_value(field) for field in fields if (name := text_of(field.get("name")))},
    }


def _section(task: Json) -> str | None:
    sections = (named(at(part, "section")) for part in objects(task.get("memberships")))
    return next(filter(None, sections), None)


def _field_value(field: Json) -> str | list[str | None] | None:
    """Return a number as it is stored, anything else as Asana shows it."""
    if many := objects(field.get("multi_enum_values")):
        return [named(option) for option in many]
    date = text_of(at(field, "date_value.date_time")) or text_of(at(field, "date_value.date"))
    number = text_of(field.get("number_value"))
    return number or date or named(field.get("enum_value")) or text_of(field.get("display_value"))


def _links(task: Json) -> Iterator[Link]:
    for name, direction in DEPENDENCIES.items():
        for other in objects(task.get(name)):
            yield Link("Blocks", direction, text_of(at(other, "gid")))


def _changes(task: Json) -> Iterator[Change]:
    stories = objects(task.get("stories"))
    stories.sort(key=lambda story: text_of(story.get("created_at")) or "")
    moves = (story for story in stories if story.get("resource_subtype") == "section_changed")
    first = next((named(story.get("old_section")) for story in moves), None) or _section(task)
    identity = text_of(task.get("gid")) or ""
    notes = {identity: first} if first else {}
    yield from filter(None, (_entry(story, identity, notes) for story in stories))


def _entry(story: Json, item: str | None, notes: dict[str, str]) -> Change | None:
    """Return what a story changes; notes: of each task its section, and whether it is completed."""
    task = text_of(at(story, "target.gid")) or item or ""
    kind, section, is_done = story.get("resource_subtype"), notes.get(task), f"{task} {COMPLETED}" in notes
    if kind == "section_changed":
        before = named(story.get("old_section")) or section
        after = notes[task] = named(story.get("new_section")) or INCOMPLETE
        return None if is_done else _change(story, task, before, after)
    if kind == "marked_complete":
        notes[f"{task} {COMPLETED}"] = COMPLETED
        return _change(story, task, section, COMPLETED)
    if kind == "marked_incomplete":
        notes.pop(f"{task} {COMPLETED}", None)
        return _change(story, task, COMPLETED, section or INCOMPLETE)
    return None


def _change(story: Json, task: str, before: str | None, after: str) -> Change:
    moment, author = text_of(story.get("created_at")), text_of(at(story, "created_by.name"))
    return Change(text_of(story.get("gid")), before, after, moment, author, task or None)


def _tells(task: Json) -> Iterator[str]:
    if isinstance(task.get("stories"), list):
        yield "work_item_transitions"
    if any(isinstance(task.get(name), list) for name in DEPENDENCIES):
        yield "work_item_links"


def _complete(rows: Rows) -> None:
    is_done = pl.when(pl.col("status_name") == COMPLETED).then(pl.lit("done"))
    spent = pl.coalesce("time_spent_seconds", seconds_of("minutes", "min"))
    rows.frame = rows.frame.with_columns(
        pl.col("work_item_id").alias("work_item_key"),
        pl.coalesce("status_category", is_done).alias("status_category"),
        spent.alias("time_spent_seconds"),
        (pl.col("is_subtask") == "true").alias("is_subtask"),
    )


READER = WorkItemTable(
    format="asana_json",
    description="Asana tasks as JSON: REST answers, with stories, dependencies and custom fields",
    fields=MAPPABLE
    | {
        "work_item_id": ("gid",),
        "project_key": ("project",),
        "type_name": ("kind",),
        "title": ("name",),
        "status_name": ("status",),
        "priority_name": ("Priority",),
        "assignee_name": ("assignee.name", "assignee.gid"),
        "reporter_name": ("created_by.name", "created_by.gid"),
        "parent_key": ("parent.gid",),
        "is_subtask": ("is subtask",),
        "story_points": ("Story Points", "Story points", "Points", "Estimate"),
        "minutes": ("actual_time_minutes",),
        "labels": ("tags",),
        "sprints": ("Sprint",),
        "start_date": ("start_on",),
        "due_date": ("due_on",),
        "created_at": ("created_at",),
        "updated_at": ("modified_at",),
        "resolved_at": ("completed_at",),
    },
    complete=_complete,
    lists=LISTS,
    tables=WITH_HISTORY,
    load=partial(
        read_answers,
        Layout(
            pages=("data",),
            history_pages=("data",),
            identity=lambda task: text_of(task.get("gid")),
            cells=_cells,
            silent=re.compile("^" + "".join(SILENT)),
            links=_links,
            changes=_changes,
            tells=_tells,
            entry=_entry,
            is_entry=lambda record, _: record.get("resource_type") == "story",
            ignored=lambda task: "section" if task.get("resource_subtype") == "section" else None,
        ),
    ),
)
