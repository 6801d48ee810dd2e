"""The records of a saved Jira answer: whatever way they were saved, one issue or changelog entry at a time.

Known ways here: one issue a line; one search page a line, or one page a file; `{"request", "response"}`
a line around any of these. Only the fields below are parsed, the rest is stepped over. A record in which
a key stands twice, or twice among its fields, is a fault; objects further within are not looked through.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Raw, Struct

from ingest.readers.trackers._doubled_keys import DETAIL, HIDDEN, REASON, is_doubled
from ingest.table import RAW_TEXT_LENGTH, reject

NULL = Raw(b"null")


class Named(Struct, gc=False, rename="camel"):
    """Whatever Jira describes by a name: project, priority, person, version, sprint, parent."""

    name: str | None = None
    display_name: str | None = None
    key: str | None = None


class StatusCategory(Struct, gc=False):
    """To do, in progress or done, as Jira itself says."""

    id: int | str | None = None
    key: str | None = None


class Status(Struct, gc=False, rename="camel"):
    """The status of an issue."""

    name: str | None = None
    status_category: StatusCategory | None = None


class IssueType(Struct, gc=False):
    """The type of an issue."""

    name: str | None = None
    subtask: bool | None = None


class LinkedIssue(Struct, gc=False):
    """The other end of a link."""

    key: str


class IssueLink(Struct, gc=False, rename="camel"):
    """One end of a link, seen from the issue that carries it."""

    type: Named
    inward_issue: LinkedIssue | None = None
    outward_issue: LinkedIssue | None = None


class Fields(Struct, gc=False, rename="camel"):
    """The fields of an issue that every Jira has."""

    summary: str | None = None
    project: Named | None = None
    issuetype: IssueType | None = None
    status: Status | None = None
    priority: Named | None = None
    resolution: Named | None = None
    assignee: Named | None = None
    reporter: Named | None = None
    parent: Named | None = None
    epic: Named | None = None
    labels: list[str] | None = None
    components: list[Named] | None = None
    fix_versions: list[Named] | None = None
    sprint: Named | None = None
    closed_sprints: list[Named] | None = None
    issuelinks: list[IssueLink] | None = None
    timeoriginalestimate: int | None = None
    timespent: int | None = None
    created: str | None = None
    updated: str | None = None
    resolutiondate: str | None = None
    duedate: str | None = None


class Item(Struct, gc=False, rename="camel"):
    """One changed field of a changelog entry; `fieldId` is missing in older entries."""

    field: str
    field_id: str | None = None
    from_string: str | None = None
    to_string: str | None = None


class Entry(Struct, gc=False):
    """One entry of a changelog."""

    id: int | str
    created: str
    items: list[Item]
    author: Named | None = None


class Changelog(Struct, gc=False):
    """The changelog that `expand=changelog` puts into an issue."""

    histories: list[Entry] = []
    total: int | None = None  # a search answers only some of them


class Record(Struct, gc=False):
    """Any JSON object of a saved file: an issue, a page of issues, a changelog entry, or a wrapper."""

    id: int | str | None = None
    key: str | None = None
    fields: Raw = NULL
    changelog: Changelog | None = None
    created: str | None = None
    author: Named | None = None
    items: list[Item] | None = None
    issues: list[Raw] | None = None
    request: Any = None
    response: Raw = NULL


class Issue(Struct, gc=False):
    """One issue; a record without fields has none, and is refused later for what it lacks."""

    row_number: int
    id: str | None
    key: str | None
    fields: Fields
    all_fields: dict[str, Raw]
    entries: list[Entry]
    entry_count: int | None  # of its changelog, where Jira tells


class SeparateEntry(Struct, gc=False):
    """A changelog entry that was fetched apart from its issue."""

    row_number: int
    id: str  # of the issue
    entries: list[Entry]


class Fault(Struct, gc=False):
    """A record that cannot be read: a row of REJECTED_SCHEMA."""

    row: dict[str, Any]


AnyRecord = Issue | SeparateEntry | Fault

_decode_record = msgspec.json.Decoder(Record).decode
_decode_fields = msgspec.json.Decoder(Fields).decode
_decode_values = msgspec.json.Decoder(dict[str, Raw]).decode


class HiddenRecordsError(Exception):
    """What holds records does not tell them for sure. The arguments are the place and the problem."""


def unwrap(record: Record | Fault, number: int, place: str) -> Iterator[AnyRecord]:
    """Yield the records in one JSON document, the first of which is record `number` of the file."""
    if isinstance(record, Fault):
        yield record
    elif record.issues is not None:
        for offset, part in enumerate(record.issues):
            page_part = decoded(part, number + offset, f"{place}, issue {offset + 1} of the page")
            yield page_part if isinstance(page_part, Fault) else _issue(page_part, number + offset, place)
    elif record.response != NULL:
        yield from _unwrap_answer(record, number, place)
    else:
        yield _issue(record, number, place)


def _unwrap_answer(outer: Record, number: int, place: str) -> Iterator[AnyRecord]:
    """Yield the records of a `{"request", "response"}` line."""
    answer = decoded(outer.response, number, place)
    is_entry = isinstance(answer, Record) and answer.items is not None and answer.fields == NULL
    if is_entry and isinstance(outer.request, dict) and "issue_id" in outer.request:
        entry = Entry(answer.id or "", answer.created or "", answer.items, answer.author)
        yield SeparateEntry(number, str(outer.request["issue_id"]), [entry])
    else:
        yield from unwrap(answer, number, place)


def decoded(text: bytes | Raw, number: int, place: str) -> Record | Fault:
    """Decode a JSON object; a text that is none is a fault, and so is a record with a key that stands twice.

    Raises HiddenRecordsError for a page or a wrapper with such a key.
    """
    try:
        record = _decode_record(text)
        if not is_doubled(text, _decode_values(text)):
            return record
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return fault(error, text, number, place)
    if record.issues is not None or record.response != NULL:
        raise HiddenRecordsError(place, HIDDEN)
    return _doubled(text, number, place)


def refuse_doubled_key(text: Raw, place: str) -> None:
    """Raise HiddenRecordsError when a key stands twice in a page."""
    if is_doubled(text, _decode_values(text)):
        raise HiddenRecordsError(place, HIDDEN)


def _issue(record: Record, number: int, place: str) -> Issue | Fault:
    has_fields = record.fields != NULL
    try:
        fields = _decode_fields(record.fields) if has_fields else Fields()
        all_fields = _decode_values(record.fields) if has_fields else {}
        if has_fields and is_doubled(record.fields, all_fields):
            return _doubled(record.fields, number, place)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return fault(error, record.fields, number, place)
    changelog = record.changelog or Changelog()
    identity = None if record.id is None else str(record.id)
    return Issue(number, identity, record.key, fields, all_fields, changelog.histories, changelog.total)


def _doubled(text: bytes | Raw, number: int, place: str) -> Fault:
    return _fault(REASON, DETAIL, text, number, place)


def fault(error: Exception, text: bytes | Raw, number: int, place: str) -> Fault:
    """Return the row of what cannot be decoded."""
    reason = "unknown_shape" if isinstance(error, msgspec.ValidationError) else "json"
    return _fault(reason, str(error), text, number, place)


def _fault(reason: str, problem: str, text: bytes | Raw, number: int, place: str) -> Fault:
    start = bytes(text)[:RAW_TEXT_LENGTH].decode("utf-8", "replace")
    return Fault(reject(number, reason, f"{place}: {problem}", {"text": start}))
