"""ServiceNow's goals and targets -> `objectives`, `key_results`, `key_result_check_ins`.

Lists of `sn_gf_goal` and `sn_gf_goal_target` by their labels: two sheets of a workbook, or two files (two
sources, or one with `delivery: increment`). A goal is an objective, a target a key result:

    format: servicenow_goals
    read:
      columns: {theme_name: Strategic priority}

A goal is known by its number, else by its name, as long as only one has it. A target tells its goal by the
goal's number (`Goal.Number`), else by a name that is looked up in the same workbook. States hold for the
life of a goal or target, the colours are the reported status. Labels: servicenow.com/docs, Goal Framework,
Goal form and Target form.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.parsing.text import slug
from ingest.readers._rows import Fields
from ingest.readers.goals._okr_read import numbered, okr_rows, read_parts, rows_left_out
from ingest.readers.goals._okr_tables import cell, header_of, table_of, unused
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.table import ROW_NUMBER, NoHeader, Table, normalise_name, reject, rejected_frame
from ingest.tabular import read_table, sheet_names

NUMBER_OF_GOAL = ("goal number", "goal id")  # `Goal.Number` folds to the first
GOALS: Fields = {
    "objective_code": ("number", "goal number"),
    "objective_name": ("name", "goal name", "short description"),
    "objective_owner_name": ("owner", "owned by"),
    "objective_status_name": ("state",),
    "period_start_date": ("start date",),
    "period_end_date": ("end date",),
}
TARGETS: Fields = {
    "key_result_code": ("number", "target number"),
    "key_result_name": ("name", "target name", "short description"),
    "objective_code": NUMBER_OF_GOAL,
    "objective_name": ("goal",),
    "owner_name": ("owner", "owned by"),
    "status_name": ("state",),
    "reported_status": ("status",),
    "key_result_type": ("type", "target type"),
    "unit": ("unit of measure", "unit"),
    "baseline_value": ("start value", "base value"),
    "target_value": ("final target value", "target value"),
    "current_value": ("actuals to date", "actual value"),
    "check_in_cadence_days": ("check in frequency",),
    "note": ("remark",),
    "period_start_date": ("start date",),
    "period_end_date": ("end date",),
}
OF_TARGETS = frozenset(
    ("final target value", "target value", "actuals to date", "actual value", "unit of measure")
)
NO_UNIT = ("#", "yes/no")
CADENCE_DAYS = {"daily": "1", "weekly": "7", "monthly": "31", "quarterly": "92", "yearly": "366"}
EXPECTED = frozenset(name for fields in (GOALS, TARGETS) for names in fields.values() for name in names)
BY_NUMBER = "put both lists into one workbook, or add the column Goal.Number to the export"


class ServiceNowGoalsReader:
    """One goal or one target a row."""

    format = "servicenow_goals"
    tables = ("objectives", "key_results", "key_result_check_ins")
    fields = TARGETS | {field: (*names, *TARGETS.get(field, ())) for field, names in GOALS.items()}
    signatures = (frozenset({"final target value"}), frozenset({"actuals to date"}))
    description = "ServiceNow goals and targets (sn_gf_goal, sn_gf_goal_target) as Excel or CSV lists"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read a workbook of both lists, or one list; raises UnreadableFile."""
        goals, targets, ignored = _lists(path, source)
        tables = []
        if goals is not None:
            tables.append(_goals(numbered(goals)))
        if targets is not None:
            spaced = numbered(targets, goals.rows_read if goals else 0)
            tables.append(_targets(path, spaced, _codes(tables[0]) if tables else None))
        parts = [okr_rows(path, table, _source_of(source, table, tables)) for table in tables]
        result = read_parts(parts, context, ignored=ignored)
        if goals is None:  # what a target tells of its goal must not stand in for the goal
            nothing = result.tables["objectives"].clear()
            return replace(result, tables=result.tables | {"objectives": nothing})
        return result


def _source_of(source: Source, table: Table, tables: list[Table]) -> Source:
    """Leave out what read.columns says of the other list: this one rightly lacks that column."""
    others = [each for each in tables if each is not table]
    columns = {
        field: name
        for field, name in source.read.columns.items()
        if table.columns_named(name) or not any(each.columns_named(name) for each in others)
    }
    return source.model_copy(update={"read": source.read.model_copy(update={"columns": columns})})


def _lists(path: Path, source: Source) -> tuple[Table | None, Table | None, dict[str, int]]:
    """Return the list of goals, that of targets, and how many rows stand in other sheets."""
    found: dict[bool, Table] = {}
    problem: UnreadableFile | None = None
    for sheet in [source.read.sheet] if source.read.sheet else sheet_names(path) or [None]:
        try:
            table = read_table(path, source.read, EXPECTED, sheet)
        except NoHeader as error:
            problem = error
            continue
        header = {normalise_name(each.name) for each in table.header}
        is_targets = bool(header & OF_TARGETS)
        if is_targets in found:
            kind = "targets" if is_targets else "goals"
            raise UnreadableFile(
                path, "the workbook", f"two sheets hold {kind}", "set read.sheet, or keep one"
            )
        found[is_targets] = table
    if not found:
        raise problem or NoHeader(
            path, "header", "no list of goals or targets", "export them by their labels"
        )
    read = {table.sheet for table in found.values()}
    return found.get(False), found.get(True), rows_left_out(path, source, read)


def _goals(table: Table) -> Table:
    """Bring the list of goals into the columns of an OKR sheet."""
    frame = _labelled(table, GOALS)
    named = pl.col("objective").map_batches(_slugs, return_dtype=pl.String)
    frame = frame.with_columns(pl.coalesce("objective id", named).alias("objective id"))
    return _without_doubles(table, frame, "objective id", "two goals have this name; export their numbers")


def _codes(goals: Table) -> dict[str, str]:
    """Return folded name or number of a goal -> its code; names that several goals have are left out."""
    rows = [*goals.frame.select("c0", "c1").iter_rows()]  # objective id, objective
    names = Counter(_folded(name) for _, name in rows)
    by_name = {_folded(name): code for code, name in rows if names[_folded(name)] == 1}
    return by_name | {_folded(code): code for code, _ in rows}


def _targets(path: Path, table: Table, codes: dict[str, str] | None) -> Table:
    """Bring the list of targets into the columns of an OKR sheet, each below its goal."""
    frame = _labelled(table, TARGETS)
    has_number = any(table.columns_named(name) for name in NUMBER_OF_GOAL)
    if codes is None and not has_number:
        raise UnreadableFile(path, "header", "targets alone, and their goals by name only", BY_NUMBER)
    rejected = []
    if codes is not None:
        told = pl.coalesce("objective id", "objective")
        folded = told.map_batches(_folded_all, return_dtype=pl.String)
        frame = frame.with_columns(
            folded.replace_strict(codes, default=None, return_dtype=pl.String).alias("objective id")
        )
        detail = "its goal is not among the goals of this workbook, or several have that name"
        unknown = frame.filter(pl.col("objective id").is_null())
        rejected = [_rejected(row, "unknown_goal", detail, "Goal") for row in unknown.iter_rows(named=True)]
        frame = frame.filter(pl.col("objective id").is_not_null())
    unit = pl.col("unit").str.to_lowercase()
    cadence = pl.col("check in cadence days").str.to_lowercase()
    frame = frame.with_columns(
        pl.when(~unit.is_in(NO_UNIT)).then("unit").alias("unit"),
        cadence.replace_strict(CADENCE_DAYS, default=None, return_dtype=pl.String).alias(
            "check in cadence days"
        ),
    )
    found = table_of(table, frame)
    return replace(found, rejected=pl.concat([found.rejected, rejected_frame(rejected)]))


def _labelled(table: Table, fields: Fields) -> pl.DataFrame:
    """Return the columns of a list under the names of an OKR sheet, and the others under their own."""
    used = {name for names in fields.values() for name in names}
    found = {header_of(field): cell(table, *names) for field, names in fields.items()}
    return table.frame.select(ROW_NUMBER, **found, **unused(table, used))


def _without_doubles(table: Table, frame: pl.DataFrame, column: str, detail: str) -> Table:
    is_doubled = pl.col(column).is_duplicated() & pl.col(column).is_not_null()
    doubled = frame.filter(is_doubled)
    rejected = [_rejected(row, "ambiguous_goal", detail, "Name") for row in doubled.iter_rows(named=True)]
    found = table_of(table, frame.filter(~is_doubled))
    return replace(found, rejected=pl.concat([found.rejected, rejected_frame(rejected)]))


def _rejected(row: dict, reason: str, detail: str, column: str) -> dict:
    number = row.pop(ROW_NUMBER)
    return reject(number, reason, detail, {name: text for name, text in row.items() if text}, column)


def _folded(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


def _folded_all(texts: pl.Series) -> pl.Series:
    return pl.Series(texts.name, [None if text is None else _folded(text) for text in texts], pl.String)


def _slugs(texts: pl.Series) -> pl.Series:
    return pl.Series(texts.name, [None if text is None else slug(text) for text in texts], pl.String)


READER = ServiceNowGoalsReader()
