"""A look at an unknown export: what it is, what proves it, and the entry for portfolio.yml that follows.

Nothing of this is used when files are loaded. A person reads the proposal, decides what the file leaves
open, and puts it into portfolio.yml.
"""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from ingest.configuration import Source
from ingest.profiling.columns import match_columns
from ingest.profiling.encodings import find_encoding
from ingest.profiling.facts import Finding, Kind, Match, Profile, Structure
from ingest.profiling.formats import attempt, columns_of, find_format, known_headers
from ingest.profiling.proposal import plain_source, propose, proposed_source, source_name
from ingest.profiling.structure import read_json_table, read_structure
from ingest.profiling.values import Values
from ingest.readers import fields_of
from ingest.reading import UnreadableFile
from ingest.receipts import as_of_date
from ingest.table import Table
from ingest.tabular import NO_LETTERS, is_workbook
from ingest.text_file import read_start

__all__ = ["Profile", "profile_file"]

ROOT = re.compile(rb"<([A-Za-z_][\w.-]*(?::[\w.-]+)?)[\s>/]")
NO_NUMBERS = Finding(None, True, "no number needs it")
NO_DATES = Finding(None, True, "no date needs it")


def profile_file(path: Path) -> Profile:
    """Look at one file and propose how to read it. Raises UnreadableFile for what nobody could read."""
    kind = _kind(path)
    encoding = None if kind in ("workbook", "xml") else find_encoding(path)
    table, structure = _table(path, kind, encoding)
    source = plain_source(path, encoding.value if encoding else None)
    best, candidates = find_format(path, kind, table, source)
    if kind == "json" and table is None and best.value is None:
        read_json_table(path, source.read.encoding, known_headers())  # raises what is wrong with it
    # What a format is known by, its reader takes itself: no other column is like it.
    is_signed = bool(candidates) and candidates[0].is_signed
    matches, unmapped = ((), ()) if is_signed else _matches(path, table, best)
    values = Values(table) if table else None
    are_typed = kind in ("workbook", "json")
    profile = Profile(
        path=path,
        kind=kind,
        root=_root(path) if kind == "xml" else None,
        row_count=table.rows_read if table else max((each.rows_read for each in candidates), default=0),
        encoding=encoding,
        structure=structure,
        format=best,
        candidates=candidates,
        matches=matches,
        unmapped=unmapped,
        decimal_mark=values.decimal_mark(are_numbers_typed=are_typed) if values else NO_NUMBERS,
        date_order=values.date_order() if values else NO_DATES,
        as_of=_as_of(path, values),
    )
    return _tried(replace(profile, proposal=propose(profile)))


def _kind(path: Path) -> Kind:
    if is_workbook(path):
        return "workbook"
    start = read_start(path).lstrip(NO_LETTERS)
    if start.startswith((b"[", b"{")):
        return "json"
    is_page = re.match(rb"<(!doctype html|html)", start, re.IGNORECASE)
    return "xml" if start.startswith(b"<") and not is_page else "delimited"


def _table(path: Path, kind: Kind, encoding: Finding | None) -> tuple[Table | None, Structure | None]:
    """Return the file's table; None for XML, and for JSON that is no list of records, or not sound."""
    name = encoding.value if encoding and encoding.value else "utf-8"
    if kind == "xml":
        return None, None
    if kind != "json":
        return read_structure(path, name, known_headers())
    try:
        return read_json_table(path, name, known_headers())
    except UnreadableFile:
        return None, None


def _matches(path: Path, table: Table | None, best: Finding) -> tuple[tuple[Match, ...], tuple[str, ...]]:
    if table is None:
        return (), ()
    if best.value is None or not fields_of(best.value):
        return (), tuple(cell.label for cell in table.header if cell.name)
    return match_columns(table, fields_of(best.value), columns_of(path, table, best.value))


def _root(path: Path) -> str:
    found = ROOT.search(read_start(path))
    return found[1].decode() if found else ""


def _as_of(path: Path, values: Values | None) -> Finding:
    """A column of stacked snapshots, the date in the file's name, or else the day of arrival."""
    plain = Source(name=source_name(path), format="unknown", files="unknown")
    day = as_of_date(plain, path.name, date.min)
    snapshots = values.snapshots() if values else None
    if snapshots:
        return Finding(
            f"column {snapshots}", False, "its few dates repeat the same rows: snapshots in one file?"
        )
    if day != date.min.isoformat():
        return Finding("filename", True, f"the file's name holds {day}")
    return Finding("received", False, "the file's name holds no ISO date: the day of arrival counts")


def _tried(profile: Profile) -> Profile:
    """Read the file with the proposed entry, as a load would."""
    if profile.format.value is None:
        return profile
    return replace(profile, outcome=attempt(profile.path, proposed_source(profile)))
