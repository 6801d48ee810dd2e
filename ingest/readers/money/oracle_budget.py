"""Oracle Fusion's import file of project budgets, PjoPlanVersionsXface.csv -> `budget_lines`.

The file has no header: 62 columns in the order of its control file (release 25C), in most files a 63rd that
says END. A row is a budgeted amount of a project, task and resource in a period: its raw cost is a line of
type expense, its revenue one of type revenue, in the planning currency. Burdened cost and the amounts in
project and ledger currency stay in `extra`. The period is told by the planning start, else by its name.
"""

from dataclasses import replace
from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.readers._rows import Fields, Rows
from ingest.readers.money import budget
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.table import ROW_NUMBER, header_cells
from ingest.tabular import read_table

_UP_TO_ATTRIBUTES = (
    "AWARD_NUMBER FINANCIAL_PLAN_TYPE PROJECT_NUMBER PROJECT_NAME TASK_NAME TASK_NUMBER PLAN_VERSION_NAME "
    "PLAN_VERSION_DESCRIPTION PLAN_VERSION_STATUS RESOURCE_NAME PERIOD_NAME PLANNING_CURRENCY TOTAL_QUANTITY "
    "TOTAL_TC_RAW_COST TOTAL_TC_REVENUE SRC_BUDGET_LINE_REFERENCE FUNDING_SOURCE_NUMBER FUNDING_SOURCE_NAME "
    "PC_RAW_COST PC_REVENUE PFC_RAW_COST PFC_REVENUE TOTAL_TC_BRDND_COST PC_BRDND_COST PFC_BRDND_COST "
    "LINE_TYPE PLANNING_START_DATE PLANNING_END_DATE TEMPLATE_MARKER ATTRIBUTE_CATEGORY"
)
COLUMNS = (
    *_UP_TO_ATTRIBUTES.split(),
    *(f"ATTRIBUTE{number}" for number in range(1, 31)),
    "PLAN_VERSION_NUMBER",
    "PROCESSING_MODE",
)
END = "END"
FIELDS: Fields = dict.fromkeys(budget.FIELDS, ()) | {
    "version_name": ("PLAN_VERSION_NAME",),
    "plan_type": ("FINANCIAL_PLAN_TYPE",),
    "cost_object_code": ("PROJECT_NUMBER",),
    "account_name": ("RESOURCE_NAME",),
    "description": ("PLAN_VERSION_DESCRIPTION",),
    "currency_code": ("PLANNING_CURRENCY",),
    "period_start_date": ("PLANNING_START_DATE",),
    "fiscal_period": ("PERIOD_NAME",),
    "amount": ("TOTAL_TC_RAW_COST",),
    "revenue": ("TOTAL_TC_REVENUE",),
    "end": (END,),
}


class OracleBudgetReader:
    """One budgeted amount a row, by position."""

    format = "oracle_budget"
    tables = ("budget_lines",)
    description = "Oracle Fusion project budgets (PjoPlanVersionsXface.csv, 62 or 63 columns without header)"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one file; raises UnreadableFile when it has another number of columns."""
        rows = _rows(path, source)
        is_dated = pl.col("period_start_date").is_not_null()
        rows.frame = rows.frame.with_columns(
            pl.when(is_dated).then(None).otherwise("fiscal_period").alias("fiscal_period"),
            pl.coalesce("version_name", "plan_type").alias("version_name"),
        )
        if any(cell.name == END for cell in rows.table.header):
            is_cut = pl.col("end") != END
            rows.refuse(is_cut.fill_null(True), "cut_row", None, f"column {len(COLUMNS) + 1} is not {END}")
        rows.frame = _lines(rows.frame)
        budget.read_plan(rows, context.calendar, source.read.months)
        return rows.result({"budget_lines": rows.emit("budget_lines")})


def _rows(path: Path, source: Source) -> Rows:
    """Read the file and name its columns."""
    table = read_table(path, source.read.model_copy(update={"header_row": 0}), ())
    names = (*COLUMNS, END)[: len(table.header)]
    if len(names) < len(COLUMNS) or len(table.header) > len(names):
        problem = f"it has {len(table.header)} columns, not {len(COLUMNS)} or {len(COLUMNS) + 1}"
        raise UnreadableFile(path, "the file", problem, "deliver PjoPlanVersionsXface.csv as it is generated")
    named = Rows(path, replace(table, header=header_cells(names)), source, FIELDS)
    named.keep_as_extra((*named.unknown, *named.columns["plan_type"], *named.columns["fiscal_period"]))
    return named


def _lines(frame: pl.DataFrame) -> pl.DataFrame:
    """Make a line of each cost and of each revenue; a row with neither is one line, to be refused."""
    revenue = frame.filter(pl.col("revenue").is_not_null()).with_columns(
        pl.col("revenue").alias("amount"), pl.lit("revenue").alias("line_type")
    )
    has_cost = pl.col("amount").is_not_null() | pl.col("revenue").is_null()
    return pl.concat([frame.filter(has_cost), revenue]).sort(ROW_NUMBER, maintain_order=True)


READER = OracleBudgetReader()
