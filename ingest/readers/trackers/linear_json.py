"""Linear's issues as its GraphQL API answers them, with their history where it was asked for.

Pages: `data.issues.nodes`, of all issues or of a team, a project or a cycle. An issue may carry `history`,
`relations` and `inverseRelations`; changes apart are `data.issue.history.nodes`. The type of a state gives
its category; an issue whose history has a further page does not tell all its changes.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import polars as pl

from ingest.readers._rows import Rows
from ingest.readers.trackers._records import LISTS, Json, Layout, at, named, objects, read_answers, text_of
from ingest.readers.trackers._table_cells import MAPPABLE
from ingest.readers.trackers._work_item_table import WITH_HISTORY, Change, Link, WorkItemTable

CATEGORIES = {
    "triage": "todo",
    "backlog": "todo",
    "unstarted": "todo",
    "started": "in_progress",
    "completed": "done",
    "canceled": "done",
    "duplicate": "done",
}
RESOLUTIONS = {"canceled": "Canceled", "duplicate": "Duplicate"}
LINK_TYPES = {"blocks": "Blocks", "duplicate": "Duplicate", "related": "Relates"}
WITHIN = {"work_item_transitions": ("history",), "work_item_links": ("relations", "inverseRelations")}
OWNERS = ("team", "project", "cycle", "viewer")
UNUSED = (
    r"(url|description|descriptionState|branchName|history|relations|inverseRelations|comments|attachments)"
)


def _cells(issue: Json) -> Json:
    number = text_of(at(issue, "cycle.number"))
    return {
        "sprint": text_of(at(issue, "cycle.name")) or (f"Cycle {number}" if number else None),
    }


def _links(issue: Json) -> Iterator[Link]:
    for relation in objects(at(issue, "relations.nodes")):
        yield Link(_link_type(relation), "outward", _linked(relation.get("relatedIssue")))
    for relation in objects(at(issue, "inverseRelations.nodes")):
        yield Link(_link_type(relation), "inward", _linked(relation.get("issue")))


def _link_type(relation: Json) -> str:
    word = text_of(relation.get("type")) or "related"
    return LINK_TYPES.get(word, word)


def _linked(issue: Any) -> str | None:
    return text_of(at(issue, "identifier")) or text_of(at(issue, "id"))


def _changes(issue: Json) -> Iterator[Change]:
    yield from filter(None, (_entry(node, None, {}) for node in objects(at(issue, "history.nodes"))))


def _entry(node: Json, item: str | None, _: dict[str, str]) -> Change | None:
    after = text_of(at(node, "toState.name"))
    if after is None:
        return None
    before, moment = text_of(at(node, "fromState.name")), text_of(node.get("createdAt"))
    return Change(text_of(node.get("id")), before, after, moment, named(node.get("actor")), item)


def _tells(issue: Json) -> Iterator[str]:
    for table, names in WITHIN.items():
        if all(_is_whole(issue, name) for name in names):
            yield table


def _is_whole(issue: Json, name: str) -> bool:
    parts = issue.get(name)
    return isinstance(at(parts, "nodes"), list) and not at(parts, "pageInfo.hasNextPage")


def _complete(rows: Rows) -> None:
    state = pl.col("state_type").str.to_lowercase()
    category = state.replace_strict(CATEGORIES, default=None, return_dtype=pl.String)
    resolution = state.replace_strict(RESOLUTIONS, default=None, return_dtype=pl.String)
    rows.frame = rows.frame.with_columns(
        pl.coalesce("status_category", category).alias("status_category"),
        pl.coalesce("resolution_name", resolution).alias("resolution_name"),
        pl.coalesce("resolved_at", "canceled_at").alias("resolved_at"),
        pl.coalesce("type_name", pl.lit("Issue")).alias("type_name"),
    )


READER = WorkItemTable(
    format="linear_json",
    description="Linear issues as JSON: GraphQL answers, with history and relations",
    fields=MAPPABLE
    | {
        "work_item_id": ("id",),
        "work_item_key": ("identifier",),
        "project_key": ("team.key",),
        "title": ("title",),
        "status_name": ("state.name",),
        "state_type": ("state.type",),
        "priority_name": ("priorityLabel", "priority"),
        "assignee_name": ("assignee.displayName", "assignee.name"),
        "reporter_name": ("creator.displayName", "creator.name"),
        "team_name": ("team.name",),
        "parent_id": ("parent.id",),
        "parent_key": ("parent.identifier",),
        "story_points": ("estimate",),
        "labels": ("labels.nodes",),
        "fix_versions": ("projectMilestone.name",),
        "sprints": ("sprint",),
        "created_at": ("createdAt",),
        "updated_at": ("updatedAt",),
        "started_at": ("startedAt",),
        "resolved_at": ("completedAt",),
        "canceled_at": ("canceledAt",),
        "due_date": ("dueDate",),
    },
    complete=_complete,
    lists=LISTS,
    tables=WITH_HISTORY,
    load=partial(
        read_answers,
        Layout(
            pages=("data.issues.nodes", *(f"data.{owner}.issues.nodes" for owner in OWNERS), "data.issue"),
            history_pages=("data.issue.history.nodes",),
            identity=lambda issue: text_of(issue.get("id")),
            cells=_cells,
            silent=re.compile(rf"^{UNUSED}(\.|$)"),
            links=_links,
            changes=_changes,
            tells=_tells,
            entry=_entry,
        ),
    ),
)
