"""Asana's goals as its REST API answers them -> `objectives`, `key_results`, `key_result_check_ins`.

Goals and their relationships (`GET /goals` and `GET /goal_relationships`, with all fields) stand in any
order. Which goal is an objective and which a key result: see `_okr_goals`. A goal's share of the goal that
it supports is its weight. Numbers in percent are shares: 0.25 is shown as 25 %. The time period's dates
hold where a goal has none of its own (developers.asana.com/reference/goals).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl

from ingest.configuration import Source
from ingest.readers.goals._okr_goals import GOAL_COLUMNS, ROLLED_UP, key_results_of
from ingest.readers.goals._okr_read import numbered, okr_rows, read_parts
from ingest.readers.goals._okr_tables import table_of, told_apart
from ingest.readers.trackers._doubled_keys import DETAIL, REASON, count_doubled
from ingest.readers.trackers._records import (
    Answer,
    Json,
    answers,
    at,
    flattened,
    named,
    refuse_hidden,
    text_of,
)
from ingest.readers.trackers._work_item_table import REPEATED
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.table import ROW_NUMBER, Table, reject, rejected_frame

GOAL, RELATIONSHIP = "goal", "goal_relationship"
USED = frozenset(
    (
        "gid", "resource_type", "name", "owner", "start_on", "due_on", "status", "time_period",
        "is_workspace_level", "html_notes", "likes", "num_likes", "liked", "followers",
    )
)  # fmt: skip
METRIC_IN_EXTRA = ("precision", "progress_source")


class AsanaGoalsReader:
    """One goal a record."""

    format = "asana_goals"
    tables = ("objectives", "key_results", "key_result_check_ins")
    description = "Asana goals and their relationships as JSON: REST answers"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one file; raises UnreadableFile when it holds no goal, or hides some."""
        found = _Collected()
        for answer in answers(path, source.read):
            if answer.kind == "items":
                found.take(path, answer)
        if not found.goals and found.count:
            remedy = "save the answers of GET /goals, with opt_fields for metric, status and time_period"
            raise UnreadableFile(path, "the records", "no record is a goal", remedy)
        # JSON writes numbers with a point.
        options = source.read.model_copy(update={"decimal_mark": "."})
        plain = source.model_copy(update={"read": options})
        table = numbered(
            Table((), found.frame(options.columns.values()), found.rejections, {}, found.rows_read)
        )
        rows = okr_rows(path, table_of(table, key_results_of(table.frame)), plain)
        return read_parts([rows], context, ignored=found.ignored)


@dataclass
class _Collected:
    """The records of a file so far."""

    count: int = 0
    goals: dict[str, tuple[int, Json]] = field(default_factory=dict)  # gid -> number of the record, record
    supported: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)  # goal -> goal, weight
    rejected: list[dict] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)

    def take(self, path: Path, answer: Answer) -> None:
        """Take the goals and relationships of one answer; raises UnreadableFile when some may be hidden."""
        records = _records(answer.body)
        refuse_hidden(path, answer, records)
        for record in records:
            self.count += 1
            if answer.doubled and count_doubled(record):
                self.rejected.append(reject(self.count, REASON, DETAIL, record))
            elif not isinstance(record, dict):
                self.rejected.append(reject(self.count, "not_a_record", "is no JSON object", record))
            elif record.get("resource_type") == RELATIONSHIP:
                self._take_relationship(record)
            elif record.get("resource_type", GOAL) == GOAL and (gid := text_of(record.get("gid"))):
                self._take_goal(gid, record, is_pulled=answer.is_pulled)
            else:
                self._ignore("other_record")

    def _take_goal(self, gid: str, record: Json, *, is_pulled: bool) -> None:
        """Take a goal; of one that pages of a pull repeat the last, for it changed in between."""
        if gid in self.goals and not is_pulled:
            detail = f"the goal {gid} stands in an earlier record of the same file"
            self.rejected.append(reject(self.count, "duplicate_key", detail, record, "gid"))
            return
        if self.goals.pop(gid, None):
            self._ignore(REPEATED)
        self.goals[gid] = (self.count, record)

    def _take_relationship(self, record: Json) -> None:
        """Note which goal another one supports; projects and tasks that support one are no goals."""
        below, above = at(record, "supporting_resource.gid"), at(record, "supported_goal.gid")
        if at(record, "supporting_resource.resource_type") in (GOAL, None) and below and above:
            weight = text_of(record.get("contribution_weight"))
            self.supported.setdefault(str(below), []).append((str(above), weight))
        self._ignore(RELATIONSHIP)

    def _ignore(self, rule: str) -> None:
        self.ignored[rule] = self.ignored.get(rule, 0) + 1

    @property
    def rows_read(self) -> int:
        """The records that are goals, or none at all."""
        return self.count - sum(self.ignored.values())

    @property
    def rejections(self) -> pl.DataFrame:
        """The records that are no objects."""
        return rejected_frame(self.rejected)

    def frame(self, mapped: Collection[str]) -> pl.DataFrame:
        """Return the goals with GOAL_COLUMNS; a mapped column that no goal has is empty."""
        cells = [_cells(goal, self.supported.get(str(goal["gid"]), [])) for _, goal in self.goals.values()]
        names = list(dict.fromkeys((*GOAL_COLUMNS, *(name for each in cells for name in each), *mapped)))
        columns = {name: [each.get(name) for each in cells] for name in names if name != ROLLED_UP}
        schema = dict.fromkeys(columns, pl.String())
        frame = pl.DataFrame(columns, schema=schema)
        is_rolled_up = pl.Series(ROLLED_UP, [each.get(ROLLED_UP) is not None for each in cells], pl.Boolean)
        numbers = pl.Series(ROW_NUMBER, [number for number, _ in self.goals.values()], pl.Int64)
        return frame.with_columns(is_rolled_up, numbers)


def _records(body: Any) -> list[Any]:
    """Return the records of a page, of an array, or of an answer about one record."""
    data = body.get("data", body) if isinstance(body, dict) else body
    return data if isinstance(data, list) else [data]


def _cells(goal: Json, supported: list[tuple[str, str | None]]) -> dict[str, str | None]:
    """Return a goal's columns: those of GOAL_COLUMNS, and others for `extra`."""
    metric, period = _object(goal, "metric"), _object(goal, "time_period")
    parent, weight = supported[0] if supported else (None, None)
    is_rolled_up = text_of(metric.get("progress_source")) == "subgoal_progress"
    return {
        **dict(_extra(goal, metric, supported)),
        "code": text_of(goal.get("gid")),
        "name": text_of(goal.get("name")),
        "parent": parent,
        "weight": weight,
        "objective_type": "company"
        if goal.get("is_workspace_level")
        else "team"
        if goal.get("team")
        else None,
        "owner": named(goal.get("owner")),
        "start_date": text_of(goal.get("start_on")) or text_of(period.get("start_on")),
        "end_date": text_of(goal.get("due_on")) or text_of(period.get("end_on")),
        "period": text_of(period.get("display_name")),
        "status": text_of(goal.get("status")),
        "unit": _unit(metric),
        "start": _number(metric, "initial_number_value"),
        "target": _number(metric, "target_number_value"),
        "current": _number(metric, "current_number_value"),
        ROLLED_UP: "yes" if is_rolled_up else None,
    }


def _object(goal: Json, name: str) -> Json:
    value = goal.get(name)
    return value if isinstance(value, dict) else {}


def _extra(
    goal: Json, metric: Json, supported: list[tuple[str, str | None]]
) -> Iterator[tuple[str, str | None]]:
    others = {name: value for name, value in goal.items() if name not in USED and name != "metric"}
    yield from ((told_apart(name), text) for name, text in flattened(others))
    yield from ((f"metric.{name}", text_of(metric.get(name))) for name in METRIC_IN_EXTRA)
    if len(supported) > 1:
        yield "supported_goals", ", ".join(gid for gid, _ in supported)


def _unit(metric: Json) -> str | None:
    unit = text_of(metric.get("unit"))
    if unit == "currency":
        return text_of(metric.get("currency_code"))
    return {"percentage": "%", "none": None}.get(unit or "none", unit)


def _number(metric: Json, name: str) -> str | None:
    """Return a number as text; a share of a percentage as its points."""
    text = text_of(metric.get(name))
    if text is None or metric.get("unit") != "percentage":
        return text
    try:
        return f"{Decimal(text).scaleb(2):f}%"
    except InvalidOperation:
        return text  # refused with the other numbers


READER = AsanaGoalsReader()
