"""Which format a file is in: the headers that each reader knows, and what each makes of the file."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from ingest.configuration import FiscalCalendar, Source
from ingest.profiling.facts import Attempt, Candidate, Finding, Kind
from ingest.readers import READERS, fields_of, reader_for, signatures_of
from ingest.readers._rows import Rows
from ingest.reading import ReadContext, UnreadableFile, as_unreadable
from ingest.receipts import as_of_date
from ingest.table import ROW_NUMBER, NoHeader, Table, normalise_name

LEAST_HEADERS = 2
LEAST_PROOF = 3  # headers; `Code` and `Name` stand above many a list
ASKS_FOR_SETTING = "set "  # a remedy that portfolio.yml holds
TRIED = 5  # of the formats that share headers with the file


def known_headers() -> frozenset[str]:
    """Return every header name of every reader, normalised."""
    tables = (fields_of(name) for name in READERS)
    of_fields = (normalise_name(name) for fields in tables for names in fields.values() for name in names)
    return frozenset(of_fields).union(*(each for name in READERS for each in signatures_of(name)))


def columns_of(path: Path, table: Table, source_format: str) -> dict[str, tuple[str, ...]]:
    """Return field -> columns of the table, as the reader of a format would take them."""
    fields = dict(fields_of(source_format))
    plain = Source(name="unknown", format=source_format, files="unknown")
    return Rows(path, replace(table, frame=table.frame.head(0)), plain, fields).columns


def find_format(
    path: Path, kind: Kind, table: Table | None, plain: Source
) -> tuple[Finding, tuple[Candidate, ...]]:
    """Return the format and every candidate, best first; proven is one that is ahead of all others."""
    by_headers = [_by_headers(path, table, name) for name in READERS if fields_of(name)] if table else []
    by_headers = sorted((each for each in by_headers if len(each.headers) >= LEAST_HEADERS), key=_rank)
    known = {each.format for each in by_headers}
    is_table = kind in ("delimited", "workbook")
    others = [name for name in READERS if name not in known and not (is_table and fields_of(name))]
    tried = [
        *(replace(each, attempt=attempt(path, plain, each.format)) for each in by_headers[:TRIED]),
        *by_headers[TRIED:],
        *(Candidate(name, (), len(fields_of(name)), attempt(path, plain, name)) for name in others),
    ]
    found = (each for each in tried if each.headers or each.rows_accepted or _lacks_settings(each))
    candidates = sorted(found, key=_rank)
    return _verdict(candidates), tuple(candidates)


def attempt(path: Path, source: Source, source_format: str | None = None) -> Attempt:
    """Read the file as a source would be read; what goes wrong is part of the answer."""
    source = source.model_copy(update={"format": source_format or source.format})
    day = as_of_date(source, path.name, date(2000, 1, 1))
    context = ReadContext(FiscalCalendar(), date.fromisoformat(day) if day else None)
    try:
        with as_unreadable(path):
            result = reader_for(source.format).read(path, source, context)
    except UnreadableFile as error:
        is_foreign = isinstance(error, NoHeader) or ASKS_FOR_SETTING not in error.remedy
        return Attempt(problem=f"{error.place}: {error.problem}; {error.remedy}", is_foreign=is_foreign)
    accepted = pl.concat([frame[ROW_NUMBER] for frame in result.tables.values()]).n_unique()
    first = result.rejected.unique("reason", keep="first", maintain_order=True)
    counts = result.rejected.unique([ROW_NUMBER, "reason"]).group_by("reason", maintain_order=True).len()
    return Attempt(
        rows_read=result.rows_read,
        rows_accepted=accepted,
        values=sum(
            frame.width * frame.height - sum(frame.null_count().row(0)) for frame in result.tables.values()
        ),
        rejected=dict(counts.sort("len", descending=True).rows()),
        examples=tuple(_example(row) for row in first.iter_rows(named=True)),
        ignored={rule: count for rule, count in result.ignored.items() if count},
    )


def _example(row: dict) -> str:
    place = f"row {row['row_number']}" + (f", {row['column_name']}" if row["column_name"] else "")
    return f"{place}: {row['detail'] or row['reason']}"


def _by_headers(path: Path, table: Table, name: str) -> Candidate:
    taken = columns_of(path, table, name).values()
    headers = dict.fromkeys(table.label(column) for columns in taken for column in columns)
    labels = {normalise_name(cell.name): cell.label for cell in table.header}
    signed = [each for each in signatures_of(name) if each <= labels.keys()]
    headers |= dict.fromkeys(label for key, label in labels.items() if any(key in each for each in signed))
    return Candidate(name, tuple(headers), len(fields_of(name)), None, is_signed=bool(signed))


def _lacks_settings(candidate: Candidate) -> bool:
    """Tell whether a reader understands the file, and only asks for settings such as the currency."""
    examples = candidate.attempt.examples if candidate.attempt else ()
    return bool(examples) and all(ASKS_FOR_SETTING in example for example in examples)


def _rank(candidate: Candidate) -> tuple:
    """What is no table by the values it fills; else those that can be read, by their headers."""
    attempt = candidate.attempt or Attempt()
    values = 0 if candidate.headers else attempt.values
    likeness = (-len(candidate.headers), candidate.lacks_values, candidate.known)
    return -values, not candidate.is_signed, attempt.is_foreign, *likeness


def _verdict(candidates: Iterable[Candidate]) -> Finding:
    best, second, *_ = [*candidates, None, None]
    if best is None:
        return Finding(None, False, "no reader knows two of its headers, nor accepts a row of it")
    if not best.headers:
        rows = f"{best.rows_accepted:,} of {best.rows_read:,} records accepted"
        return Finding(
            best.format, bool(best.rows_accepted) and (not second or not second.rows_accepted), rows
        )
    evidence = f"{len(best.headers)} headers known: {', '.join(best.headers)}"
    is_enough = best.is_signed or len(best.headers) >= LEAST_PROOF
    is_readable = best.attempt is not None and not best.attempt.is_foreign and not best.lacks_values
    return Finding(best.format, is_enough and is_readable and _is_ahead(best, second), evidence)


def _is_ahead(best: Candidate, second: Candidate | None) -> bool:
    if second is None or best.is_signed != second.is_signed:
        return True
    return len(second.headers) < len(best.headers) or second.lacks_values
