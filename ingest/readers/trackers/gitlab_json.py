"""GitLab's issues as its REST API answers them, with their state events where those were asked for.

Issues: pages of `/projects/{id}/issues` or `/groups/{id}/issues`; `links` (of `/issues/{iid}/links`) and
`resource_state_events` may stand in an issue, state events may also be pages of their own. An issue is
opened or closed; where labels are the workflow, its status is not told here. An item is known by its `id`,
its key is `group/project#4`, that of an epic `group&5`. An estimate of 0 seconds is none.
"""

import re
from collections.abc import Iterator
from functools import partial

import polars as pl

from ingest.readers._rows import Rows
from ingest.readers.trackers._records import LISTS, Json, Layout, at, named, objects, read_answers, text_of
from ingest.readers.trackers._table_cells import MAPPABLE
from ingest.readers.trackers._work_item_table import WITH_HISTORY, Change, Link, WorkItemTable

EPIC_ADDRESS = re.compile(r"groups/(.+?)/-/epics/([0-9]+)$")
CATEGORIES = {"opened": "todo", "closed": "done"}
# An event names the state it leads to; there are two states only.
CHANGES = {"closed": ("opened", "closed"), "reopened": ("closed", "opened"), "opened": ("closed", "opened")}
WITHIN = {"links": "work_item_links", "resource_state_events": "work_item_transitions"}
LINK_TYPES = {
    "relates_to": ("Relates", "outward"),
    "blocks": ("Blocks", "outward"),
    "is_blocked_by": ("Blocks", "inward"),
}
PERSON = r"(author|assignee|closed_by)\.(?!name$)"
# What others do to a milestone or an epic would give each of its issues a new version every day.
GROUPS = r"(milestone|epic|iteration)\.(?!title$|due_date$|start_date$)"
UNUSED = r"(web_url|_links|references|description|task_completion_status|links|resource_state_events)(\.|$)"


def _key(issue: Json) -> str | None:
    full = text_of(at(issue, "references.full"))
    number = text_of(issue.get("iid"))
    return full or (f"{issue.get('project_id')}#{number}" if number else None)


def _epic_key(epic: Json) -> str | None:
    address = EPIC_ADDRESS.search(text_of(epic.get("url")) or "")
    return f"{address[1]}&{address[2]}" if address else text_of(epic.get("id"))


def _iteration(iteration: Json) -> str | None:
    """Return its title; an iteration of a cadence has none and goes by its dates."""
    return text_of(iteration.get("title")) or f"{iteration.get('start_date')} to {iteration.get('due_date')}"


def _resolution(issue: Json) -> str | None:
    if at(issue, "_links.closed_as_duplicate_of"):
        return "Duplicate"
    return "Moved" if issue.get("moved_to_id") else None


def _cells(issue: Json) -> Json:
    key = _key(issue)
    people = objects(issue.get("assignees")) or [issue.get("assignee")]
    epic, iteration = issue.get("epic"), issue.get("iteration")
    return {
        "key": key,
        "project": key.partition("#")[0] if key else None,
        "kind": (text_of(issue.get("issue_type")) or "issue").replace("_", " ").capitalize(),
        "assigned": named(people[0]),
        "epic key": _epic_key(epic) if isinstance(epic, dict) else None,
        "sprint": _iteration(iteration) if isinstance(iteration, dict) else None,
        "resolution": _resolution(issue),
    }


def _links(issue: Json) -> list[Link]:
    return [Link(*_link_type(link), _key(link)) for link in objects(issue.get("links"))]


def _link_type(link: Json) -> tuple[str, str]:
    word = text_of(link.get("link_type")) or "relates_to"  # older servers know no other
    return LINK_TYPES.get(word, (word, "outward"))


def _changes(issue: Json) -> Iterator[Change]:
    events = (_entry(event, None, {}) for event in objects(issue.get("resource_state_events")))
    yield from filter(None, events)


def _tells(issue: Json) -> list[str]:
    return [table for name, table in WITHIN.items() if isinstance(issue.get(name), list)]


def _entry(event: Json, item: str | None, _: dict[str, str]) -> Change | None:
    before, after = CHANGES.get(text_of(event.get("state")) or "", (None, None))
    if after is None:
        return None
    issue = text_of(event.get("resource_id")) or item
    moment, author = text_of(event.get("created_at")), text_of(at(event, "user.name"))
    return Change(text_of(event.get("id")), before, after, moment, author, issue)


def _complete(rows: Rows) -> None:
    category = pl.col("status_name").replace_strict(CATEGORIES, default=None, return_dtype=pl.String)
    estimate = pl.col("original_estimate_seconds")
    rows.frame = rows.frame.with_columns(
        pl.coalesce("status_category", category).alias("status_category"),
        pl.when(estimate != "0").then(estimate).alias("original_estimate_seconds"),
    )


READER = WorkItemTable(
    format="gitlab_json",
    description="GitLab issues as JSON: REST answers, with state events and links",
    fields=MAPPABLE
    | {
        "work_item_id": ("id",),
        "work_item_key": ("key",),
        "project_key": ("project",),
        "type_name": ("kind",),
        "title": ("title",),
        "status_name": ("state",),
        "resolution_name": ("resolution",),
        "assignee_name": ("assigned",),
        "reporter_name": ("author.name",),
        "epic_key": ("epic key",),
        "story_points": ("weight",),
        "original_estimate_seconds": ("time_stats.time_estimate",),
        "time_spent_seconds": ("time_stats.total_time_spent",),
        "labels": ("labels",),
        "fix_versions": ("milestone.title",),
        "sprints": ("sprint",),
        "start_date": ("start_date",),
        "due_date": ("due_date",),
        "created_at": ("created_at",),
        "updated_at": ("updated_at",),
        "resolved_at": ("closed_at",),
    },
    complete=_complete,
    lists=LISTS,
    tables=WITH_HISTORY,
    load=partial(
        read_answers,
        Layout(
            pages=(),
            identity=lambda record: text_of(record.get("id")),
            cells=_cells,
            silent=re.compile(rf"^({PERSON}|{GROUPS}|{UNUSED})"),
            links=_links,
            changes=_changes,
            tells=_tells,
            entry=_entry,
            is_entry=lambda record, _: "resource_type" in record,
        ),
    ),
)
