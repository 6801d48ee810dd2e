"""What the readers of trackers' JSON answers share: records found in pages, flattened to a table of text.

A file holds records, one or one page a line, each perhaps within `{"request", "response"}`. The request's
`kind` tells items from the changes of one item (`history`) and from a listing of all ids (`keys`).
A layout says where a service's pages hold their records, and what a record tells beside its columns.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import polars as pl

from ingest.configuration import ReadOptions
from ingest.json_records import number_text
from ingest.readers.trackers._doubled_keys import DETAIL, HIDDEN, REASON, count_doubled, marked
from ingest.readers.trackers._json_documents import documents
from ingest.readers.trackers._work_item_table import (
    LINKS,
    NO_STATUS_CHANGE,
    REPEATED,
    TRANSITIONS,
    WHOLE,
    Change,
    Link,
    Loaded,
)
from ingest.reading import UnreadableFile
from ingest.table import (
    ROW_NUMBER,
    Table,
    count_expected,
    header_cells,
    no_header,
    normalise_name,
    reject,
    rejected_frame,
)
from ingest.text_file import as_utf8

SEPARATOR = "\n"  # of several values in one cell: labels may hold any other mark
LISTS = dict.fromkeys(("labels", "components", "fix_versions", "sprints"), SEPARATOR)
# What a layout's functions raise for a record that is built otherwise than its service documents.
OTHER_SHAPES = (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError)
NAME_KEYS = ("displayName", "display_name", "title", "name", "login", "username", "gid", "id")
ANSWER_AGAIN = "pull it again, or save the answer whole"

MINIMUM_NAMES = 2  # of columns that a service's items have

Json = dict[str, Any]
Schema = dict[str, pl.Int64 | pl.String]


@dataclass(frozen=True)
class Answer:
    """One document of a file, freed of its wrapper."""

    place: str
    kind: str  # items | history | keys
    is_pulled: bool  # the kind is told
    item: str | None  # of history: the id of the work item
    body: Any
    doubled: int = 0  # objects of the document in which a key stands twice


@dataclass(frozen=True)
class Layout:
    """Where a service's answers hold what. Pages are dotted places; a document may have several of them."""

    pages: tuple[str, ...]
    identity: Callable[[Json], str | None]  # of an item: its work_item_id
    cells: Callable[[Json], Json]  # an item's columns: scalars and lists of texts, beside those flattened
    opened: Callable[[Json], Json] = lambda record: record  # the object whose values are its columns
    silent: re.Pattern[str] = re.compile("$^")  # columns that no figure needs: they stay in the archive
    history_pages: tuple[str, ...] = ()
    links: Callable[[Json], Iterable[Link]] = lambda _: ()
    changes: Callable[[Json], Iterable[Change]] = lambda _: ()  # of an item that carries its history
    tells: Callable[[Json], Iterable[str]] = lambda _: ()  # tables of which an item carries all its rows
    pulls_tell: tuple[str, ...] = ()  # those that a pull always asks for with its items
    # A change fetched apart: its record, the id of its item where the request tells, and what the layout
    # noted of the file's earlier changes; None when it changes no status.
    entry: Callable[[Json, str | None, dict[str, str]], Change | None] = lambda *_: None
    is_entry: Callable[[Json, Any], bool] = lambda *_: False  # record, its page: it is a change, not an item
    is_item: Callable[[Json], bool] = lambda _: False  # no page, although it holds what pages hold
    ignored: Callable[[Json], str | None] = lambda _: None  # the rule by which an item is left out


def read_answers(layout: Layout, path: Path, options: ReadOptions, names: Collection[str]) -> Loaded:
    """Read the records of a file, whose items have some columns of these names. Raises UnreadableFile."""
    collected = _Collected(layout, frozenset(options.columns.values()))
    for answer in answers(path, options):
        collected.take(path, answer)
    return collected.loaded(path, names)


def answers(path: Path, options: ReadOptions) -> Iterator[Answer]:
    """Yield the documents of a file; raises UnreadableFile with the line of one that is no JSON."""
    decode = msgspec.json.Decoder(float_hook=number_text).decode
    with TemporaryDirectory(prefix="portfolio-") as folder:
        for line, text in documents(path, as_utf8(path, options.encoding, Path(folder))):
            try:
                document, doubled = decode(text), marked(text)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                problem = f"it is no sound JSON ({error})"
                raise UnreadableFile(path, f"line {line}", problem, ANSWER_AGAIN) from error
            answer = _unwrapped(document if doubled is None else doubled, f"line {line}")
            answer = replace(answer, doubled=count_doubled(doubled))
            _refuse_error(path, answer)
            yield answer


def refuse_hidden(path: Path, answer: Answer, records: list[Any]) -> None:
    """Raise UnreadableFile when a key stands twice outside of an answer's records, or within a listing."""
    if answer.doubled and (answer.kind == "keys" or answer.doubled > count_doubled(records)):
        raise UnreadableFile(path, answer.place, HIDDEN, ANSWER_AGAIN)


def _unwrapped(document: Any, place: str) -> Answer:
    if not isinstance(document, dict) or "response" not in document or "request" not in document:
        return Answer(place, "items", False, None, document)
    request = document["request"] if isinstance(document["request"], dict) else {}
    kind = text_of(request.get("kind"))
    return Answer(
        place, kind or "items", kind is not None, text_of(request.get("item")), document["response"]
    )


def _refuse_error(path: Path, answer: Answer) -> None:
    """Refuse an answer of GraphQL's that holds errors: what it lacks would look as if it were gone."""
    errors = answer.body.get("errors") if isinstance(answer.body, dict) else None
    if errors:
        message = text_of(at(errors[0], "message")) if isinstance(errors, list) else text_of(errors)
        raise UnreadableFile(path, answer.place, f"the service answered an error: {message}", ANSWER_AGAIN)


def at(value: Any, place: str) -> Any:
    """Return what stands at a dotted place within nested objects; None when there is nothing."""
    for name in place.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def objects(value: Any) -> list[Json]:
    """Return the objects in a list; none where there is anything else."""
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def text_of(value: Any) -> str | None:
    """Return a JSON scalar as text; None for none, and for lists and objects."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int) and value != "" else None


def named(value: Any) -> str | None:
    """Return the name of a described thing: a person, a label, a milestone."""
    if not isinstance(value, dict):
        return text_of(value)
    return next((text for key in NAME_KEYS if (text := text_of(value.get(key)))), None)


def flattened(record: Json, prefix: str = "") -> Iterator[tuple[str, str | None]]:
    """Yield dotted names and texts of all that a record holds; a list is the names in it, one a line."""
    for name, value in record.items():
        if isinstance(value, dict):
            yield from flattened(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield f"{prefix}{name}", joined(value)
        else:
            yield f"{prefix}{name}", text_of(value)


def joined(values: Iterable[Any]) -> str | None:
    """Return the distinct names of several things in one cell."""
    return SEPARATOR.join(dict.fromkeys(text for value in values if (text := named(value)))) or None


def text_table(
    items: list[tuple[int, dict[str, str | None]]],
    mapped: Collection[str],
    rejected: pl.DataFrame,
    ignored: dict[str, int],
    rows_read: int,
) -> Table:
    """Make a table of items (row number, texts by name); names that portfolio.yml maps are never missing.

    A service leaves out what is empty: that a file lacks a mapped column is no fault of the file.
    """
    names = list(dict.fromkeys(name for _, cells in items for name in cells))
    names += sorted(set(mapped).difference(names))
    schema = {ROW_NUMBER: pl.Int64()} | {f"c{index}": pl.String() for index in range(len(names))}
    numbers = [number for number, _ in items]
    columns = (numbers, *([cells.get(name) for _, cells in items] for name in names))
    frame = pl.DataFrame(dict(zip(schema, columns, strict=True)), schema=schema)
    return Table(header_cells(names), frame, rejected, ignored, rows_read)


class _Collected:
    """What has been read of a file so far."""

    def __init__(self, layout: Layout, mapped: frozenset[str]) -> None:
        self._layout = layout
        self._mapped = mapped  # columns that portfolio.yml names
        self._is_kept: dict[str, bool] = {}
        self._names: set[str] = set()  # that records have, those made of them apart
        self._count = 0  # of records, the listing's apart
        self._items: list[tuple[int, dict[str, str | None]]] = []
        self._rejected: list[dict] = []
        self._ignored: dict[str, int] = {}
        self._transitions: list[tuple] = []
        self._links: list[tuple] = []
        self._whole: dict[str, list[tuple[int | None, str]]] = {}
        self._listing: list[str] | None = None
        self._notes: dict[str, str] = {}
        self._pulled: dict[str, int] = {}  # id of an item -> its record
        self._forgotten: set[int] = set()

    def take(self, path: Path, answer: Answer) -> None:
        """Take the records of one answer; raises UnreadableFile when some may be hidden."""
        records = self._records(answer)
        refuse_hidden(path, answer, records)
        if answer.kind == "keys":
            listed = (record for record in objects(records) if not self._layout.ignored(record))
            ids = map(self._layout.identity, listed)
            self._listing = [*(self._listing or ()), *filter(None, ids)]
            return
        if answer.kind == "history" and answer.item:
            self._tells_whole("work_item_transitions", None, answer.item)
        for record in records:
            self._count += 1
            try:
                self._take_record(record, answer)
            except OTHER_SHAPES as error:
                self._reject("unknown_shape", f"{type(error).__name__}: {error}", record, answer)

    def _take_record(self, record: Any, answer: Answer) -> None:
        if not isinstance(record, dict):
            self._reject("not_a_record", "it is no JSON object", record, answer)
        elif answer.doubled and count_doubled(record):
            self._reject(REASON, DETAIL, record, answer)
        elif answer.kind == "history" or self._layout.is_entry(record, answer.body):
            self._take_entry(record, answer.item)
        elif rule := self._layout.ignored(record):
            self._ignore(rule)
        else:
            self._take_item(record, is_pulled=answer.is_pulled)

    def _reject(self, reason: str, problem: str, record: Any, answer: Answer) -> None:
        self._rejected.append(reject(self._count, reason, f"{answer.place}: {problem}", record))
        if answer.kind == "history":
            self._tells_whole("work_item_transitions", self._count, answer.item)

    def _records(self, answer: Answer) -> list[Any]:
        if isinstance(answer.body, list):
            return answer.body
        if isinstance(answer.body, dict) and self._layout.is_item(answer.body):
            return [answer.body]
        pages = self._layout.pages if answer.kind != "history" else self._layout.history_pages
        found = [part for place in pages if (part := at(answer.body, place)) is not None]
        records = [part if isinstance(part, list) else [part] for part in found]
        return [*chain.from_iterable(records)] if records else [answer.body]

    def _take_entry(self, record: Json, item: str | None) -> None:
        change = self._layout.entry(record, item, self._notes)
        if change is None:
            self._ignore(NO_STATUS_CHANGE)
            return
        owned = change._replace(work_item_id=change.work_item_id or item)
        self._transitions.append((self._count, *owned))
        if item:
            self._tells_whole("work_item_transitions", self._count, item)

    def _take_item(self, record: Json, *, is_pulled: bool) -> None:
        layout, number = self._layout, self._count
        cells = {name: text for name, text in flattened(layout.opened(record)) if self._keeps(name)}
        names = list(cells)
        for name, value in layout.cells(record).items():
            cells[name] = joined(value) if isinstance(value, list) else text_of(value)
        links, changes, tells = layout.links(record), layout.changes(record), layout.tells(record)
        identity, links, changes = layout.identity(record), list(links), list(changes)
        self._names.update(names)
        self._items.append((number, cells))
        self._links += [(number, *link) for link in links]
        self._transitions += [(number, *change) for change in changes]
        for table in (*tells, *(layout.pulls_tell if is_pulled else ())):
            self._tells_whole(table, number, identity)
        if is_pulled and identity:
            self._forget(self._pulled.get(identity))
            self._pulled[identity] = number

    def _forget(self, number: int | None) -> None:
        """Leave out a record that a later page repeats: the item changed while pages were being asked for."""
        if number is not None:
            self._forgotten.add(number)
            self._ignore(REPEATED)

    def _keeps(self, name: str) -> bool:
        """Tell whether a column is of use to anybody."""
        if name not in self._is_kept:
            mapped = map(normalise_name, self._mapped)
            self._is_kept[name] = not self._layout.silent.search(name) or normalise_name(name) in mapped
        return self._is_kept[name]

    def _ignore(self, rule: str) -> None:
        self._ignored[rule] = self._ignored.get(rule, 0) + 1

    def _tells_whole(self, table: str, row_number: int | None, identity: str | None) -> None:
        if identity:
            self._whole.setdefault(table, []).append((row_number, identity))

    def loaded(self, path: Path, expected: Collection[str]) -> Loaded:
        """Put together what was read; raises UnreadableFile when no item has the service's columns."""
        known = count_expected(list(self._names), frozenset(map(normalise_name, expected)))
        if self._items and known < MINIMUM_NAMES:
            raise no_header(path, [sorted(self._names)], "the records' keys")
        rejected = rejected_frame(self._rejected)
        items = [item for item in self._items if item[0] not in self._forgotten]
        table = text_table(items, self._mapped, rejected, self._ignored, self._count)
        whole = {name: self._kept(rows, WHOLE) for name, rows in self._whole.items()}
        listing = None if self._listing is None else pl.Series("work_item_id", self._listing, pl.String)
        return Loaded(
            table,
            links=self._kept(self._links, LINKS),
            transitions=self._kept(self._transitions, TRANSITIONS),
            whole=whole,
            listing=listing,
        )

    def _kept(self, rows: list[tuple], schema: Schema) -> pl.DataFrame:
        return pl.DataFrame([row for row in rows if row[0] not in self._forgotten], schema, orient="row")
