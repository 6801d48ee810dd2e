"""Exports of goal tools that are no key result a row, recognised by their header and brought into that shape.

The columns are those of the tools' import and export templates, as their help pages describe them
(support.betterworks.com, support.cultureamp.com, engagedly.freshdesk.com, help.peoplebox.ai). Mirro and
Peoplecues write a key result a row, and need no layout of their own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from ingest.readers.goals._okr_fields import KEY_RESULT_FIELDS
from ingest.readers.goals._okr_goals import ENGAGEDLY, PEOPLEBOX, unfold_goals
from ingest.readers.goals._okr_tables import cell, owned_code, table_of, unused
from ingest.reading import UnreadableFile
from ingest.table import ROW_NUMBER, Table, normalise_name, reject, rejected_frame

NUMBERED_KEY_RESULT = re.compile(r"key result ([1-9][0-9]?) (?:title|completion)")
GOAL, MILESTONE = "goal", "milestone"  # of Betterworks, whatever a company calls them


@dataclass(frozen=True)
class Layout:
    """A layout: the header names by which it is known, all those it uses, and how it is unfolded."""

    name: str
    signature: frozenset[str]
    names: frozenset[str]
    unfold: Callable[[Table], Table]


def recognised(path: Path, table: Table) -> Layout | None:
    """Return the layout of a table; None where it has no signature. Raises UnreadableFile for two.

    A table with a column of key results holds a key result a row, whatever else it holds.
    """
    header = {normalise_name(each.name) for each in table.header}
    if header.intersection(KEY_RESULT_FIELDS["key_result_name"]):
        return None
    found = [layout for layout in LAYOUTS if layout.signature <= header]
    if len(found) > 1:
        names = " and ".join(layout.name for layout in found)
        problem = f"it has the columns of {names}"
        raise UnreadableFile(path, "header", problem, "keep the columns of one, or map them in read.columns")
    return found[0] if found else None


def _unfold_culture_amp(table: Table) -> Table:
    """Unfold `key_result_1_title`, `key_result_1_completion`, ...: shares of the way, from 0.0 to 1.0.

    A goal without key results is measured by its own completion.
    """
    found = (NUMBERED_KEY_RESULT.fullmatch(normalise_name(each.name)) for each in table.header)
    numbers = sorted({int(match[1]) for match in found if match})
    used = {"name", "email", "due at", "status", "completion"}
    used |= {f"key result {number} {part}" for number in numbers for part in ("title", "completion")}
    goal = {
        "objective id": owned_code(cell(table, "name"), cell(table, "email")),
        "objective": cell(table, "name"),
        "end date": cell(table, "due at"),
    }
    owner, status = cell(table, "email"), cell(table, "status")
    objectives = table.frame.select(
        ROW_NUMBER, **goal, **{"objective owner": owner, "objective status": status}, **unused(table, used)
    )
    parts = [objectives]
    is_without = pl.lit(value=True)
    for number in numbers:
        title, completion = (cell(table, f"key result {number} {part}") for part in ("title", "completion"))
        is_filled = title.is_not_null() | completion.is_not_null()
        is_without &= ~is_filled
        name = pl.coalesce(title, pl.when(is_filled).then(pl.lit(f"Key result {number}")))
        parts.append(_measured_by_share(table, number, goal, name, completion))
    own = cell(table, "completion")
    name = pl.when(is_without & own.is_not_null()).then(goal["objective"])
    parts.append(_measured_by_share(table, len(numbers) + 1, goal, name, own))
    return table_of(table, pl.concat(parts, how="diagonal").sort(ROW_NUMBER))


def _measured_by_share(
    table: Table, slot: int, goal: dict[str, pl.Expr], name: pl.Expr, share: pl.Expr
) -> pl.DataFrame:
    values = {
        "key result": name, "start value": pl.lit("0"), "target value": pl.lit("1"),
        "current value": share, "unit": pl.lit("share"),
    }  # fmt: skip
    found = table.frame.select(pl.col(ROW_NUMBER) + slot, **goal, **values)
    return found.filter(pl.col("key result").is_not_null())


def _unfold_betterworks(table: Table) -> Table:
    """Unfold rows that are goals or, below them, milestones; progress is in percentage points.

    A goal without milestones is measured by its own progress.
    """
    kind = cell(table, "type").str.to_lowercase()
    names = {"name", "type", "progress", "start date", "end date", "owner email"}
    owner, name = cell(table, "owner email"), cell(table, "name")
    is_goal, is_milestone = kind == GOAL, kind == MILESTONE
    is_leaf = is_goal & ~(kind.shift(-1) == MILESTONE).fill_null(value=False)
    dates = {"start date": cell(table, "start date"), "end date": cell(table, "end date")}
    goal = {"objective id": owned_code(name, owner), "objective": name, "objective owner": owner}
    measured = {
        "key result": name, "start value": pl.lit("0"), "target value": pl.lit("100"),
        "current value": cell(table, "progress"), "unit": pl.lit("%"), "owner": owner,
    }  # fmt: skip
    frame = table.frame.sort(ROW_NUMBER)
    flagged = frame.with_columns(_goal=is_goal, _milestone=is_milestone, _leaf=is_leaf)
    goals = flagged.filter("_goal").select(ROW_NUMBER, **goal, **dates, **unused(table, names))
    leaves = flagged.filter("_leaf", cell(table, "progress").is_not_null())
    milestones = flagged.filter("_milestone").select(ROW_NUMBER, **measured, **dates, **unused(table, names))
    parts = [goals, leaves.select(pl.col(ROW_NUMBER) + 1, **goal, **measured, **dates), milestones]
    is_neither = (~flagged["_goal"] & ~flagged["_milestone"]).fill_null(value=True)
    unfolded = table_of(table, pl.concat(parts, how="diagonal").sort(ROW_NUMBER))
    rejected = _of_unknown_type(table, flagged.filter(is_neither))
    return replace(unfolded, rejected=pl.concat([table.rejected, rejected]))


def _of_unknown_type(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Reject rows that are neither goal nor milestone."""
    cells = frame.select(ROW_NUMBER, *(f"c{index}" for index in range(len(table.header))))
    labels = [each.label for each in table.header]
    rows = ((number, dict(zip(labels, row, strict=True))) for number, *row in cells.iter_rows())
    detail = "is neither goal nor milestone"
    return rejected_frame([reject(number, "unknown_type", detail, row, "type") for number, row in rows])


LAYOUTS = (
    Layout(
        "Betterworks (goals and milestones by type)",
        frozenset({"name", "type", "progress", "owner email"}),
        frozenset({"name", "type", "progress", "start date", "end date", "owner email"}),
        _unfold_betterworks,
    ),
    Layout(
        "Culture Amp (key_result_1_title, key_result_1_completion, ...)",
        frozenset({"name", "key result 1 title"}),
        frozenset({"name", "email", "due at", "status", "completion", "key result 1 title"}),
        _unfold_culture_amp,
    ),
    Layout(
        "Peoplebox (goals with Row ID and Parent Row IDs)",
        frozenset({"row id", "parent row ids", "goal title"}),
        PEOPLEBOX.names,
        lambda table: unfold_goals(table, PEOPLEBOX),
    ),
    Layout(
        "Engagedly (goals with Goal Identifier and Check-In Type)",
        frozenset({"goal", "goal identifier", "check in type"}),
        ENGAGEDLY.names,
        lambda table: unfold_goals(table, ENGAGEDLY),
    ),
)
