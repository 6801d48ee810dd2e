"""From Jira issues to columns of `work_items` and of the tables of what hangs on them."""

import re
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

import msgspec
import polars as pl
from msgspec import Raw

from ingest.contracts import TABLES
from ingest.readers.trackers._jira_records import NULL, Issue, Item, Named, SeparateEntry

# Jira's four categories have fixed ids; 5 of 33 real issues name another category's key beside them.
CATEGORIES_BY_ID = {"2": "todo", "4": "in_progress", "3": "done"}
CATEGORIES_BY_KEY = {"new": "todo", "indeterminate": "in_progress", "done": "done"}
LIST_COLUMNS = frozenset({"labels", "components", "fix_versions", "sprints"})
CUSTOM_FIELD = "customfield_"
KEY = re.compile(r"[^\s-]+-[0-9]+")
NAME_KEYS = ("displayName", "name", "value", "title", "key", "id")


def _name(named: Named | None) -> str | None:
    return None if named is None else named.display_name or named.name


def json_list(values: Sequence[str | None] | None) -> str | None:
    """Return distinct texts as a JSON list; None when there is none."""
    if not values:
        return None
    kept = [value for value in dict.fromkeys(values) if value]
    return msgspec.json.encode(kept).decode() if kept else None


def _names(described: list[Named] | None) -> str | None:
    return json_list([_name(named) for named in described]) if described else None


def _category(issue: Issue) -> str | None:
    category = issue.fields.status.status_category if issue.fields.status else None
    if category is None:
        return None
    return CATEGORIES_BY_ID.get(str(category.id)) or CATEGORIES_BY_KEY.get(category.key or "")


def _plain_text(value: bool | int | None) -> str | None:
    return None if value is None else str(value).lower()


def _project_key(issue: Issue) -> str | None:
    project = issue.fields.project
    return project.key if project else (issue.key or "").rpartition("-")[0] or None


def _sprints(issue: Issue) -> str | None:
    current = [issue.fields.sprint] if issue.fields.sprint else []
    return _names((issue.fields.closed_sprints or []) + current)


WORK_ITEM_VALUES: dict[str, Callable[[Issue], Any]] = {
    "row_number": attrgetter("row_number"),
    "work_item_id": attrgetter("id"),
    "work_item_key": attrgetter("key"),
    "project_key": _project_key,
    "type_name": lambda issue: issue.fields.issuetype and issue.fields.issuetype.name,
    "title": attrgetter("fields.summary"),
    "status_name": lambda issue: issue.fields.status and issue.fields.status.name,
    "status_category": _category,
    "priority_name": lambda issue: _name(issue.fields.priority),
    "resolution_name": lambda issue: _name(issue.fields.resolution),
    "assignee_name": lambda issue: _name(issue.fields.assignee),
    "reporter_name": lambda issue: _name(issue.fields.reporter),
    "parent_key": lambda issue: issue.fields.parent and issue.fields.parent.key,
    "epic_key": lambda issue: issue.fields.epic and issue.fields.epic.key,
    "is_subtask": lambda issue: issue.fields.issuetype and _plain_text(issue.fields.issuetype.subtask),
    "original_estimate_seconds": lambda issue: _plain_text(issue.fields.timeoriginalestimate),
    "time_spent_seconds": lambda issue: _plain_text(issue.fields.timespent),
    "labels": lambda issue: json_list(issue.fields.labels),
    "components": lambda issue: _names(issue.fields.components),
    "fix_versions": lambda issue: _names(issue.fields.fix_versions),
    "sprints": _sprints,
    "created_at": attrgetter("fields.created"),
    "updated_at": attrgetter("fields.updated"),
    "resolved_at": attrgetter("fields.resolutiondate"),
    "due_date": attrgetter("fields.duedate"),
}


def work_items(issues: list[Issue], columns: Mapping[str, str]) -> pl.DataFrame:
    """Return one row per issue, all text; `columns` maps contract columns to fields of Jira.

    `extra` keeps every other custom field that is not empty, as Jira wrote it. Descriptions, comments
    and attachments stay in the archived file: they are long, personal, and no figure needs them.
    """
    values = {name: [value(issue) for issue in issues] for name, value in WORK_ITEM_VALUES.items()}
    all_fields = [issue.all_fields for issue in issues]
    for name, field in columns.items():
        as_text = _list_text if name in LIST_COLUMNS else _value_text
        values[name] = [as_text(fields.get(field)) for fields in all_fields]
    known = frozenset(columns.values())
    values["extra"] = [_extra(fields, known) for fields in all_fields]
    names = (*TABLES["work_items"].schema, "extra")
    schema = {"row_number": pl.Int64()} | dict.fromkeys(names, pl.String())
    return pl.DataFrame({name: values.get(name, [None] * len(issues)) for name in schema}, schema=schema)


def _extra(fields: dict[str, Raw], known: frozenset[str]) -> str | None:
    kept = {
        name: value
        for name, value in fields.items()
        if value != NULL and name.startswith(CUSTOM_FIELD) and name not in known  # most are null
    }
    return msgspec.json.encode(kept, order="sorted").decode() if kept else None


def _value_text(raw: Raw | None) -> str | None:
    """Return a custom field's value as text: options, people and teams by their name."""
    return None if raw is None else _text(msgspec.json.decode(raw))


def _list_text(raw: Raw | None) -> str | None:
    if raw is None:
        return None
    value = msgspec.json.decode(raw)
    return json_list([_text(part) for part in (value if isinstance(value, list) else [value])])


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return _greenhopper_name(value) or None
    if isinstance(value, dict):
        return next((_text(value[key]) for key in NAME_KEYS if value.get(key)), None)
    if isinstance(value, list):
        return _text(value[0]) if value else None
    return None if value is None else msgspec.json.encode(value).decode()


def _greenhopper_name(text: str) -> str:
    """Return the name in `com.atlassian.greenhopper...Sprint@1f[id=3,name=Sprint 3,...]` of older servers."""
    if not text.startswith("com.atlassian.greenhopper"):
        return text
    return text.partition(",name=")[2].partition(",startDate=")[0]


def is_status(item: Item) -> bool:
    """Tell whether the status changed. A custom field may be called so too: its id decides, if given."""
    return (item.field_id or item.field) == "status"


TRANSITION_SCHEMA = {
    "row_number": pl.Int64(),
    "work_item_id": pl.String(),
    "transition_id": pl.String(),
    "from_status_name": pl.String(),
    "to_status_name": pl.String(),
    "changed_at": pl.String(),
    "author_name": pl.String(),
}


def transitions(records: list[Issue | SeparateEntry]) -> pl.DataFrame:
    """Return one row per status change; its id is that of the entry and the place of the item in it."""
    rows = [
        (
            record.row_number,
            record.id,
            f"{entry.id}:{place}",
            item.from_string,
            item.to_string,
            entry.created,
            _name(entry.author),
        )
        for record in records
        for entry in record.entries
        for place, item in enumerate(entry.items)
        if (item.field_id or item.field) == "status"  # is_status, without a million calls
    ]
    return _frame(rows, TRANSITION_SCHEMA)


FORMER_KEY_SCHEMA = {"row_number": pl.Int64(), "work_item_id": pl.String(), "former_key": pl.String()}


def former_key(item: Item) -> str | None:
    """Return the key that an issue had until it was moved; no custom field that is called Key, too."""
    is_custom = (item.field_id or "").startswith(CUSTOM_FIELD)
    is_key = item.field == "Key" and not is_custom and KEY.fullmatch(item.from_string or "")
    return item.from_string if is_key else None


def former_keys(records: list[Issue | SeparateEntry]) -> pl.DataFrame:
    """Return one row per key that an issue had before; one that it had twice counts once."""
    rows = [
        (record.row_number, record.id, key)
        for record in records
        for entry in record.entries
        for item in entry.items
        if item.field == "Key" and (key := former_key(item))
    ]
    names = ["work_item_id", "former_key"]
    return _frame(rows, FORMER_KEY_SCHEMA).unique(names, keep="first", maintain_order=True)


LINK_SCHEMA = {
    "row_number": pl.Int64(),
    "work_item_id": pl.String(),
    "link_type": pl.String(),
    "direction": pl.String(),
    "linked_key": pl.String(),
}


def links(issues: list[Issue]) -> pl.DataFrame:
    """Return one row per link end, seen from the issue that carries it; the same link twice counts once."""
    rows = [
        (issue.row_number, issue.id, link.type.name, direction, linked.key)
        for issue in issues
        for link in issue.fields.issuelinks or ()
        for direction, linked in (("inward", link.inward_issue), ("outward", link.outward_issue))
        if linked is not None
    ]
    return _frame(rows, LINK_SCHEMA).unique(list(LINK_SCHEMA), maintain_order=True)


def _frame(rows: list[tuple], schema: Mapping[str, pl.Int64 | pl.String]) -> pl.DataFrame:
    """Build a frame by columns, which is ten times as fast as by rows."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    return pl.DataFrame(dict(zip(schema, columns, strict=True)), schema=schema)
