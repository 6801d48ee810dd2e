"""Microsoft Project's plan saved as XML (MSPDI): tasks, their outline, progress, predecessors and resources.

    format: ms_project_xml
    read:
      time_zone: Europe/Zurich     # a plan's times carry no zone
      columns: {team_name: Squad}  # a custom field by its alias, or any element of a task

A task is known by its UID, which is its own within one plan only: give each plan a source. The project
itself (UID 0) and other summary tasks are items of the type `Summary task`, so that the hierarchy stands;
their dates, work and progress sum up those of the tasks below, and are not to be added to them.
The status follows from the progress. Work is in hours of work; a duration, the baselines, costs (which the
file holds in hundredths) and what a user added stay in `extra`. The first of several resources is the
assignee. Documents with a DTD or entities are refused: no export has them, and they can be made to harm.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import polars as pl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ingest.configuration import ReadOptions
from ingest.readers._rows import Rows
from ingest.readers.trackers._records import LISTS, SEPARATOR, text_table
from ingest.readers.trackers._table_cells import (
    LINKS_OF_TIES,
    MAPPABLE,
    kept_as_extra,
    parents_by_level,
    percent_points,
)
from ingest.readers.trackers._work_item_table import LINKS, Loaded, WorkItemTable
from ingest.reading import UnreadableFile
from ingest.table import normalise_name, rejected_frame

NAMESPACE = "{http://schemas.microsoft.com/project}"
SAVE_AS_XML = "save the plan as XML in Microsoft Project, and put that file in its place"
TIES = {"0": "ff", "1": "fs", "2": "sf", "3": "ss"}  # learn.microsoft.com: PredecessorLink, Type
PROJECT_ITSELF = "0"  # its UID
IGNORED = {"IsNull": "blank_row", "ExternalTask": "task_of_another_plan"}
WORK_RESOURCE = "1"  # not material, not cost
DURATION = re.compile(r"PT(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.[0-9]+)?S)?")
CURRENCY_FIELD = re.compile(r"Cost[0-9]+")
# Of a task's hundred elements those that a reader of figures may want in `extra`.
KEPT = frozenset(
    (
        *("UID", "Name", "OutlineLevel", "Summary", "Milestone", "Active", "Priority", "PercentComplete"),
        *("CreateDate", "Start", "Finish", "ActualStart", "ActualFinish", "Work", "ActualWork"),
        *("WBS", "OutlineNumber", "Duration", "ActualDuration", "RemainingWork", "PhysicalPercentComplete"),
        *("Deadline", "ConstraintType", "ConstraintDate", "Critical", "Cost", "ActualCost", "FixedCost"),
    )
)
STATUSES = {"Not started": "todo", "In progress": "in_progress", "Complete": "done", "Inactive": "done"}


@dataclass
class _Plan:
    """What has been read of a plan so far."""

    mapped: Collection[str]  # names that portfolio.yml maps
    properties: dict[str, str] = field(default_factory=dict)
    field_names: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> name, alias
    tasks: list[tuple[int, dict[str, str | None]]] = field(default_factory=list)
    links: list[tuple[int, str, str, str | None, str]] = field(default_factory=list)
    resources: dict[str, tuple[str, str]] = field(default_factory=dict)  # UID -> name, type
    assignments: list[tuple[str, str]] = field(default_factory=list)  # UIDs of task and resource
    count: int = 0  # of tasks
    ignored: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Keep of a task's elements those that portfolio.yml maps, in any spelling, beside the usual ones."""
        mapped = frozenset(map(normalise_name, self.mapped))
        self._keeps = cache(lambda name: name in KEPT or normalise_name(name) in mapped)

    def take(self, container: str, element: Element) -> None:
        """Take a part of the plan: a property, a task, a resource, an assignment, a custom field's name."""
        value = _values(element)
        match container:
            case "":
                self.properties[_name(element)] = element.text or ""
            case "Tasks":
                self._take_task(element, value)
            case "Resources" if "Name" in value:
                self.resources[value.get("UID", "")] = (value["Name"], value.get("Type", WORK_RESOURCE))
            case "Assignments":
                self.assignments.append((value.get("TaskUID", ""), value.get("ResourceUID", "")))
            case "ExtendedAttributes":
                name = value.get("FieldName", "")
                self.field_names[value.get("FieldID", "")] = (name, value.get("Alias") or name)

    def _take_task(self, element: Element, value: dict[str, str]) -> None:
        self.count += 1
        if rule := next((rule for name, rule in IGNORED.items() if value.get(name) == "1"), None):
            self.ignored[rule] += 1
            return
        cells: dict[str, str | None] = {name: text for name, text in value.items() if self._keeps(name)}
        for part in element:
            match _name(part):
                case "Baseline":
                    cells |= _baseline(_values(part))
                case "ExtendedAttribute":
                    cells |= self._custom_field(_values(part))
                case "PredecessorLink":
                    self._take_link(_values(part))
        self.tasks.append((self.count, cells))

    def _custom_field(self, value: dict[str, str]) -> dict[str, str]:
        name, alias = self.field_names.get(value.get("FieldID", ""), ("", value.get("FieldID", "")))
        text = value.get("Value", "")
        return {alias: _hundredths(text) if CURRENCY_FIELD.fullmatch(name) else text}

    def _take_link(self, value: dict[str, str]) -> None:
        tie = TIES.get(value.get("Type", ""), "fs")
        told = {"type": tie.upper()} | {
            name: value[name] for name in ("LinkLag", "LagFormat") if name in value
        }
        is_elsewhere = value.get("CrossProject") == "1"
        key = value.get("CrossProjectName" if is_elsewhere else "PredecessorUID")
        link_type, direction = LINKS_OF_TIES[tie]
        self.links.append((self.count, link_type, direction, key, json.dumps(told)))

    def loaded(self) -> Loaded:
        """Put together what was read."""
        people: dict[str, list[str]] = {}
        others: dict[str, list[str]] = {}
        for task, resource in self.assignments:
            name, kind = self.resources.get(resource, ("", ""))
            if name:
                (people if kind == WORK_RESOURCE else others).setdefault(task, []).append(name)
        for _, cells in self.tasks:
            task = cells.get("UID") or ""
            names = people.get(task, [])
            cells["assigned"] = names[0] if names else None
            cells["Resources"] = SEPARATOR.join(names + others.get(task, [])) or None
            cells["project"] = self.properties.get("Title")
            if task == PROJECT_ITSELF:
                cells.setdefault("Name", self.properties.get("Title") or self.properties.get("Name"))
        table = text_table(self.tasks, self.mapped, rejected_frame([]), dict(self.ignored), self.count)
        return Loaded(table, links=pl.DataFrame(self.links, LINKS, orient="row"))


def _name(element: Element) -> str:
    return element.tag.removeprefix(NAMESPACE)


def _values(element: Element) -> dict[str, str]:
    """Return the texts of the elements that stand in one."""
    return {_name(part): part.text.strip() for part in element if part.text and part.text.strip()}


def _baseline(value: dict[str, str]) -> dict[str, str]:
    """Return a baseline under the names that Microsoft Project gives its columns."""
    number = value.pop("Number", "0")
    prefix = f"Baseline{number if number != '0' else ''}"
    return {f"{prefix} {name}": text for name, text in value.items()}


def _hundredths(text: str) -> str:
    """Return an amount of a custom currency field, which is stored a hundred times as large."""
    try:
        return str(Decimal(text) / 100)
    except InvalidOperation:
        return text


def _parts(path: Path) -> Iterator[tuple[str, Element]]:
    """Yield container and element of each part of a plan, and forget it; raises UnreadableFile."""
    above: list[Element] = []
    try:
        for event, element in iterparse(path, ("start", "end"), forbid_dtd=True):
            if event == "start":
                if not above and element.tag != f"{NAMESPACE}Project":
                    problem = f"it is no plan of Microsoft Project: its root is {element.tag}"
                    raise UnreadableFile(path, "the root element", problem, SAVE_AS_XML)
                above.append(element)
                continue
            above.pop()
            if len(above) == 1 and not len(element):
                yield "", element
            elif len(above) == 2:
                yield _name(above[1]), element
                above[1].clear()
    except ParseError as error:
        line, column = error.position
        problem = f"it is no sound XML ({error})"
        raise UnreadableFile(path, f"line {line}, column {column + 1}", problem, SAVE_AS_XML) from error
    except DefusedXmlException as error:
        problem = f"it declares a document type or entities ({type(error).__name__})"
        raise UnreadableFile(path, "the document type", problem, SAVE_AS_XML) from error


def _load(path: Path, options: ReadOptions, _: Collection[str]) -> Loaded:
    plan = _Plan(frozenset(options.columns.values()))
    for container, element in _parts(path):
        plan.take(container, element)
    return plan.loaded()


def _seconds(texts: pl.Series) -> pl.Series:
    """Read `PT40H0M0S`; what is no duration stays as it is, to be refused."""
    return texts.map_elements(_seconds_of, return_dtype=pl.String)


def _seconds_of(text: str) -> str:
    found = DURATION.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return str(hours * 3600 + minutes * 60 + seconds) if found else text


def _complete(rows: Rows) -> None:
    kept_as_extra(rows, "created_at")
    levels = rows.frame["outline_level"].cast(pl.Int64, strict=False)
    parents = parents_by_level(rows, levels)
    percent = pl.col("percent_complete").cast(pl.Float64, strict=False)
    status = (
        pl.when(pl.col("active") == "0")
        .then(pl.lit("Inactive"))
        .when(percent >= 100)
        .then(pl.lit("Complete"))
        .when(percent > 0)
        .then(pl.lit("In progress"))
        .otherwise(pl.lit("Not started"))
    )
    kind = (
        pl.when(pl.col("summary") == "1")
        .then(pl.lit("Summary task"))
        .when(pl.col("milestone") == "1")
        .then(pl.lit("Milestone"))
        .otherwise(pl.lit("Task"))
    )
    work, spent = (_seconds(rows.frame[name]) for name in ("original_estimate_seconds", "time_spent_seconds"))
    rows.frame = rows.frame.with_columns(
        pl.col("work_item_id").alias("work_item_key"),
        pl.coalesce("parent_key", parents).alias("parent_key"),
        pl.coalesce("type_name", kind).alias("type_name"),
        pl.coalesce("status_name", status).alias("status_name"),
        # A task without work is not estimated at nothing.
        work.set(work == "0", None).alias("original_estimate_seconds"),
        spent.alias("time_spent_seconds"),
        percent_points("percent_complete"),
        # A task that was put into the plan after it had begun was there when it began.
        pl.when(pl.col("created_at").is_not_null())
        .then(pl.min_horizontal("created_at", "started_at", "resolved_at"))
        .alias("created_at"),
    ).with_columns(
        pl.coalesce(
            "status_category",
            pl.col("status_name").replace_strict(STATUSES, default=None, return_dtype=pl.String),
        ),
        pl.coalesce("resolution_name", pl.when(pl.col("status_name") == "Inactive").then(pl.lit("Inactive"))),
    )


READER = WorkItemTable(
    format="ms_project_xml",
    description="Microsoft Project's plan as XML (MSPDI), with outline, predecessors and resources",
    fields=MAPPABLE
    | {
        "work_item_id": ("UID",),
        "project_key": ("project",),
        "title": ("Name",),
        "outline_level": ("OutlineLevel",),
        "summary": ("Summary",),
        "milestone": ("Milestone",),
        "active": ("Active",),
        "priority_name": ("Priority",),
        "assignee_name": ("assigned",),
        "original_estimate_seconds": ("Work",),
        "time_spent_seconds": ("ActualWork",),
        "percent_complete": ("PercentComplete",),
        "start_date": ("Start",),
        "due_date": ("Finish",),
        "created_at": ("CreateDate",),
        "started_at": ("ActualStart",),
        "resolved_at": ("ActualFinish",),
    },
    complete=_complete,
    lists=LISTS,
    load=_load,
    may_lack=frozenset({"created_at"}),  # plans of other tools in this form
)
