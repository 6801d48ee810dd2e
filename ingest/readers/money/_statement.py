"""Profit and loss statements: accounts in sections, each closed by its total, a column for each amount.

A section opens with a row X and closes with `Total X`; the row X may have amounts of its own beside those of
its accounts. The nearest section with a known name tells expense from revenue. Net and gross lines outside
any section are sums of sections. What was spent in one month becomes ledger lines, with revenue as a credit;
budgets become budget lines. Amounts of other months given for comparison, and variances, stay in `extra`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from ingest.configuration import FiscalCalendar, Source
from ingest.parsing.periods import month_period
from ingest.readers._rows import Fields, Rows
from ingest.readers.money import budget
from ingest.readers.money._page_marks import without_marks
from ingest.readers.money._totals import TOTAL_OF, take_totals
from ingest.readers.money._wide import WideColumn, columns_with_lines, melt, period_column
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.table import ROW_NUMBER, Table
from ingest.tabular import read_table

AMOUNT = re.compile(r"(actuals?|amount|budget(?: amount)?)(?: \((.+)\))?", re.IGNORECASE)
SECTIONS = {
    "revenue": "(?:operating |other )?(?:income|revenues?)|sales",
    "expense": "(?:operating |other )?expenses?|cost of (?:goods sold|sales|revenues?)|cogs|overhead",
}
RUNNING = r"^(?:net|gross|total net) \p{L}|^change in net assets|^excess of "
CODE = r"^(\d[\w.]*) +[-\u00b7] +(.+)$"  # `40000 - Revenue`
FOOTER = r"(?:Accrual|Cash) [Bb]asis"
MONTHS = re.compile(
    r"(?:from |for )?(?P<first>[^\W\d]+)\.?(?: \d{1,2},?)?(?: (?P<year>\d{4}))? ?(?:-|\u2013|to|through) ?"
    r"(?P<last>[^\W\d]+)\.?(?: \d{1,2},?)? (?P<last_year>\d{4})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """A tool's statement: how its header is found, and which stretch of time stands above a column."""

    format: str
    description: str
    expected: tuple[str, ...]  # names by which the header is found
    labels: tuple[str, ...]  # names of the column of accounts
    above: Callable[[Table, int], str]  # what stands above a column's name
    tables: tuple[str, ...] = ("budget_lines", "ledger_lines")

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one statement; raises UnreadableFile, also when nothing tells its months."""
        table = without_marks(read_table(path, source.read, self.expected), footer=FOOTER)
        fields: Fields = dict.fromkeys(budget.FIELDS, ()) | {"account_name": self.labels}
        rows = Rows(path, table, source, fields)
        used = self._columns(rows, context.calendar)
        sections = _sections(rows)
        totals = take_totals(rows, opens_groups=True)
        ignored = dict(totals.ignored)
        _tell_expense_from_revenue(rows, sections)
        name = pl.col("account_name")
        rows.frame = rows.frame.with_columns(
            pl.coalesce("account_code", name.str.extract(CODE, 1)).alias("account_code"),
            pl.coalesce(name.str.extract(CODE, 2), name).alias("account_name"),
        )
        ignored |= melt(rows, used)
        budget.read_plan(rows, context.calendar, None)
        result = rows.result(budget.emit_versions(rows), ignored)
        return replace(result, control_totals=budget.compared(rows, totals, is_wide=True))

    def _columns(self, rows: Rows, calendar: FiscalCalendar) -> list[WideColumn]:
        title = _title_period(rows, calendar)
        found = []
        for column in rows.unknown:
            if words := AMOUNT.fullmatch(rows.table.header[int(column[1:])].name):
                label = words[2] or self.above(rows.table, int(column[1:]))
                known = period_column(column, words[1], label, calendar, rows.options.months)
                version = {"column": column, "header_version": words[1]}
                found.append(known or (title and replace(title, **version)))
        used = columns_with_lines(column for column in found if column is not None)
        if not used:
            problem = "no column of a month, and no budget of a longer time"
            remedy = "export it by month, or set read.constants: {fiscal_year: ..., fiscal_period: ...}"
            raise UnreadableFile(rows.path, "header", problem, remedy)
        return used


def _title_period(rows: Rows, calendar: FiscalCalendar) -> WideColumn | None:
    """Return the time of the whole statement, from portfolio.yml, else from the rows above the header."""
    constants = rows.options.constants
    if year := constants.get("fiscal_year"):
        period = constants.get("fiscal_period")
        return WideColumn("", None, year, period, constants.get("period_start_date"), 1, 1 if period else 12)
    for text in (cell.strip() for row in rows.table.above for cell in row if cell and cell.strip()):
        if found := period_column("", None, text, calendar, rows.options.months) or _months(text, calendar):
            return found
    return None


def _months(text: str, calendar: FiscalCalendar) -> WideColumn | None:
    """Return the stretch from one month to another of the same fiscal year."""
    if (words := MONTHS.fullmatch(" ".join(text.split()))) is None:
        return None
    first = month_period(f"{words['first']} {words['year'] or words['last_year']}", calendar)
    last = month_period(f"{words['last']} {words['last_year']}", calendar)
    if first is None or last is None or first[0] != last[0] or first[1] > last[1]:
        return None
    found = period_column("", None, f"{words['first']} {words['year'] or words['last_year']}", calendar, None)
    length = last[1] - first[1] + 1
    is_year = length == 12
    start = None if found is None or is_year else found.period_start_date
    period = str(first[1]) if length == 1 else None
    return WideColumn("", None, str(first[0]), period, start, first[1], length)


def _sections(rows: Rows) -> pl.DataFrame:
    """Return per row the type of its nearest section with a known name, and whether it is in any section."""
    label = pl.col("account_name").str.to_lowercase()
    labels = rows.frame.select(ROW_NUMBER, label.alias("label"), label.str.extract(TOTAL_OF).alias("part"))
    closes = _closing_rows(labels)
    opened_by = dict(zip(closes.values(), closes, strict=True))
    open_sections: list[tuple[int, str]] = []
    found = []
    for number, name, _ in labels.rows():
        if number in closes:
            open_sections = [section for section in open_sections if section[0] < closes[number]]
        elif number in opened_by:
            open_sections.append((number, name))
        found.append((number, _type_of([name for _, name in open_sections]), bool(open_sections)))
    schema = {ROW_NUMBER: pl.Int64(), "section": pl.String(), "is_inside": pl.Boolean()}
    return pl.DataFrame(found, schema=schema, orient="row")


def _closing_rows(labels: pl.DataFrame) -> dict[int, int]:
    """Return row of `Total X` -> the nearest row X above that no other total closes."""
    seen: dict[str, list[int]] = {}
    closes = {}
    for number, label, part in labels.rows():
        if part and seen.get(part):
            closes[number] = seen[part].pop()
        elif label:
            seen.setdefault(label, []).append(number)
    return closes


def _type_of(sections: list[str]) -> str | None:
    for name in reversed(sections):
        plain = re.sub(r"^\d[\w.]* +[-\u00b7] +", "", name)
        for line_type, words in SECTIONS.items():
            if re.fullmatch(words, plain):
                return line_type
    return None


def _tell_expense_from_revenue(rows: Rows, sections: pl.DataFrame) -> None:
    """Set `line_type`; leave the sums of sections out; refuse what nobody can tell."""
    rows.frame = rows.frame.join(sections, on=ROW_NUMBER, how="left", maintain_order="left")
    is_running = pl.col("account_name").str.to_lowercase().str.contains(RUNNING)
    rows.leave_out(~pl.col("is_inside") & is_running, "running_line")
    rows.frame = rows.frame.with_columns(pl.coalesce("section", "line_type").alias("line_type"))
    detail = "in no section of expense or revenue; set read.constants: {line_type: ...}"
    rows.refuse(pl.col("line_type").is_null(), "unknown_section", "line_type", detail)
    rows.frame = rows.frame.drop("section", "is_inside")
