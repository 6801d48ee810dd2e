"""Flow of work (M46 to M50): throughput, times, efficiency, distribution, load, age and Little's law.

Sources: Flow Framework, Kanban Guide, Azure DevOps (cycle time), Little. Subtasks are left out; stories
and epics are counted apart; cancelled items are shown beside and in no time.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from tests.oracle.calendars import business_date, days, fiscal_period
from tests.oracle.inputs import Inputs, Row
from tests.oracle.work_history import Flow, flows, histories, meanings
from tests.oracle.work_tree import ItemId, assignments, items, level, value_stream

SECONDS_PER_DAY = 86400
ENOUGH = 10  # fewer values make no percentiles


@dataclass(frozen=True)
class Item:
    """A work item with the days that flow is counted by."""

    item: ItemId
    stream: str
    level: str
    type_name: str
    flow: Flow
    started: date | None
    done: date | None
    cancelled: date | None


@cache
def counted(inputs: Inputs) -> list[Item]:
    """The items that flow counts: no subtasks."""
    found = []
    for item, flow in flows(inputs).items():
        if level(inputs, item) != "subtask":
            dates = (business_date(inputs, at) for at in (flow.started_at, flow.done_at, flow.cancelled_at))
            place = value_stream(inputs, item), level(inputs, item), items(inputs)[item]["type_name"]
            found.append(Item(item, *place, flow, *dates))
    return found


def quantile(values: list[float], share: float) -> float:
    """Continuous percentile: between two values, in proportion."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def percentiles(seconds: Iterable[int | None], name: str) -> Row:
    """M47: P50, P85 and P95 in days of ten values or more, never a mean."""
    known = [value / SECONDS_PER_DAY for value in seconds if value is not None]
    few = "none_measured" if not known else "fewer_than_ten" if len(known) < ENOUGH else None
    row: Row = {f"{name}_item_count": len(known), f"{name}_reason": few}
    for percent in (50, 85, 95):
        row[f"{name}_p{percent}_days"] = None if few else quantile(known, percent / 100)
    return row


def _efficiency(done: list[Item]) -> Row:
    """M48: active time / flow time, a ratio of sums; one status that nobody mapped makes it NULL."""
    timed = [one.flow for one in done if one.flow.flow_seconds is not None]
    unmapped = [flow for flow in timed if flow.has_unmapped_status]
    mapped = [flow for flow in timed if flow.active_seconds is not None]
    active = sum(flow.active_seconds for flow in mapped) if mapped else None
    whole = sum(flow.flow_seconds for flow in mapped) if mapped else None
    reason = None
    if unmapped:
        reason = "unmapped_status"
    elif not mapped:
        reason = "no_status_history"
    elif whole == 0:
        reason = "no_time_in_progress"
    return {
        "unmapped_item_count": len(unmapped),
        "active_seconds": active,
        "flow_seconds": whole,
        "flow_efficiency": None if reason else active / whole,
        "flow_efficiency_reason": reason,
    }


def periods(inputs: Inputs) -> list[Row]:
    """M46 to M48 and M50 by value stream, level, type and fiscal period."""
    done, cancelled = defaultdict(list), Counter()
    finished: Counter = Counter()
    for one in counted(inputs):
        key = (one.stream, one.level, one.type_name)
        if one.done is not None and one.done <= inputs.as_of:
            period = fiscal_period(inputs, one.done)
            done[*key, period].append(one)
            finished[one.stream, one.level, period] += 1
        if one.cancelled is not None and one.cancelled <= inputs.as_of:
            cancelled[*key, fiscal_period(inputs, one.cancelled)] += 1
    rows = []
    for key in {*done, *cancelled}:
        stream, of_level, type_name, period = key
        those, whole = done.get(key, []), finished[stream, of_level, period]
        rows.append(
            {
                "value_stream_name": stream,
                "work_item_level": of_level,
                "type_name": type_name,
                "fiscal_period_label": period.label,
                "fiscal_period_start_date": period.start,
                "fiscal_year_label": period.year_label,
                "throughput_count": len(those),
                "cancelled_count": cancelled[key],
                "done_share": len(those) / whole if whole else None,
                "done_share_reason": None if whole else "nothing_done",
                **percentiles((one.flow.flow_seconds for one in those), "flow_time"),
                **percentiles((one.flow.lead_seconds for one in those), "lead_time"),
                **percentiles((one.flow.cycle_seconds for one in those), "cycle_time"),
                **_efficiency(those),
            }
        )
    return rows


def initiative_periods(inputs: Inputs) -> list[Row]:
    """M46 and M47 by the initiative that lists show an item with, level and fiscal period."""
    done, cancelled = defaultdict(list), Counter()
    for one in counted(inputs):
        key = (assignments(inputs)[one.item].first or "unknown", one.level)
        if one.done is not None and one.done <= inputs.as_of:
            done[*key, fiscal_period(inputs, one.done)].append(one.flow.flow_seconds)
        if one.cancelled is not None and one.cancelled <= inputs.as_of:
            cancelled[*key, fiscal_period(inputs, one.cancelled)] += 1
    return [
        {
            "initiative_code": code,
            "work_item_level": of_level,
            "fiscal_period_label": period.label,
            "fiscal_period_start_date": period.start,
            "throughput_count": len(done.get((code, of_level, period), [])),
            "cancelled_count": cancelled[code, of_level, period],
            **_without_p95(percentiles(done.get((code, of_level, period), []), "flow_time")),
        }
        for code, of_level, period in {*done, *cancelled}
    ]


def _without_p95(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "flow_time_p95_days"}


@dataclass(frozen=True)
class Load:
    """A started item in the flow load: from its first start until it was done or cancelled."""

    start: date
    end: date | None
    is_done: bool
    item: Item

    def is_open(self, day: date) -> bool:
        """Started, and neither done nor cancelled at the end of the day."""
        return self.start <= day and (self.end is None or self.end > day)


@cache
def loads(inputs: Inputs) -> dict[tuple[str, str], list[Load]]:
    """Value stream and level -> started items; what ended before it began, or on no known day, is none."""
    found: dict[tuple[str, str], list[Load]] = defaultdict(list)
    for one in counted(inputs):
        if one.started is None or one.started > inputs.as_of:
            continue
        is_done, is_cancelled = one.flow.category == "done", one.flow.category == "cancelled"
        end = one.done if is_done else one.cancelled if is_cancelled else None
        if (end is None and (is_done or is_cancelled)) or (end is not None and end < one.started):
            continue
        found[one.stream, one.level].append(Load(one.started, end, is_done, one))
    return found


def load_days(inputs: Inputs) -> list[Row]:
    """M49: the flow load at the end of each day since the first start."""
    rows = []
    for (stream, of_level), those in loads(inputs).items():
        for day in days(min(one.start for one in those), inputs.as_of):
            ended = [one for one in those if one.end == day]
            row = {
                "value_stream_name": stream,
                "work_item_level": of_level,
                "calendar_date": day,
                "started_count": sum(one.start == day for one in those),
                "done_count": sum(one.is_done for one in ended),
                "cancelled_count": sum(not one.is_done for one in ended),
                "wip_count": sum(one.is_open(day) for one in those),
            }
            rows.append(row)
    return rows


def balances(inputs: Inputs) -> list[Row]:
    """M50, Little's law by value stream, level and fiscal period."""
    grouped: dict[tuple, list[Row]] = defaultdict(list)
    for row in load_days(inputs):
        period = fiscal_period(inputs, row["calendar_date"])
        grouped[row["value_stream_name"], row["work_item_level"], period].append(row)
    times = defaultdict(list)
    for one in counted(inputs):
        if one.done is not None and one.done <= inputs.as_of and one.flow.flow_seconds is not None:
            period = fiscal_period(inputs, one.done)
            times[one.stream, one.level, period].append(one.flow.flow_seconds / SECONDS_PER_DAY)
    return [_balance(inputs, key, those, times[key]) for key, those in grouped.items()]


def _balance(inputs: Inputs, key: tuple, those: list[Row], times: list[float]) -> Row:
    stream, of_level, period = key
    until = min(period.end, inputs.as_of)
    number = len(those)  # of the first period only the days since the first start of all count
    arrivals = sum(row["started_count"] for row in those)
    done = sum(row["done_count"] for row in those)
    departures = done + sum(row["cancelled_count"] for row in those)
    load = sum(row["wip_count"] for row in those)
    average, larger = load / number, max(arrivals, departures)
    mean_time = math.fsum(times) / len(times) if times else None
    error = abs(average - done / number * mean_time) / average if times and load else None
    surplus = (arrivals - departures) / larger if larger else None
    return {
        "value_stream_name": stream,
        "work_item_level": of_level,
        "fiscal_period_label": period.label,
        "fiscal_period_start_date": period.start,
        "until_date": until,
        "day_count": number,
        "wip_day_count": load,
        "wip_end_count": max(those, key=lambda row: row["calendar_date"])["wip_count"],
        "arrival_count": arrivals,
        "departure_count": departures,
        "flow_time_item_count": len(times),
        "average_wip_items": average,
        "average_flow_time_days": mean_time,
        "throughput_per_day": done / number,
        "arrival_surplus_share": surplus,
        "littles_law_error": error,
        "littles_law_reason": None
        if error is not None
        else "no_flow_times"
        if load
        else "no_work_in_progress",
        "stability": _stability(error, surplus),
    }


def _stability(error: float | None, surplus: float | None) -> str | None:
    """Stable: the law is off by less than 15 %, arrivals and departures within 10 % of each other."""
    if error is None:
        return None
    if surplus is not None and abs(surplus) > 0.10:
        return "growing" if surplus > 0 else "shrinking"
    return "unsteady" if error >= 0.15 else "stable"


def cumulative(inputs: Inputs) -> list[Row]:
    """M50: items in each status at the end of each day on which something was in it."""
    entered, left = defaultdict(Counter), defaultdict(Counter)
    categories = {}
    for one in counted(inputs):
        for stay in histories(inputs)[one.item]:
            key = (one.stream, one.level, stay.status)
            categories[key] = meanings(inputs)[one.item[0], stay.status].category
            entered[key][business_date(inputs, stay.start)] += 1
            left[key][business_date(inputs, stay.end)] += 1
    rows = []
    for key, entries in entered.items():
        number = 0
        for day in days(min(entries), inputs.as_of):
            number += entries[day] - left[key][day]
            if number == 0:
                continue
            names = ("value_stream_name", "work_item_level", "status_name")
            row = dict(zip(names, key, strict=True)) | {"calendar_date": day, "item_count": number}
            rows.append(row | {"status_category": categories[key]})
    return rows


@cache
def state_ages(inputs: Inputs) -> dict[tuple[str, str, str], list[int]]:
    """M49: source, status and level -> ages of finished items when they left the status, each leaving."""
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for one in counted(inputs):
        if one.flow.flow_seconds is None:
            continue
        for stay in histories(inputs)[one.item]:
            ends_inside = stay.end is not None and stay.end <= one.flow.done_at
            if stay.category == "in_progress" and ends_inside:
                age = (business_date(inputs, stay.end) - one.started).days + 1
                found[one.item[0], stay.status, one.level].append(age)
    return found
