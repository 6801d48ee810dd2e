"""Azure DevOps' work items as its REST API and its Analytics service answer them.

REST: `/wit/workitems` with `fields` and `relations`; `/workItems/{id}/updates` or `/revisions` as history.
Analytics (OData): `WorkItems`, with `WorkItemRevisions` as history; `WorkItemSnapshot`, a row per item and
day, is a stacked snapshot: `as_of: column DateSK`. A field is a column under its reference name:

    format: azure_json
    read:
      columns: {team_name: Custom.Squad}

A state's category is that of Analytics, in REST that of Microsoft's processes. The moment of a change is its
StateChangeDate or ChangedDate: an update's `revisedDate` is the moment of the *next* one, of the last one
9999-01-01. Estimates are hours.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import polars as pl

from ingest.parsing.durations import seconds_of
from ingest.readers._rows import Rows
from ingest.readers.trackers._records import LISTS, Json, Layout, at, named, objects, read_answers, text_of
from ingest.readers.trackers._table_cells import MAPPABLE, category_of
from ingest.readers.trackers._work_item_table import SECONDS, WITH_HISTORY, Change, Link, WorkItemTable
from ingest.readers.trackers.azure_csv import NAME_OF_PERSON, STATES, resolution

ANALYTICS_CATEGORIES = {
    "proposed": "todo",
    "inprogress": "in_progress",
    "resolved": "in_progress",
    "completed": "done",
    "removed": "done",
}
LINKED = re.compile(r"/workItems/([0-9]+)$", re.IGNORECASE)
LINK_TYPE = re.compile(r"^[\w.]*\.(\w+?)(?:-(Forward|Reverse))?$")
# As other trackers call them. A duplicate links to what it repeats by the reverse end (`Duplicate Of`).
LINK_TYPES = {"Dependency": "Blocks", "Related": "Relates"}
DUPLICATE = "Duplicate"
PARENT = "System.LinkTypes.Hierarchy-Reverse"
# Hierarchy is told as a parent; what is linked elsewhere has numbers of its own.
NO_LINKS = ("System.LinkTypes.Hierarchy", "System.LinkTypes.Remote", "Microsoft.VSTS.TestCase")
STATE, CHANGED = "System.State", "System.ChangedDate"
STATE_CHANGED = "Microsoft.VSTS.Common.StateChangeDate"
SILENT = (
    r"^(_links|relations|url|rev|fields|multilineFieldsFormat|commentVersionRef|@odata)(\.|$)",
    r"\.(_links\.|(url|imageUrl|descriptor|id|uniqueName|inactive|UserSK|UserId|UserEmail|GitHubUserId)$)",
    r"^System\.(Id|Rev|Watermark|Description|History|Authorized\w*|RevisedDate|PersonId|CommentCount)(\.|$)",
    r"^System\.(NodeName|AreaId|IterationId|AreaLevel\d+|IterationLevel\d+)$",
    r"^Microsoft\.VSTS\.(TCM\.\w+|Common\.(AcceptanceCriteria|StackRank|BacklogPriority))$",
    r"^((?!Date|Project)\w+SK|Watermark|AnalyticsUpdatedDate|CommentCount|StackRank|BacklogPriority)$",
)


def _opened(record: Json) -> Json:
    """Put the fields of a REST answer beside the id."""
    fields = record.get("fields")
    return record if not isinstance(fields, dict) else {**record, "fields": None} | fields


def _cells(record: Json) -> Json:
    relations = objects(record.get("relations"))
    parents = [_linked(part) for part in relations if part.get("rel") == PARENT]
    return {"parent in relations": next(filter(None, parents), None)}


def _linked(relation: Json) -> str | None:
    found = LINKED.search(text_of(relation.get("url")) or "")
    return found[1] if found else None


def _links(record: Json) -> Iterator[Link]:
    for relation in objects(record.get("relations")):
        name = text_of(relation.get("rel")) or ""
        key, parts = _linked(relation), LINK_TYPE.match(name)
        if key and parts and not name.startswith(NO_LINKS):
            is_inward = (parts[2] == "Reverse") != (parts[1] == DUPLICATE)
            yield Link(LINK_TYPES.get(parts[1], parts[1]), "inward" if is_inward else "outward", key)


def _entry(record: Json, item: str | None, notes: dict[str, str]) -> Change | None:
    found = record.get("fields")
    fields: Json = found if isinstance(found, dict) else {}
    if isinstance(fields.get(STATE), dict) or "workItemId" in record:
        return _update(record, fields, item)
    return _revision(record, fields, item, notes)


def _update(record: Json, fields: Json, item: str | None) -> Change | None:
    """Return the change of an update; the first update creates the item and changes nothing."""
    state = fields.get(STATE) or {}
    before, after = text_of(state.get("oldValue")), text_of(state.get("newValue"))
    if before is None or after is None:
        return None
    moment = text_of(at(fields.get(STATE_CHANGED), "newValue")) or text_of(
        at(fields.get(CHANGED), "newValue")
    )
    identity = text_of(record.get("workItemId")) or item
    return Change(_revision_id(record), before, after, moment, named(record.get("revisedBy")), identity)


def _revision(record: Json, fields: Json, item: str | None, notes: dict[str, str]) -> Change | None:
    """Return the change that a revision brought; it holds all fields of the item as they were then."""
    identity = text_of(record.get("id")) or text_of(record.get("WorkItemId")) or item or ""
    state = text_of(fields.get(STATE)) or text_of(record.get("State"))
    changed = text_of(fields.get(CHANGED)) or text_of(record.get("ChangedDate"))
    state_changed = text_of(fields.get(STATE_CHANGED)) or text_of(record.get("StateChangeDate"))
    number = _revision_id(record) or ""
    before = _state_before(notes.get(identity), number)
    notes[identity] = f"{number} {state}"
    is_change = changed == state_changed if state_changed else before is not None
    if number == "1" or before == state or not is_change:
        return None
    author = _author(fields.get("System.ChangedBy")) or text_of(at(record, "ChangedBy.UserName"))
    return Change(number, before, state, state_changed or changed, author, identity)


def _state_before(note: str | None, number: str) -> str | None:
    """Return the state of the revision noted, where that came before this one."""
    noted, _, state = (note or "").partition(" ")
    return state if noted.isdecimal() and number.isdecimal() and int(noted) < int(number) else None


def _revision_id(record: Json) -> str | None:
    return text_of(record.get("rev")) or text_of(record.get("Revision")) or text_of(record.get("id"))


def _author(person: Any) -> str | None:
    name = named(person)
    found = re.match(NAME_OF_PERSON, name or "")
    return found[1] if found else name


def _is_entry(record: Json, page: Any) -> bool:
    context = page if isinstance(page, dict) else {}
    is_batch = "isLastBatch" in context or "#WorkItemRevisions" in str(context.get("@odata.context"))
    return is_batch or "revisedBy" in record or "/revisions/" in str(record.get("url"))


def _complete(rows: Rows) -> None:
    state, person = pl.col("status_name").str.to_lowercase(), pl.col("assignee_name")
    analytics = pl.col("state_category").str.to_lowercase()
    category = pl.coalesce(
        "status_category",
        analytics.replace_strict(ANALYTICS_CATEGORIES, default=None, return_dtype=pl.String),
        category_of(STATES),
    )
    is_removed = (state == "removed") | (analytics == "removed").fill_null(False)
    rows.frame = rows.frame.with_columns(
        pl.col("work_item_id").alias("work_item_key"),
        pl.coalesce(person.str.extract(NAME_OF_PERSON), person).alias("assignee_name"),
        pl.coalesce("story_points", "effort", "size").alias("story_points"),
        pl.coalesce("due_date", "due").alias("due_date"),
        pl.coalesce("parent_key", "parent_in_relations").alias("parent_key"),
        pl.coalesce("resolved_at", "resolved_state_at").alias("resolved_at"),
        category.alias("status_category"),
        pl.when(is_removed).then(pl.lit("Removed")).otherwise(resolution(category)).alias("resolution_name"),
        *(seconds_of(name, "h").alias(name) for name in SECONDS),
    )


SCHEDULING, COMMON = "Microsoft.VSTS.Scheduling", "Microsoft.VSTS.Common"
READER = WorkItemTable(
    format="azure_json",
    description="Azure DevOps work items as JSON: REST and Analytics (OData) answers, updates, revisions",
    fields=MAPPABLE
    | {
        "work_item_id": ("WorkItemId", "id"),
        "project_key": ("System.TeamProject", "Project.ProjectName", "ProjectSK"),
        "type_name": ("System.WorkItemType", "WorkItemType"),
        "title": ("System.Title", "Title"),
        "status_name": (STATE, "State"),
        "state_category": ("StateCategory",),
        "priority_name": (f"{COMMON}.Priority", "Priority"),
        "resolution_name": (f"{COMMON}.ResolvedReason", "ResolvedReason"),
        "reason": ("System.Reason", "Reason"),
        "assignee_name": ("System.AssignedTo.displayName", "System.AssignedTo", "AssignedTo.UserName"),
        "reporter_name": ("System.CreatedBy.displayName", "System.CreatedBy", "CreatedBy.UserName"),
        "team_name": ("System.AreaPath", "Area.AreaPath"),
        "parent_key": ("System.Parent", "ParentWorkItemId"),
        "parent_in_relations": ("parent in relations",),
        "story_points": (f"{SCHEDULING}.StoryPoints", "StoryPoints"),
        "effort": (f"{SCHEDULING}.Effort", "Effort"),
        "size": (f"{SCHEDULING}.Size", "Size"),
        "original_estimate_seconds": (f"{SCHEDULING}.OriginalEstimate", "OriginalEstimate"),
        "time_spent_seconds": (f"{SCHEDULING}.CompletedWork", "CompletedWork"),
        "labels": ("System.Tags", "TagNames"),
        "sprints": ("System.IterationPath", "Iteration.IterationPath"),
        "created_at": ("System.CreatedDate", "CreatedDate"),
        "updated_at": (CHANGED, "ChangedDate"),
        "started_at": (f"{COMMON}.ActivatedDate", "ActivatedDate"),
        "resolved_at": (f"{COMMON}.ClosedDate", "ClosedDate"),
        "resolved_state_at": (f"{COMMON}.ResolvedDate", "ResolvedDate"),
        "start_date": (f"{SCHEDULING}.StartDate", "StartDate"),
        "due_date": (f"{SCHEDULING}.TargetDate", "TargetDate"),
        "due": (f"{SCHEDULING}.DueDate", "DueDate"),
    },
    complete=_complete,
    lists=LISTS | {"labels": ";"},
    tables=WITH_HISTORY,
    load=partial(
        read_answers,
        Layout(
            pages=("value", "values", "workItems"),
            history_pages=("value", "values"),
            identity=lambda record: text_of(record.get("id")) or text_of(record.get("WorkItemId")),
            cells=_cells,
            opened=_opened,
            silent=re.compile("|".join(SILENT)),
            links=_links,
            tells=lambda record: ("work_item_links",) if isinstance(record.get("relations"), list) else (),
            pulls_tell=("work_item_links",),  # an item without relations is answered without their list
            entry=_entry,
            is_entry=_is_entry,
        ),
    ),
)
