"""Lists of goals that hang under each other: which of them are objectives, and which are key results.

A goal without a parent, and one that others hang under, is an objective. A goal that has values of its
own is a key result: of the goal it hangs under, or of itself. One whose progress is only rolled up from
the goals below it is none.
"""

from dataclasses import dataclass

import polars as pl

from ingest.readers.goals._okr_tables import cell, owned_code, table_of, unused
from ingest.table import ROW_NUMBER, Table

ROLLED_UP = "rolled_up"
COLUMNS = {
    "objective type": "objective_type",
    "owner": "owner",
    "kr type": "measure",
    "unit": "unit",
    "start date": "start_date",
    "end date": "end_date",
    "quarter": "period",
    "start value": "start",
    "target value": "target",
    "current value": "current",
    "status": "status",
    "weight": "weight",
}  # header name of a key result -> column of `GOAL_COLUMNS`
# What a list of goals may tell of each; all text, but for rolled_up.
GOAL_COLUMNS = ("code", "name", "parent", *COLUMNS.values())


@dataclass(frozen=True)
class GoalColumns:
    """Under which headers an export has the columns of GOAL_COLUMNS."""

    columns: dict[str, str]
    row_id: str | None = None  # identifies the goals of one file; for goals that have no code yet
    parent_row_id: str | None = None
    rolled_up: tuple[str, str] | None = None  # column and word
    percentage: str | None = None  # the measure, also where none is named, that goes from 0 to 100 %

    @property
    def names(self) -> frozenset[str]:
        """All header names."""
        others = (self.row_id, self.parent_row_id)
        return frozenset((*self.columns.values(), *filter(None, others)))


PEOPLEBOX = GoalColumns(
    {
        "code": "goal id",
        "name": "goal title",
        "parent": "parent goal ids",
        "objective_type": "scope",
        "owner": "owner emails",
        "measure": "goal type",
        "start_date": "start date",
        "end_date": "end date",
        "period": "goal cycle",
        "start": "starting value",
        "target": "target value",
        "current": "current value",
        "status": "progress status",
    },
    row_id="row id",
    parent_row_id="parent row ids",
    rolled_up=("check in type", "auto rollup"),
)
ENGAGEDLY = GoalColumns(
    {
        "code": "goal identifier",
        "name": "goal",
        "owner": "owner email",
        "measure": "check in type",
        "start_date": "start date",
        "end_date": "end date",
        "target": "target",
        "current": "progress",
        "status": "status",
    },
    percentage="percentage",
)


def unfold_goals(table: Table, layout: GoalColumns) -> Table:
    """Bring a list of goals into the shape of a key result a row."""
    found = {name: cell(table, header) for name, header in layout.columns.items()}
    goals = table.frame.select(
        ROW_NUMBER,
        *(found.get(name, pl.lit(None, pl.String)).alias(name) for name in GOAL_COLUMNS),
        _rolled_up(table, layout),
        **unused(table, layout.names - {layout.columns.get("parent"), layout.parent_row_id}),
    )
    goals = _with_percentage(layout, _identified(table, layout, goals))
    return table_of(table, key_results_of(goals))


def _with_percentage(layout: GoalColumns, goals: pl.DataFrame) -> pl.DataFrame:
    """Give goals that are measured by their percentage the way from 0 to 100 %."""
    if layout.percentage is None:
        return goals
    is_percentage = pl.col("measure").str.to_lowercase().fill_null(layout.percentage) == layout.percentage
    is_measured = is_percentage & pl.col("current").is_not_null()
    filled = {"start": "0", "target": "100", "unit": "%"}
    return goals.with_columns(
        pl.coalesce(name, pl.when(is_measured).then(pl.lit(text))).alias(name)
        for name, text in filled.items()
    )


def _rolled_up(table: Table, layout: GoalColumns) -> pl.Expr:
    if layout.rolled_up is None:
        return pl.lit(value=False).alias(ROLLED_UP)
    column, word = layout.rolled_up
    return (cell(table, column).str.to_lowercase() == word).fill_null(value=False).alias(ROLLED_UP)


def _identified(table: Table, layout: GoalColumns, goals: pl.DataFrame) -> pl.DataFrame:
    """Give goals without a code one of their row's id, else of name and owner; take the first of parents."""
    row_id = cell(table, layout.row_id) if layout.row_id else pl.lit(None, pl.String)
    above = cell(table, layout.parent_row_id) if layout.parent_row_id else pl.lit(None, pl.String)
    ids = table.frame.select(ROW_NUMBER, row_id=row_id, parent_row_id=_first_of_list(above))
    code = pl.coalesce("code", "row-" + pl.col("row_id"), owned_code(pl.col("name"), pl.col("owner")))
    goals = goals.join(ids, on=ROW_NUMBER, how="left", maintain_order="left").with_columns(code=code)
    by_row = goals.filter(pl.col("row_id").is_not_null()).unique("row_id", keep="first")
    codes = by_row.select(parent_row_id="row_id", _parent="code")
    goals = goals.join(codes, on="parent_row_id", how="left", maintain_order="left")
    parent = pl.coalesce(_first_of_list(pl.col("parent")), "_parent", "row-" + pl.col("parent_row_id"))
    return goals.with_columns(parent=parent).drop("row_id", "parent_row_id", "_parent")


def _first_of_list(text: pl.Expr) -> pl.Expr:
    return text.str.split(",").list.first().str.strip_chars()


def key_results_of(goals: pl.DataFrame) -> pl.DataFrame:
    """Return rows of objectives and key results, named as in a header.

    `goals` has row_number, GOAL_COLUMNS, rolled_up, and columns that go to `extra`.
    """
    parent = pl.when(pl.col("parent") != pl.col("code")).then("parent")
    is_above = pl.col("code").is_in(goals.select(parent.alias("parent"))["parent"].drop_nulls().implode())
    values = ("start", "target", "current")
    has_values = pl.any_horizontal(pl.col(values).is_not_null()) & ~pl.col(ROLLED_UP)
    goals = goals.with_columns(
        parent=parent,
        _is_objective=parent.is_null() | is_above,
        _is_key_result=has_values | (parent.is_not_null() & ~is_above),
    )
    extra = [
        name
        for name in goals.columns
        if name not in {ROW_NUMBER, *GOAL_COLUMNS, ROLLED_UP, "_is_objective", "_is_key_result"}
    ]
    objectives = goals.filter("_is_objective").select(
        ROW_NUMBER,
        "start_date",
        "end_date",
        "period",
        *extra,
        **{
            "objective id": "code",
            "objective": "name",
            "objective type": "objective_type",
            "objective owner": "owner",
            "objective status": "status",
            "parent objective id": "parent",
        },
    )
    names = goals.unique("code", keep="first").select(parent="code", _parent_name="name")
    measured = goals.filter("_is_key_result").join(names, on="parent", how="left", maintain_order="left")
    key_results = measured.select(
        pl.col(ROW_NUMBER) + 1,
        pl.coalesce("parent", "code").alias("objective id"),
        pl.when(pl.col("parent").is_null()).then("name").otherwise("_parent_name").alias("objective"),
        *extra,
        *(pl.col(column).alias(header) for header, column in COLUMNS.items() if header != "objective type"),
        **{"kr id": "code", "key result": "name"},
    )
    objectives = objectives.rename({"start_date": "start date", "end_date": "end date", "period": "quarter"})
    return pl.concat([objectives, key_results], how="diagonal").sort(ROW_NUMBER)
