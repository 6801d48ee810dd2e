"""Reading delimited text (CSV, TSV; plain or gzip) into a `Table` in which every record is accounted for.

The fast way lets polars parse the file after `delimited_scan` has proved that the records are
rectangular and cleanly quoted. Any doubt leads to the careful way: Python's strict parser looks
at each record, bad ones are rejected with their line, and the good ones are read the fast way.
"""

import base64
import csv
import re
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from ingest.configuration import ReadOptions
from ingest.delimited_scan import Scan, scan
from ingest.reading import KnownRecords, Records, UnreadableFile
from ingest.record_hashes import layout_name, records_of, write_records
from ingest.table import (
    HEADER_SEARCH_ROWS,
    RAW_TEXT_LENGTH,
    ROW_NUMBER,
    HeaderCell,
    Table,
    count_expected,
    find_header,
    header_cells,
    lettered_header,
    no_header,
    reject,
    rejected_frame,
)
from ingest.text_file import as_utf8

DELIMITERS = (",", ";", "\t", "|")
PREVIEW_BYTES = 1 << 18
LONGEST_CELL = 1_000_000
# A quoted cell that runs on for longer is an unclosed quote, not a description.
LONGEST_RECORD_LINES = 5_000
MOST_BROKEN_QUOTES = 1_000
MOST_REJECTED = 100_000
ESCAPED_BYTE = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True)
class _Layout:
    """Where the header is and how the records below it are cut."""

    header: tuple[HeaderCell, ...]
    delimiter: str
    rows_above: int
    lines: int  # physical lines down to the end of the header
    start: int  # offset of the first data byte
    above: tuple[tuple[str | None, ...], ...] = ()


def read_delimited(
    path: Path, options: ReadOptions, expected: Collection[str], known: KnownRecords | None = None
) -> Table:
    """Read a delimited file; `expected` are normalised header names. Raises UnreadableFile.

    With `known`, records of a clean file that stand in it are left unread.
    """
    with TemporaryDirectory(prefix="portfolio-") as folder:
        text = as_utf8(path, options.encoding, Path(folder))
        layout = _find_layout(path, text, options, expected)
        account = scan(text, layout.start, layout.delimiter)
        if _is_plain(account, len(layout.header)):
            name = layout_name([cell.name for cell in layout.header], layout.delimiter)
            records = records_of(text, layout.start, account, name, known) if known else None
            if records and len(records.unread):
                frame = _parse_unknown(text, layout, account, records, Path(folder) / "unknown.csv")
            else:
                frame = _parse(text, layout, account)
            if frame is not None:
                return _table(layout, frame, [], records)
        rejected, numbers = _sort_out(path, text, layout, Path(folder) / "good.csv")
        good = _Layout(layout.header, ",", 0, 0, 0)
        frame = _parse(Path(folder) / "good.csv", good, Scan(records=len(numbers)))
        if frame is None:
            raise UnreadableFile(
                path, "records", "the parsers disagree on its records", "export it anew as UTF-8 CSV"
            )
        return _table(layout, frame.with_columns(pl.Series(ROW_NUMBER, numbers, pl.Int64)), rejected)


def _find_layout(path: Path, text: Path, options: ReadOptions, expected: Collection[str]) -> _Layout:
    beginning = read_beginning(text)
    candidates = (options.delimiter,) if options.delimiter else DELIMITERS
    previews = {delimiter: preview(beginning, delimiter) for delimiter in candidates}

    def fitness(delimiter: str) -> tuple[int, int]:
        rows = [row for row, _ in previews[delimiter]]
        return max((count_expected(row, expected) for row in rows), default=0), len(rows[0]) if rows else 0

    delimiter = max(candidates, key=fitness)
    rows = [row for row, _ in previews[delimiter]]
    if options.header_row == 0 and rows:
        return _Layout(header_cells(lettered_header(len(rows[0]))), delimiter, 0, 0, 0)
    index = options.header_row - 1 if options.header_row else find_header(rows, expected)
    if index is None or index >= len(rows):
        raise no_header(path, rows, f"header (delimiter {delimiter!r})")
    if ESCAPED_BYTE.search("".join(rows[index])):
        raise UnreadableFile(
            path, "header", f"it is not {options.encoding}", "set read.encoding, e.g. cp1252"
        )
    lines = previews[delimiter][index][1]
    start = sum(len(line.encode("utf-8", "surrogateescape")) for line in _lines(beginning)[:lines])
    above = tuple(tuple(row) for row in rows[:index])
    return _Layout(header_cells(rows[index]), delimiter, index, lines, start, above)


def read_beginning(text: Path) -> str:
    """Return the first characters of a UTF-8 file, in which the header must stand."""
    with text.open("rb") as file:
        return file.read(PREVIEW_BYTES).decode("utf-8", "surrogateescape")


def _lines(text: str) -> list[str]:
    """Split at line feeds only, as the parsers do, and keep them."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def preview(text: str, delimiter: str) -> list[tuple[list[str], int]]:
    """Return the first records, each with the number of physical lines down to its end."""
    csv.field_size_limit(LONGEST_CELL * 2)
    reader = csv.reader(_lines(text), delimiter=delimiter)
    found = []
    try:
        for record in reader:
            cells = [cell.removeprefix("\ufeff") for cell in record]
            found.append((cells, reader.line_num))
            if len(found) == HEADER_SEARCH_ROWS:
                break
    except csv.Error:
        pass  # the careful way reports it, with its line
    return found


def _is_plain(account: Scan, width: int) -> bool:
    """Tell whether every record is certain to parse to exactly `width` cells."""
    return (
        account.is_well_quoted
        and not account.has_nul
        and account.longest <= LONGEST_CELL
        and account.is_rectangular(width)
    )


def _parse(text: Path, layout: _Layout, account: Scan) -> pl.DataFrame | None:
    """Parse with polars; None when it does not return exactly the records that were counted."""
    schema = {f"c{index}": pl.String() for index in range(len(layout.header))}
    if not account.records:
        return pl.DataFrame(schema={ROW_NUMBER: pl.Int64()} | schema)
    try:
        frame = pl.read_csv(
            text,
            has_header=False,
            skip_lines=layout.lines,
            separator=layout.delimiter,
            schema=schema,
            infer_schema=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if frame.height != account.records:
        return None
    empty_to_null = [pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in schema]
    return frame.select(pl.int_range(1, pl.len() + 1).alias(ROW_NUMBER), *empty_to_null)


def _parse_unknown(
    text: Path, layout: _Layout, account: Scan, records: Records, target: Path
) -> pl.DataFrame | None:
    """Parse the records that are not known, from a file of their own."""
    numbers = records.read[ROW_NUMBER]
    write_records(text, layout.start, account, numbers, target)
    part = _Layout(layout.header, layout.delimiter, 0, 0, 0)
    frame = _parse(target, part, Scan(records=len(numbers)))
    return frame if frame is None else frame.with_columns(numbers)


def _table(
    layout: _Layout, frame: pl.DataFrame, rejected: list[dict], records: Records | None = None
) -> Table:
    """Set aside the blank rows and the repeated headers, and count."""
    rows_read = layout.rows_above + frame.height + len(rejected) + (len(records.unread) if records else 0)
    names = [cell.name for cell in layout.header]
    columns = frame.columns[1:]
    first_is_blank = pl.col(columns[0]).str.strip_chars().fill_null("") == ""
    suspects = frame.filter(first_is_blank | (pl.col(columns[0]).str.strip_chars() == names[0]))
    is_blank = pl.all_horizontal(pl.col(columns).str.strip_chars().fill_null("") == "")
    is_header = pl.all_horizontal(
        pl.col(column).str.strip_chars().fill_null("") == name
        for column, name in zip(columns, names, strict=True)
    )
    blank = suspects.filter(is_blank)[ROW_NUMBER]
    headers = suspects.filter(is_header & ~is_blank)[ROW_NUMBER]
    rejected += [reject(number, "repeated_header", "the header line again", names) for number in headers]
    if len(blank) or len(headers):
        frame = frame.filter(~pl.col(ROW_NUMBER).is_in(pl.concat([blank, headers]).implode()))
    ignored = {"above_header": layout.rows_above, "blank_row": len(blank)}
    return Table(
        layout.header,
        frame,
        rejected_frame(rejected),
        {rule: n for rule, n in ignored.items() if n},
        rows_read,
        records=records,
        above=layout.above,
    )


class _Lines:
    """Physical lines that can be put back, so that reading resumes after a broken record."""

    def __init__(self, lines: Iterator[str], first_number: int) -> None:
        self._lines = lines
        self._returned: deque[str] = deque()
        self.number = first_number - 1  # of the line handed out last

    def next(self) -> str | None:
        line = self._returned.popleft() if self._returned else next(self._lines, None)
        self.number += line is not None
        return line

    def put_back(self, lines: list[str]) -> None:
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)


def _sort_out(path: Path, text: Path, layout: _Layout, good: Path) -> tuple[list[dict], list[int]]:
    """Write the good records to `good`; return the rejected ones and the good ones' row numbers."""
    rejected: list[dict] = []
    numbers: list[int] = []
    with (
        text.open(encoding="utf-8", errors="surrogateescape", newline="\n") as source,
        good.open("w", encoding="utf-8", newline="") as target,
    ):
        write = csv.writer(target).writerow
        for _ in range(layout.lines):
            next(source)
        lines = _Lines(source, layout.lines + 1)
        row_number = 0
        while (line := lines.next()) is not None:
            row_number += 1
            start = lines.number
            cells, content = _next_record(lines, line, layout.delimiter)
            problem = _problem(cells, content, len(layout.header))
            if problem is None:
                write(cells if cells and len(cells) == len(layout.header) else [None] * len(layout.header))
                numbers.append(row_number)
                continue
            reason, detail = problem
            rejected.append(reject(row_number, reason, f"line {start}: {detail}", _shown(content)))
            _stop_when_hopeless(path, rejected)
    return rejected, numbers


def _next_record(lines: _Lines, line: str, delimiter: str) -> tuple[list[str] | None, str]:
    """Return a record's cells and text; of one with broken quotes only the first line, and no cells."""
    if '"' not in line:
        return line.rstrip("\r\n").split(delimiter), line
    taken = [line]

    def feed() -> Iterator[str]:
        yield line
        while len(taken) < LONGEST_RECORD_LINES and (following := lines.next()) is not None:
            taken.append(following)
            yield following

    try:
        return next(csv.reader(feed(), delimiter=delimiter, strict=True)), "".join(taken)
    except csv.Error:
        lines.put_back(taken[1:])
        return None, line


def _problem(cells: list[str] | None, content: str, width: int) -> tuple[str, str] | None:
    """Return why a record cannot be taken, as (reason, detail)."""
    if ESCAPED_BYTE.search(content):
        return "encoding", "holds bytes that are not text in the file's encoding; see read.encoding"
    if "\0" in content:
        return "nul", "holds a NUL byte"
    if cells is None:
        return "quote", "a quote is not closed, or stands inside an unquoted cell"
    if len(content) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL:
        return "cell_too_long", f"a cell is longer than {LONGEST_CELL:,} characters"
    if len(cells) != width and content.strip():
        return "width", f"{len(cells)} cells where the header has {width}"
    return None


def _shown(content: str) -> dict[str, str]:
    """Return the beginning of a record as it goes to quarantine; bytes that are no text as base64."""
    shown = content[:RAW_TEXT_LENGTH]
    if ESCAPED_BYTE.search(shown):
        return {"base64": base64.b64encode(shown.encode("utf-8", "surrogateescape")).decode()}
    return {"text": shown}


def _stop_when_hopeless(path: Path, rejected: list[dict]) -> None:
    """Each broken quote is looked for afresh over many lines: too many mean that the dialect is another."""
    if len(rejected) % MOST_BROKEN_QUOTES:
        return
    if len(rejected) >= MOST_REJECTED:
        problem = f"{MOST_REJECTED:,} records cannot be cut into cells"
        raise UnreadableFile(path, rejected[0]["detail"], problem, "export it anew as CSV")
    if sum(row["reason"] == "quote" for row in rejected) >= MOST_BROKEN_QUOTES:
        raise UnreadableFile(
            path,
            rejected[0]["detail"],
            f"{MOST_BROKEN_QUOTES:,} records with broken quotes",
            "export it anew as CSV",
        )
