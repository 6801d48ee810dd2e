"""Trello's cards: a board's JSON export, or cards as the REST API answers them.

A card's list is its status. A board's export names its lists; beside cards alone, put the lists into the
same file (`/boards/{id}/lists`, a page or a list a line), else the status is the list's id. A card that is
archived, or whose list is, has the status `Doing (archived)`: whether that is done or cancelled is said in
portfolio.yml. Actions (of the board, of a card, or pages of history) tell the moves between lists; a
board's export holds its latest 1,000 actions only. Every custom field is a column under its name.
A card's id begins with the second of its creation (Atlassian: "Getting the time a
card or board was created"), which a board that was copied gives its cards anew.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from ingest.configuration import ReadOptions
from ingest.readers._rows import Rows
from ingest.readers.trackers._records import LISTS, Json, Layout, answers, at, objects, read_answers, text_of
from ingest.readers.trackers._table_cells import MAPPABLE
from ingest.readers.trackers._work_item_table import Change, Loaded, WorkItemTable

ARCHIVED = " (archived)"
# The lists of a new board; other lists are mapped in portfolio.yml.
CATEGORIES = {"to do": "todo", "doing": "in_progress", "done": "done"}
NAMED = ("lists", "members", "boards", "customFields")  # in a board's export
OBJECT_ID = re.compile(r"[0-9a-f]{24}")
VALUE_KEYS = ("number", "text", "date", "checked")  # of a custom field
SILENT = (
    r"(badges|desc|descData|cover|pos|url|shortUrl|limits|subscribed|checkItemStates|attachments|actions",
    r"|id\w+|nodeId|shortLink|isTemplate|closed|manualCoverAttachment|labels|members|customFieldItems",
    r"|checklists|email)(\.|$)",
)


@dataclass
class _Names:
    """What the ids of a file stand for."""

    of: dict[str, str] = field(default_factory=dict)
    archived_lists: set[str] = field(default_factory=set)

    def take(self, body: Any) -> None:
        """Note the names in one document: a board, a page of lists or members, or one of them."""
        for part in objects(body if isinstance(body, list) else [body]):
            if "idList" not in part:
                self._note(part)
                for thing in (thing for name in NAMED for thing in objects(part.get(name))):
                    self._note(thing)

    def _note(self, thing: Json) -> None:
        name = (
            text_of(thing.get("fullName")) or text_of(thing.get("name")) or text_of(at(thing, "value.text"))
        )
        identity = text_of(thing.get("id"))
        if identity and name:
            self.of[identity] = name
        if identity and thing.get("closed") is True:
            self.archived_lists.add(identity)
        for option in objects(thing.get("options")):
            self._note(option)

    def name(self, identity: Any) -> str | None:
        """Return what an id stands for; the id itself where the file does not tell."""
        text = text_of(identity)
        return self.of.get(text, text) if text else None

    def cells(self, card: Json) -> Json:
        """Return a card's columns."""
        is_archived = card.get("closed") is True or card.get("idList") in self.archived_lists
        list_name = self.name(card.get("idList"))
        labels = objects(card.get("labels"))
        members = [self.name(member) for member in card.get("idMembers") or ()]
        fields = objects(card.get("customFieldItems"))
        return {
            "key": text_of(card.get("shortLink")) or text_of(card.get("id")),
            "list": f"{list_name}{ARCHIVED}" if list_name and is_archived else list_name,
            "board": self.name(card.get("idBoard")),
            "kind": "Template" if card.get("isTemplate") is True else "Card",
            "label names": [text_of(label.get("name")) or text_of(label.get("color")) for label in labels],
            "assigned": members[0] if members else None,
            "all members": members if len(members) > 1 else None,
            "created": _created(text_of(card.get("id"))),
            **{
                name: self._value(value)
                for value in fields
                if (name := self.name(value.get("idCustomField")))
            },
        }

    def _value(self, item: Json) -> str | None:
        found = (text_of(at(item, f"value.{key}")) for key in VALUE_KEYS)
        return next(filter(None, found), None) or self.name(item.get("idValue"))


def _created(identity: str | None) -> str | None:
    if not identity or not OBJECT_ID.fullmatch(identity):
        return None
    return datetime.fromtimestamp(int(identity[:8], 16), UTC).isoformat()


def _changes(card: Json) -> Iterator[Change]:
    actions = objects(card.get("actions"))
    yield from filter(None, (_entry(action, text_of(card.get("id")), {}) for action in actions))


def _entry(action: Json, item: str | None, _: dict[str, str]) -> Change | None:
    statuses = _statuses(action.get("data")) if action.get("type") == "updateCard" else None
    if statuses is None:
        return None
    card = text_of(at(action, "data.card.id")) or item
    author = text_of(at(action, "memberCreator.fullName")) or text_of(at(action, "memberCreator.username"))
    return Change(text_of(action.get("id")), *statuses, text_of(action.get("date")), author, card)


def _statuses(data: Any) -> tuple[str | None, str | None] | None:
    """Return the statuses before and after a move, an archiving or its undoing; None for anything else."""
    if at(data, "listAfter") is not None:
        return _list_name(at(data, "listBefore")), _list_name(at(data, "listAfter"))
    was_archived = at(data, "old.closed")
    if not isinstance(was_archived, bool):
        return None
    name = _list_name(at(data, "list"))
    statuses = (name, f"{name}{ARCHIVED}" if name else None)
    return statuses[::-1] if was_archived else statuses


def _list_name(found: Any) -> str | None:
    return text_of(at(found, "name")) or text_of(at(found, "id"))


def _load(path: Path, options: ReadOptions, expected: Collection[str]) -> Loaded:
    """Read the file twice: a name may stand behind the cards that need it."""
    names = _Names()
    for answer in answers(path, options):
        names.take(answer.body)
    layout = Layout(
        pages=("cards", "actions"),
        history_pages=("actions",),
        identity=lambda card: text_of(card.get("id")),
        cells=names.cells,
        silent=re.compile("^" + "".join(SILENT)),
        changes=_changes,
        tells=lambda card: ("work_item_transitions",) if isinstance(card.get("actions"), list) else (),
        entry=_entry,
        is_entry=lambda record, _: "data" in record and "type" in record,
        is_item=lambda record: "idList" in record,
        ignored=lambda record: None if "idList" in record else "not_a_card",
    )
    return read_answers(layout, path, options, expected)


def _complete(rows: Rows) -> None:
    is_archived = pl.col("status_name").str.ends_with(ARCHIVED)
    category = pl.col("status_name").str.to_lowercase()
    category = category.replace_strict(CATEGORIES, default=None, return_dtype=pl.String)
    rows.frame = rows.frame.with_columns(
        pl.coalesce("status_category", pl.when(is_archived).then(pl.lit("done")).otherwise(category)).alias(
            "status_category"
        ),
        pl.coalesce("resolution_name", pl.when(is_archived).then(pl.lit("Archived"))).alias(
            "resolution_name"
        ),
    )


READER = WorkItemTable(
    format="trello_json",
    description="Trello cards as JSON: a board's export, or REST answers with their lists and actions",
    fields=MAPPABLE
    | {
        "work_item_id": ("id",),
        "work_item_key": ("key",),
        "project_key": ("board",),
        "type_name": ("kind",),
        "title": ("name",),
        "status_name": ("list",),
        "priority_name": ("Priority",),
        "assignee_name": ("assigned",),
        "story_points": ("Story Points", "Points", "Estimate"),
        "labels": ("label names",),
        "sprints": ("Sprint",),
        "start_date": ("start",),
        "due_date": ("due",),
        "created_at": ("created",),
        "updated_at": ("dateLastActivity",),
        "resolved_at": ("dateCompleted",),
    },
    complete=_complete,
    lists=LISTS,
    tables=("work_items", "work_item_transitions"),
    load=_load,
)
