"""The answers of Jira in a file: pages of issues, and, in a pull, changelogs and listings fetched apart.

`request.kind` of a line tells which. A history is a page of `/issue/{id}/changelog` (`values`), an issue
with its changelog alone, or a page of `/changelog/bulkfetch` about all issues in `request.items`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from msgspec import Raw, Struct

from ingest.configuration import ReadOptions
from ingest.readers.trackers._jira_records import (
    AnyRecord,
    Changelog,
    Entry,
    HiddenRecordsError,
    Issue,
    Named,
    Record,
    SeparateEntry,
    decoded,
    fault,
    refuse_doubled_key,
    unwrap,
)
from ingest.readers.trackers._jira_records import Item as ChangedItem
from ingest.readers.trackers._json_documents import documents
from ingest.reading import UnreadableFile
from ingest.text_file import as_utf8

PULL_AGAIN = "pull it again, or save all its pages"
FIRST_MILLISECONDS = 100_000_000_000  # smaller numbers are seconds


class _BulkEntry(Struct, gc=False):
    """An entry as bulkfetch answers it: documented with a number as its moment, and with a text."""

    id: int | str
    created: int | str
    items: list[ChangedItem]
    author: Named | None = None


class _BulkLog(Struct, gc=False, rename="camel"):
    issue_id: str
    change_histories: list[_BulkEntry] = []


class _History(Struct, gc=False, rename="camel"):
    """A page of changes, in any of its three shapes."""

    values: list[Entry] | None = None
    total: int | None = None
    is_last: bool | None = None
    changelog: Changelog | None = None
    issue_change_logs: list[_BulkLog] | None = None
    next_page_token: str | None = None


class _Key(Struct, gc=False):
    id: int | str


class _Keys(Struct, gc=False, rename="camel"):
    """A page of the listing."""

    issues: list[_Key]
    total: int | None = None
    is_last: bool | None = None
    next_page_token: str | None = None


_decode_history = msgspec.json.Decoder(_History).decode
_decode_keys = msgspec.json.Decoder(_Keys).decode


class Told:
    """What a file tells beside its records: which histories are whole, and which issues there are."""

    def __init__(self) -> None:
        self.is_pull = False
        self.complete: set[str] = set()  # ids of issues of which all status changes are in the file
        self.cut: dict[int, tuple[str, str]] = {}  # row number -> id and what its own changelog lacks
        self._listing: dict[str, None] = {}
        self._last_keys: _Keys | None = None
        self._open: dict[str, int] = {}  # issue -> entries that came, of a history not complete yet

    @property
    def listing(self) -> list[str] | None:
        """The ids of all issues that there are, where the file tells."""
        return list(self._listing) if self._last_keys else None

    def note_issue(self, issue: Issue) -> None:
        """Note whether an issue carries all of its changelog."""
        came, total = len(issue.entries), issue.entry_count
        if issue.id is None or total is None:
            return
        if came >= total:
            self.complete.add(issue.id)
        else:
            self.cut[issue.row_number] = (issue.id, f"{came} of {total} entries of its changelog came")

    def note_keys(self, page: _Keys) -> None:
        """Take a page of the listing."""
        self._listing |= dict.fromkeys(str(key.id) for key in page.issues)
        self._last_keys = page

    def note_history(self, item: str, count: int, total: int | None, *, is_last: bool) -> None:
        """Take a page of one issue's changes."""
        came = self._open.pop(item, 0) + count
        if is_last if total is None else came >= total:
            self.complete.add(item)
        else:
            self._open[item] = came

    def note_histories(self, items: list[str], *, is_last: bool) -> None:
        """Take a page about several issues; those without a change do not occur in it."""
        for item in items:
            if is_last:
                self._open.pop(item, None)
                self.complete.add(item)
            else:
                self._open[item] = 0

    def refuse_what_breaks_off(self, path: Path) -> None:
        """Raise UnreadableFile when a history or the listing lacks its end: what it lacks would seem gone."""
        if unfinished := self._open.keys() - self.complete:
            problem = f"the history of {min(unfinished)} breaks off"
            raise UnreadableFile(path, "history", problem, PULL_AGAIN)
        last = self._last_keys
        if last is None:
            return
        is_short = last.total is not None and len(self._listing) < last.total
        if last.next_page_token or last.is_last is False or is_short:
            raise UnreadableFile(path, "keys", "the listing of all ids breaks off", PULL_AGAIN)


def read_records(path: Path, options: ReadOptions, told: Told) -> Iterator[AnyRecord]:
    """Yield the records of a file in its order, numbered from 1; `told` is filled. Raises UnreadableFile."""
    with TemporaryDirectory(prefix="portfolio-") as folder:
        number = 0
        for line_number, line in documents(path, as_utf8(path, options.encoding, Path(folder))):
            try:
                for record in _unwrap(line, number + 1, f"line {line_number}", told):
                    number += 1
                    if isinstance(record, Issue):
                        told.note_issue(record)
                    yield record
            except HiddenRecordsError as error:
                raise UnreadableFile(path, *error.args, PULL_AGAIN) from error
    told.refuse_what_breaks_off(path)


def _unwrap(text: bytes | Raw, number: int, place: str, told: Told) -> Iterator[AnyRecord]:
    outer = decoded(text, number, place)
    request = outer.request if isinstance(outer, Record) and isinstance(outer.request, dict) else {}
    kind = request.get("kind")
    told.is_pull |= kind is not None
    if not isinstance(outer, Record) or kind not in {"history", "keys"}:
        yield from unwrap(outer, number, place)
        return
    try:
        refuse_doubled_key(outer.response, place)
        if kind == "keys":
            told.note_keys(_decode_keys(outer.response))
        else:
            yield from _changes(_decode_history(outer.response), request, number, told)
    except msgspec.DecodeError as error:
        if kind == "keys":
            problem = f"it is no page of the listing of all ids ({error})"
            raise HiddenRecordsError(place, problem) from error
        yield fault(error, outer.response, number, place)


def _changes(page: _History, request: dict[str, Any], number: int, told: Told) -> Iterator[SeparateEntry]:
    """Return the entries of a page of changes, each a record of its own."""
    if "items" in request or page.issue_change_logs is not None:
        asked = [str(item) for item in request.get("items") or ()]
        told.note_histories(asked, is_last=not page.next_page_token)
        logs = page.issue_change_logs or []
        entries = [(log.issue_id, _dated(entry)) for log in logs for entry in log.change_histories]
    else:
        item = str(request.get("item"))
        log = page.changelog or Changelog(page.values or [], page.total)
        told.note_history(item, len(log.histories), log.total, is_last=page.is_last is True)
        entries = [(item, entry) for entry in log.histories]
    return (SeparateEntry(number + place, item, [entry]) for place, (item, entry) in enumerate(entries))


def _dated(entry: _BulkEntry) -> Entry:
    created = entry.created
    if isinstance(created, int):
        seconds = created / 1000 if created >= FIRST_MILLISECONDS else created
        created = datetime.fromtimestamp(seconds, UTC).isoformat()
    return Entry(entry.id, created, entry.items, entry.author)
