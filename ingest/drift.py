"""Drift: what changed in the columns of a source since its last file that was loaded.

A new column is kept (`extra`) and told. One that a reader knew and that is gone leaves NULL, with a warning;
rows that need it are refused. Where a new column that no reader knows stands in the place of one that is
gone, it was probably renamed: the file is held, for its values would be missing without a word.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from ingest.configuration import Source
from ingest.load_records import DriftNote, FileLoad
from ingest.table import Table, normalise_name
from ingest.table_watch import TableWatch

Kind = Literal["number", "date", "text", ""]  # "": too few values to tell, or a column that no reader knows
Columns = Mapping[str, str]  # header name -> "known" or "new", and the kind of its values

ROWS_LOOKED_AT, FEWEST_VALUES, MOST = 1000, 20, 0.9
NUMBER = r"^[-+(]?[\p{Sc}]? ?\d[\d.,'\x{00a0}\x{202f} ]*\)?(?: ?(?:%|[A-Z]{3}|\p{Sc}))?-?$"
DATE = r"^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-](?:\d{1,2}|\p{L}{3})[./-]\d{2,4})"


def columns_of(watch: TableWatch) -> dict[str, str]:
    """Return the columns of a file in their order: `known` to the reader or `new`, and their kind."""
    found: dict[str, str] = {}
    for table in watch.tables.values():
        for index, cell in enumerate(table.header):
            is_known = normalise_name(cell.name) in watch.known
            kind = _kind(table, f"c{index}") if is_known else ""
            if cell.name and cell.ordinal == 0:
                found.setdefault(cell.name, f"{'known' if is_known else 'new'} {kind}".rstrip())
    return found


def last_alike(known: Iterable[Columns], after: Columns) -> Columns:
    """Return the first of the columns that share half of their names with a file's; none where none do.

    Increments of one source may be files of several kinds, such as issues and their history.
    """
    new = _folded(after).keys()
    for before in known:
        old = _folded(before).keys()
        if 2 * len(old & new) >= max(len(old), len(new)):
            return before
    return {}


def drift(before: Columns, after: Columns) -> list[DriftNote]:
    """Return what changed from one file's columns to the next one's; nothing where either was no table."""
    if not before or not after:
        return []
    old, new = _folded(before), _folded(after)
    renamed = dict(_renamed(before, after))
    notes = [_renaming(name, other, after) for name, other in renamed.items()]
    for name, told in before.items():
        if normalise_name(name) not in new and name not in renamed:
            is_known = told.startswith("known")
            notes.append(DriftNote("gone", name, "warning" if is_known else "info"))
    for name in after:
        if normalise_name(name) not in old and name not in renamed.values():
            notes.append(DriftNote("added", name, "info"))
    for folded, name in new.items():
        was, now = _kind_told(before.get(old.get(folded, ""), "")), _kind_told(after[name])
        if was and now and was != now:
            notes.append(DriftNote("type", name, "warning", f" from {was} to {now}"))
    return notes


def standing_changes(source: Source, loads: Iterable[FileLoad]) -> list[tuple[FileLoad, list[DriftNote]]]:
    """Return what changed, the harmless left out, of a source's newest loaded file, or of each kind of them.

    `loads` are in the order of their history.
    """
    loaded = [load for load in loads if load.status == "loaded"]
    newest: list[FileLoad] = loaded[-1:]
    if source.delivery == "increment":
        for load in reversed(loaded):
            if not last_alike((newer.columns for newer in newest), load.columns):
                newest.append(load)
    changes = [(load, [note for note in load.drift if note.severity != "info"]) for load in newest]
    return [(load, notes) for load, notes in changes if notes]


def renamings(notes: Iterable[DriftNote]) -> str | None:
    """Return why a file with these changes must not be loaded unseen."""
    told = [str(note) for note in notes if note.severity == "critical"]
    return f"columns were probably renamed: {'; '.join(told)}" if told else None


def _renaming(name: str, other: str, after: Columns) -> DriftNote:
    """A reader that knows the new name reads it as well; values under an unknown one would be missing."""
    severity = "info" if after[other].startswith("known") else "critical"
    return DriftNote("renamed", name, severity, f" to {other!r}")


def _renamed(before: Columns, after: Columns) -> Iterable[tuple[str, str]]:
    """Pair columns that readers knew and that are gone with new ones between the same neighbours."""
    old, new = _folded(before), _folded(after)
    places = {
        between: name for name, between in _neighbours(after).items() if normalise_name(name) not in old
    }
    for name, between in _neighbours(before).items():
        is_gone = before[name].startswith("known") and normalise_name(name) not in new
        if is_gone and between in places:
            yield name, places[between]


def _neighbours(columns: Columns) -> dict[str, tuple[str, str]]:
    """Return name -> the columns before and after it, folded; those at an end have an empty one."""
    names = ["", *map(normalise_name, columns), ""]
    return {name: (names[index], names[index + 2]) for index, name in enumerate(columns)}


def _folded(columns: Columns) -> dict[str, str]:
    return {normalise_name(name): name for name in columns}


def _kind_told(told: str) -> str:
    return told.partition(" ")[2]


def _kind(table: Table, column: str) -> Kind:
    """Tell what most of a column's first values are; nothing where records are left unread.

    Which of them are read depends on the file before, and what is noted of a file must not.
    """
    if table.records is not None:
        return ""
    values = table.frame[column].head(ROWS_LOOKED_AT).drop_nulls().str.strip_chars()
    if len(values) < FEWEST_VALUES:
        return ""
    if values.str.contains(NUMBER).sum() >= MOST * len(values):
        return "number"
    return "date" if values.str.contains(DATE).sum() >= MOST * len(values) else "text"
