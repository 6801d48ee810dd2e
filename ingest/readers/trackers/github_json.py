"""GitHub's issues as its REST API answers them, and the items of its projects.

Issues: pages of `/repos/{owner}/{repo}/issues`, and their events or timeline as history. A pull request is
an issue to GitHub, and no work item: it is left out. An item is known by its `id`, its key is `owner/repo#4`.
Projects: `gh project item-list --format json`, or `projectV2.items.nodes` of GraphQL with `content` and
`fieldValues` (each with `field { name }`). Every field of a project is a column under its name:

    format: github_json
    read:
      columns: {team_name: Squad, due_date: Ship by}

An issue is open or closed, an item of a project has the project's status; only the statuses of GitHub's
templates have a category here, others are mapped in portfolio.yml. Projects tell no history.
"""

import re
from functools import partial
from typing import Any

import polars as pl

from ingest.readers._rows import Rows
from ingest.readers.trackers._records import LISTS, Json, Layout, at, named, objects, read_answers, text_of
from ingest.readers.trackers._table_cells import MAPPABLE, category_of
from ingest.readers.trackers._work_item_table import Change, WorkItemTable
from ingest.readers.trackers.github_projects_tsv import STATUSES

ISSUE_ADDRESS = re.compile(r"github\.[^/]+/(?:api/v3/)?(?:repos/)?([^/]+/[^/]+)/(?:issues|pull)/([0-9]+)$")
STATES = {"todo": ("open",), "done": ("closed",)}
CATEGORIES = {category: (*words, *STATES.get(category, ())) for category, words in STATUSES.items()}
# GitHub's own word for an item of a project that has none; the API leaves the field out.
NO_STATUS = "No Status"
CHANGES = {"closed": ("open", "closed"), "reopened": ("closed", "open")}
PROJECTS = ("data.organization.projectV2", "data.user.projectV2", "data.viewer.projectV2", "data.node")
VALUE_KEYS = ("name", "text", "number", "date", "title")  # of an option, a text, ..., an iteration
PERSON = r"(user|assignee|closed_by|creator|owner)\.(?!login$)"
ADDRESSES = r"(\w*_url|\w*Url|url|node_id)$"
LONG = r"(body\w*|reactions|fieldValues|performed_via_github_app)(\.|$)"
# What others do to a milestone would give each of its issues a new version every day.
MILESTONE = r"milestone\.(?!title$|due_on$|dueOn$)"


def _key(address: Any) -> str | None:
    """Return `owner/repo#4` of an issue's address in the browser or in the API."""
    found = ISSUE_ADDRESS.search(address) if isinstance(address, str) else None
    return f"{found[1]}#{found[2]}" if found else None


def _content(record: Json) -> Json:
    """Return the issue: of a project's item the one it stands for."""
    content = record.get("content")
    return content if isinstance(content, dict) else record


def _cells(record: Json) -> Json:
    content = _content(record)
    key = _key(content.get("html_url")) or _key(content.get("url"))
    people = at(content, "assignees.nodes") or content.get("assignees") or record.get("assignees")
    return {
        "key": key or (text_of(record.get("id")) if "content" in record else None),  # a draft has no number
        "repository": key.partition("#")[0] if key else None,
        "kind": named(content.get("type")) or text_of(content.get("__typename")),
        "assigned": named(people[0])
        if isinstance(people, list) and people
        else named(content.get("assignee")),
        "parent": _key(at(content, "parent.url")) or _key(content.get("parent_issue_url")),
        "is_in_project": "content" in record,
        **dict(filter(None, map(_field_value, objects(at(record, "fieldValues.nodes"))))),
    }


def _field_value(value: Json) -> tuple[str, Any] | None:
    """Return name and value of a project's field as GraphQL answers it."""
    name = text_of(at(value, "field.name"))
    found = next((value[key] for key in VALUE_KEYS if value.get(key) is not None), None)
    return (name, found) if name else None


def _ignored(record: Json) -> str | None:
    content = _content(record)
    kind = content.get("type") or content.get("__typename")
    return "pull_request" if record.get("pull_request") or kind == "PullRequest" else None


def _entry(record: Json, item: str | None, _: dict[str, str]) -> Change | None:
    if record.get("event") not in CHANGES:
        return None
    before, after = CHANGES[record["event"]]
    issue = text_of(at(record, "issue.id")) or item
    author, moment = text_of(at(record, "actor.login")), text_of(record.get("created_at"))
    return Change(text_of(record.get("id")), before, after, moment, author, issue)


def _complete(rows: Rows) -> None:
    in_project = pl.when(pl.col("is_in_project") == "true").then(pl.lit(NO_STATUS))
    status = pl.coalesce("status_name", in_project.otherwise(pl.col("state").str.to_lowercase()))
    kind = pl.col("type_name").replace({"DraftIssue": "Draft"})
    reason = pl.col("state_reason").str.to_lowercase()
    resolution = pl.when(reason != "reopened").then(reason)  # the reason of an open issue
    rows.frame = rows.frame.with_columns(
        status.alias("status_name"),
        pl.coalesce(kind, pl.lit("Issue")).alias("type_name"),
        pl.coalesce("resolution_name", resolution).alias("resolution_name"),
    ).with_columns(pl.coalesce("status_category", category_of(CATEGORIES)).alias("status_category"))


READER = WorkItemTable(
    format="github_json",
    description="GitHub issues and project items as JSON: REST and GraphQL answers, gh project item-list",
    fields=MAPPABLE
    | {
        "work_item_id": ("id",),
        "work_item_key": ("key",),
        "project_key": ("repository",),
        "type_name": ("kind",),
        "title": ("title", "content.title"),
        "status_name": ("Status",),
        "state": ("state", "content.state"),
        "is_in_project": ("is_in_project",),
        "priority_name": ("Priority",),
        "state_reason": ("state_reason", "content.stateReason"),
        "assignee_name": ("assigned",),
        "reporter_name": ("user.login", "content.author.login"),
        "team_name": ("Team",),
        "parent_key": ("parent",),
        "story_points": ("Estimate", "Story Points", "Points"),
        "labels": ("labels", "content.labels.nodes"),
        "fix_versions": ("milestone.title", "content.milestone.title"),
        "sprints": ("Iteration", "Iteration.title", "Sprint", "Sprint.title"),
        "start_date": ("Start date",),
        "due_date": ("Target date", "Due date", "End date"),
        "created_at": ("created_at", "content.createdAt"),
        "updated_at": ("updated_at", "content.updatedAt"),
        "resolved_at": ("closed_at", "content.closedAt"),
    },
    complete=_complete,
    lists=LISTS,
    tables=("work_items", "work_item_transitions"),
    may_lack=frozenset({"created_at"}),  # gh project item-list does not tell it
    load=partial(
        read_answers,
        Layout(
            pages=("items", *(f"{place}.items.nodes" for place in PROJECTS)),
            identity=lambda record: text_of(record.get("id")),
            cells=_cells,
            silent=re.compile(rf"(^|\.)({PERSON}|{ADDRESSES}|{LONG}|{MILESTONE})"),
            entry=_entry,
            is_entry=lambda record, _: "event" in record and "number" not in record,
            ignored=_ignored,
        ),
    ),
)
