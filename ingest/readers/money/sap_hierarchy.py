"""SAP's project reports by WBS level, such as S_ALR_87013558 -> `budget_lines`, and by month `ledger_lines`.

    format: sap_hierarchy
    read:
      currency: EUR
      constants: {version_name: current, fiscal_year: "2026"}

A row of a higher level includes those below it: only the lowest rows are read, and each row above them is
compared with their sum, so that a budget or posting of its own does not get lost unseen. Levels are told by
a column Level, else by indentation; the year by the rows above the header, unless it is set. The budget is
a line of that year; actuals and commitments belong to no month and stay in `extra`, unless
`read.constants` names the `fiscal_period` that the report was restricted to.

The layout is not documented in one form; column names that are not known here are given with `read.columns`.
"""

import re
from dataclasses import replace
from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.readers._rows import Fields, Rows
from ingest.readers.money import budget
from ingest.readers.money._page_marks import without_marks
from ingest.readers.money._totals import Totals, take_totals
from ingest.readers.money._wide import WideColumn, columns_with_lines, melt
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.table import ROW_NUMBER
from ingest.tabular import read_table
from ingest.workbook_outline import row_levels

AMOUNT = re.compile(
    r"((?:current |original |released |distributed )?budget|plan|actuals?|commitments?|obligo|ist)"
    r"(?: costs?)?",
    re.IGNORECASE,
)
FIELDS: Fields = dict.fromkeys(budget.FIELDS, ()) | {
    "cost_object_code": ("object", "wbs element", "wbs", "project object", "psp element"),
    "description": ("description", "name", "object name"),
    "level": ("level", "hierarchy level", "stufe"),
}
OBJECT = r"^(?:PRJ|PRO|WBS|PSP|NTW|NWA|ORD|AUF)\s+(\S+)(?:\s+(.+))?$"  # `WBS P-100.1  Build`
FISCAL_YEAR = re.compile(r"(?:fiscal year|geschäftsjahr)\W*(\d{4})", re.IGNORECASE)


class SapHierarchyReader:
    """A project structure with its amounts; only the lowest rows are lines."""

    format = "sap_hierarchy"
    tables = ("budget_lines", "ledger_lines")
    description = "SAP budget, actual and commitment by WBS level (CSV, Excel)"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one report; raises UnreadableFile, also when nothing tells its year or its levels."""
        expected = [name for names in FIELDS.values() for name in names]
        table = read_table(path, source.read, (*expected, "budget", "actual", "commitment"))
        rows = Rows(path, without_marks(table), source, FIELDS)
        used = _columns(rows)
        totals = take_totals(rows)
        parents = _take_parents(rows, totals)
        code = pl.col("cost_object_code")
        rows.frame = rows.frame.with_columns(
            pl.coalesce("description", code.str.extract(OBJECT, 2)).alias("description"),
            pl.coalesce(code.str.extract(OBJECT, 1), code).alias("cost_object_code"),
        )
        ignored = totals.ignored | parents.ignored | melt(rows, used)
        budget.read_plan(rows, context.calendar, None)
        compared = [budget.compared(rows, each, is_wide=True) for each in (totals, parents)]
        stated = pl.concat(compared).sort(ROW_NUMBER)
        return replace(rows.result(budget.emit_versions(rows), ignored), control_totals=stated)


def _columns(rows: Rows) -> list[WideColumn]:
    """Return the columns with lines, each of the report's fiscal year."""
    constants = rows.options.constants
    above = (FISCAL_YEAR.search(" ".join(filter(None, row))) for row in rows.table.above)
    year = constants.get("fiscal_year") or next((found[1] for found in above if found), None)
    if year is None:
        remedy = 'set read.constants: {fiscal_year: "2026"}'
        raise UnreadableFile(rows.path, "above the header", "no fiscal year", remedy)
    period = constants.get("fiscal_period")
    found = []
    for column in rows.unknown:
        if words := AMOUNT.fullmatch(rows.table.header[int(column[1:])].name):
            found.append(WideColumn(column, words[1], year, period, None, 1, 1 if period else 12))
    if not (used := columns_with_lines(found)):
        raise UnreadableFile(rows.path, "header", "no budget", "name the period in read.constants")
    return used


def _take_parents(rows: Rows, totals: Totals) -> Totals:
    """Take the rows that have rows below them out of the frame, as totals of what is below."""
    levels = _levels(rows, totals)
    last_row = max(levels[ROW_NUMBER].to_list(), default=0)
    ends: dict[int, int] = {}
    open_rows: list[tuple[int, int]] = []
    for number, _, level in levels.rows():
        while open_rows and open_rows[-1][1] >= level:
            ends[open_rows.pop()[0]] = number - 1
        open_rows.append((number, level))
    for number, _ in open_rows:
        ends[number] = last_row
    found = levels.with_columns(
        (pl.col(ROW_NUMBER) + 1).alias("first_row"),
        pl.col(ROW_NUMBER).replace_strict(ends, return_dtype=pl.Int64).alias("last_row"),
        (pl.col("level").shift(-1) > pl.col("level")).fill_null(False).alias("is_parent"),
    )
    parents = found.filter("is_parent").select(ROW_NUMBER, "label", "first_row", "last_row")
    is_parent = pl.col(ROW_NUMBER).is_in(parents[ROW_NUMBER].implode())
    count = rows.frame.filter(is_parent).height  # a parent without any amount counts as a heading
    rows.frame = rows.frame.filter(~is_parent)
    return Totals({"parent_row": count} if count else {}, parents)


def _levels(rows: Rows, totals: Totals) -> pl.DataFrame:
    """Return row number, label and level of each row but totals; raises UnreadableFile without levels."""
    if "level" in rows.present:
        rows.whole_numbers("level")
        rows.require("level")
        return rows.frame.select(
            ROW_NUMBER, pl.col("cost_object_code").alias("label"), pl.col("level").fill_null(0)
        )
    column = next(iter(rows.columns.get("cost_object_code", ())), None)
    text = pl.col(column).fill_null("") if column else pl.lit("")
    found = rows.table.frame.filter(~pl.col(ROW_NUMBER).is_in(totals.rows[ROW_NUMBER].implode())).select(
        ROW_NUMBER,
        text.str.strip_chars().alias("label"),
        text.str.extract(r"^(\s*)").str.len_chars().cast(pl.Int64).alias("level"),
    )
    if column and rows.table.sheet is not None and not (found["level"] > 0).any():
        indents = row_levels(rows.path, rows.table.sheet, int(column[1:]))
        below_header = rows.table.ignored.get("above_header", 0) + 1
        levels = [indents.get(number + below_header, 0) for number in found[ROW_NUMBER]]
        found = found.with_columns(pl.Series("level", levels, pl.Int64))
    if found["level"].n_unique() == 1 and found.height > 1:
        problem = "neither a column Level nor indented rows: parents cannot be told from their parts"
        raise UnreadableFile(rows.path, "the rows", problem, "export it with a level column")
    return found


READER = SapHierarchyReader()
