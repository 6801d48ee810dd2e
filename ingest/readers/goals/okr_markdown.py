"""OKRs in the tables of a Markdown file -> `objectives`, `key_results`, `key_result_check_ins`.

A table either names its columns as an OKR sheet does, or holds both in its first column: objectives in
bold, or alone in their row, and the key results below them. What no column tells is told by the headings
above: the period (`## 2026 Q3`), and the objective of a table of key results alone. All tables of a file
are read as one, so that a key result may stand in several quarters.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from ingest.configuration import FiscalCalendar, Source
from ingest.parsing.markdown import MarkdownTable, is_bold, markdown_tables, plain_text
from ingest.parsing.periods import parse_period
from ingest.readers._rows import Fields
from ingest.readers.goals._okr_fields import KEY_RESULT_FIELDS, OBJECTIVE_FIELDS, PERIOD_FIELDS
from ingest.readers.goals._okr_read import numbered, okr_rows, read_parts
from ingest.readers.goals._okr_tables import KNOWN_NAMES
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.table import ROW_NUMBER, Table, header_cells, normalise_name, reject, rejected_frame
from ingest.text_file import as_utf8

PERIOD_NAMES = frozenset(name for names in PERIOD_FIELDS.values() for name in names)
OBJECTIVE, KEY_RESULT, PERIOD = "Objective", "Key Result", "Quarter"


class OkrMarkdownReader:
    """One key result, or one objective, a row of a table."""

    format = "okr_markdown"
    tables = ("objectives", "key_results", "key_result_check_ins")
    description = "OKRs in the tables of a Markdown file, periods and objectives also from its headings"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read all tables of a file that hold key results; raises UnreadableFile."""
        tables = markdown_tables(_text(path, source))
        mapping = source.read.columns
        body = _Body(
            _names(OBJECTIVE_FIELDS, mapping, "objective_name", "objective_code"),
            _names(KEY_RESULT_FIELDS, mapping, "key_result_name", "key_result_code"),
        )
        for table in tables:
            body.add(table, context.calendar)
        if not body.records and not body.rejected:
            shown = "; ".join(", ".join(map(plain_text, table.header)) for table in tables[:3]) or "none"
            problem = f"no table of objectives or key results; its tables have the columns: {shown}"
            raise UnreadableFile(path, "tables", problem, "map their columns in read.columns")
        rows = okr_rows(path, numbered(body.table()), source)
        return read_parts([rows], context)


def _names(fields: Fields, mapping: Mapping[str, str], *of: str) -> frozenset[str]:
    """Return the folded header names of some fields, those of read.columns too."""
    known = (name for each in of for name in fields[each])
    return frozenset((*known, *(normalise_name(mapping[each]) for each in of if each in mapping)))


def _text(path: Path, source: Source) -> str:
    with TemporaryDirectory(prefix="portfolio-") as folder:
        content = as_utf8(path, source.read.encoding, Path(folder)).read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, f"byte {error.start}", "it is not UTF-8", "set read.encoding") from error


@dataclass
class _Body:
    """The rows of all tables of a file, numbered in its order."""

    objective_names: frozenset[str]
    key_result_names: frozenset[str]
    count: int = 0
    records: list[dict[str, str | int | None]] = field(default_factory=list)
    rejected: list[dict] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)  # folded name -> as first written

    def add(self, table: MarkdownTable, calendar: FiscalCalendar) -> None:
        """Take in the rows of one table; those of a table without key results are counted."""
        labels = [cell.label for cell in header_cells([plain_text(name) for name in table.header])]
        names = {normalise_name(label) for label in labels}
        is_plain = bool(names & (self.objective_names | self.key_result_names))
        is_two_in_one = not is_plain and _holds_both(table, names)
        if not is_plain and not is_two_in_one:
            self._ignore("other_table", len(table.rows))
            self.count += len(table.rows)
            return
        told = _told_by_headings(table.headings, calendar)
        if names & PERIOD_NAMES:
            told.pop(PERIOD, None)
        if is_two_in_one or names & self.objective_names:
            told.pop(OBJECTIVE, None)
        has_objective = OBJECTIVE in told
        for cells in table.rows:
            self.count += 1
            values = [plain_text(cell) or None for cell in cells]
            if len(cells) > len(labels):
                detail = f"{len(cells)} cells where the header has {len(labels)}; escape a pipe as \\|"
                self.rejected.append(reject(self.count, "width", detail, cells))
            elif not any(values):
                self._ignore("blank_row", 1)
            else:
                record = dict(zip(labels, [*values, *[None] * (len(labels) - len(cells))], strict=True))
                if is_two_in_one:
                    record = _parted(record, labels[0], is_objective=_is_objective(cells, values))
                has_objective |= any(record[label] for label in record if self._is_objective(label))
                self._take(
                    record | told,
                    has_objective=has_objective,
                    is_named=not is_two_in_one or _is_named(record),
                )

    def _take(self, record: dict[str, str | None], *, has_objective: bool, is_named: bool) -> None:
        if not has_objective and not is_named:
            self._ignore("above_first_objective", 1)  # a row of totals or a legend
        elif not has_objective:
            detail = "no objective stands above it in its table, or in a heading"
            self.rejected.append(reject(self.count, "objective_unclear", detail, record, "objective_name"))
        else:
            labels = {
                label: self.labels.setdefault(normalise_name(label) or label, label) for label in record
            }
            self.records.append({ROW_NUMBER: self.count, **{labels[name]: v for name, v in record.items()}})

    def _is_objective(self, label: str) -> bool:
        return normalise_name(label) in self.objective_names

    def _ignore(self, rule: str, rows: int) -> None:
        if rows:
            self.ignored[rule] = self.ignored.get(rule, 0) + rows

    def table(self) -> Table:
        """Return all rows as one table."""
        names = list(self.labels.values())
        columns = {f"c{i}": [record.get(name) for record in self.records] for i, name in enumerate(names)}
        numbers = [record[ROW_NUMBER] for record in self.records]
        schema = {ROW_NUMBER: pl.Int64()} | dict.fromkeys(columns, pl.String())
        frame = pl.DataFrame({ROW_NUMBER: numbers} | columns, schema=schema)
        return Table(header_cells(names), frame, rejected_frame(self.rejected), self.ignored, self.count)


def _holds_both(table: MarkdownTable, names: set[str]) -> bool:
    """Tell whether the first column holds objectives and key results, beside a column that is known."""
    kinds = {_is_objective(cells, [plain_text(cell) for cell in cells]) for cells in table.rows if cells[0]}
    return bool(names & KNOWN_NAMES) and kinds == {True, False}


def _is_objective(cells: list[str], values: list[str | None]) -> bool:
    return bool(values[0]) and (is_bold(cells[0]) or not any(values[1:]))


def _parted(record: dict[str, str | None], label: str, *, is_objective: bool) -> dict[str, str | None]:
    """Put the first cell of a row where it belongs: to the objectives or to the key results."""
    rest = {name: value for name, value in record.items() if name != label}
    name = record[label]
    return {OBJECTIVE: name if is_objective else None, KEY_RESULT: None if is_objective else name} | rest


def _is_named(record: dict[str, str | None]) -> bool:
    return bool(record[OBJECTIVE] or record[KEY_RESULT])


def _told_by_headings(headings: tuple[str, ...], calendar: FiscalCalendar) -> dict[str, str]:
    """Return the period of the headings, `2026` and `Q3` taken together; and the last one, if it is none."""
    found: dict[str, str] = {}
    for heading in headings:
        if period := _period_in(heading, calendar):
            whole = f"{found.get(PERIOD, '')} {period}".strip()
            found[PERIOD] = whole if parse_period(whole, calendar, 2000) else period
    if headings and not _period_in(headings[-1], calendar):
        found[OBJECTIVE] = headings[-1]
    return found


def _period_in(heading: str, calendar: FiscalCalendar) -> str | None:
    """Return the label of a period among the words of a heading, `Q3 FY26` before `Q3`."""
    words = re.findall(r"[\w/-]+", heading)
    pairs = [" ".join(pair) for pair in pairwise(words)]
    return next((label for label in (*pairs, *words) if parse_period(label, calendar, 2000)), None)


READER = OkrMarkdownReader()
