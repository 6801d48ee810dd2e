"""Deltek Costpoint's CSSR budgets (input file PROJ_CSSR_BUD), fixed width -> `budget_lines`.

    format: costpoint_budget
    read: {currency: USD, constants: {version_name: current}}

Positions are those that Deltek documents for Import CSSR Budgets (help.deltek.com, Costpoint 8.2). The
scheduled amount of a project in a subperiod is a line; performed amounts, cost of money and G&A stay in
`extra`.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from ingest.configuration import Source
from ingest.readers._rows import Fields, Rows
from ingest.readers.money import budget
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.table import ROW_NUMBER, Table, header_cells, reject, rejected_frame
from ingest.text_file import as_utf8

POSITIONS = {  # name -> width, in the order of the line
    "PROJ_ID": 30, "FY_CD": 6, "PD_NO": 2, "SUB_PD_NO": 2, "SCHEDULED_AMT": 14, "PERFORMED_AMT": 14,
    "SCHEDULED_COM_AMT": 14, "PERFORMED_COM_AMT": 14, "SCHEDULED_GA_AMT": 14, "PERFORMED_GA_AMT": 14,
}  # fmt: skip
SHORTEST, LONGEST = 54, sum(POSITIONS.values())  # to the end of SCHEDULED_AMT, to that of the last column
FIELDS: Fields = dict.fromkeys(budget.FIELDS, ()) | {
    "cost_object_code": ("PROJ_ID",),
    "fiscal_year": ("FY_CD",),
    "fiscal_period": ("PD_NO",),
    "amount": ("SCHEDULED_AMT",),
}


class CostpointBudgetReader:
    """One project and subperiod a line."""

    format = "costpoint_budget"
    tables = ("budget_lines",)
    description = "Deltek Costpoint CSSR budgets (PROJ_CSSR_BUD), fixed width"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one file; raises UnreadableFile, also when the source names no version."""
        rows = Rows(path, _table(path, source), source, FIELDS)
        if "version_name" not in rows.present:
            remedy = "set read.constants: {version_name: current}"
            raise UnreadableFile(path, "the file", "it names no version of the budget", remedy)
        budget.read_plan(rows, context.calendar, None)
        return rows.result({"budget_lines": rows.emit("budget_lines")})


def _table(path: Path, source: Source) -> Table:
    """Cut the lines at their positions."""
    with TemporaryDirectory(prefix="portfolio-") as folder:
        text = as_utf8(path, source.read.encoding, Path(folder)).read_text(encoding="utf-8", errors="replace")
    texts = pl.Series("line", text.removeprefix("\ufeff").removesuffix("\n").split("\n"), pl.String)
    lines = texts.to_frame().select(
        pl.int_range(1, pl.len() + 1).alias(ROW_NUMBER), pl.col("line").str.strip_chars_end()
    )
    length, is_blank = pl.col("line").str.len_chars(), pl.col("line") == ""
    is_line = length.is_between(SHORTEST, LONGEST)
    wrong = lines.filter(~is_blank & ~is_line)
    detail = f"not {SHORTEST} to {LONGEST} characters long"
    rejected = [reject(number, "width", detail, {"text": line}, None) for number, line in wrong.rows()]
    starts = [sum([*POSITIONS.values()][:place]) for place in range(len(POSITIONS))]
    cells = [
        pl.col("line").str.slice(start, width).str.strip_chars().alias(f"c{place}")
        for place, (start, width) in enumerate(zip(starts, POSITIONS.values(), strict=True))
    ]
    frame = lines.filter(is_line).select(ROW_NUMBER, *cells)
    empty_to_null = [pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in frame.columns[1:]]
    blank = lines.filter(is_blank).height
    return Table(
        header_cells(tuple(POSITIONS)),
        frame.with_columns(empty_to_null),
        rejected_frame(rejected),
        {"blank_row": blank} if blank else {},
        lines.height,
    )


READER = CostpointBudgetReader()
