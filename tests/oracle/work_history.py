"""The history of a work item's statuses, and its times (M46 to M49).

From the tracker's changes where its source tells any; else from its exports, where there are several:
the first that shows a status is taken for its beginning, at the start of that day where the
organisation is, unless an instant of the tracker's own (created, started, resolved) fits.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import pairwise

from tests.oracle.calendars import day_begins
from tests.oracle.inputs import Inputs, Row
from tests.oracle.work_tree import ItemId, items

ENDED = {"done", "cancelled"}


@dataclass(frozen=True)
class Meaning:
    """What portfolio.yml says of a status, else what the tracker says of its category."""

    category: str | None
    activity: str | None = None
    is_blocked: bool = False


@dataclass(frozen=True)
class Stay:
    """An uninterrupted time of an item in a status; the last one has no end."""

    status: str
    meaning: Meaning
    start: datetime
    end: datetime | None
    is_cut_off: bool = False  # the first export shows it under way or ended: what came before is unknown
    is_start_known: bool = True

    @property
    def category(self) -> str | None:
        """todo, in_progress, done, cancelled or unmapped."""
        return self.meaning.category


@cache
def meanings(inputs: Inputs) -> dict[tuple[str, str], Meaning]:
    """Source and status -> its meaning: a mapping for the source, then one for all, then the tracker's."""
    told: dict[tuple[str, str], str | None] = {}
    for row in [*inputs.versions("work_items"), *items(inputs).values()]:
        told[row["source_name"], row["status_name"]] = row["status_category"]
    for row in inputs.rows("work_item_transitions"):
        for name in ("from_status_name", "to_status_name"):
            told.setdefault((row["source_name"], row[name]), None)
    mapped = {
        (entry.get("source"), entry["status"]): entry for entry in inputs.setting("statuses", default=[])
    }
    return {
        (source, status): _meaning(mapped.get((source, status)), mapped.get((None, status)), category)
        for (source, status), category in told.items()
    }


def _meaning(own: Row | None, general: Row | None, told: str | None) -> Meaning:
    first, second = own or general, general or own
    if first is None or second is None:
        return Meaning(told)
    activity = first.get("activity") or second.get("activity")
    return Meaning(first["category"], activity, first.get("blocked", False))


def _numbered(row: Row) -> tuple:
    """In the order of time; 10 comes after 9 when both happened at once."""
    parts = row["transition_id"].split(":")
    return row["changed_at"], [int(part) if part.isdigit() else 0 for part in parts], row["transition_id"]


def _ended(entries: list[tuple], inputs: Inputs, source: str) -> list[Stay]:
    """Turn entries (status, start, cut off, known) into stays that each end where the next begins."""
    entries = sorted(entries, key=lambda entry: entry[1])
    ends = [start for _, start, *_ in entries[1:]]
    return [
        Stay(status, meanings(inputs)[source, status], start, end, *flags)
        for (status, start, *flags), end in zip(entries, [*ends, None][: len(entries)], strict=True)
    ]


def _from_changes(inputs: Inputs, item: ItemId, changes: list[Row]) -> list[Stay]:
    """Without a change the present status holds since creation, save that nobody knows when it ended."""
    source, row = item[0], items(inputs)[item]
    entries = [(change["to_status_name"], change["changed_at"]) for change in sorted(changes, key=_numbered)]
    first = min(changes, key=_numbered)["from_status_name"] if changes else row["status_name"]
    if row["created_at"] is not None and first is not None:
        entries.insert(0, (first, row["created_at"]))
    if not changes and meanings(inputs)[source, row["status_name"]].category in ENDED:
        return []
    return _ended(entries, inputs, source)


def _told_instant(category: str | None, version: Row, is_first: bool) -> datetime | None:
    if category == "todo":
        return version["created_at"] if is_first else None
    if category == "in_progress":
        return version["started_at"]
    return version["resolved_at"] if category in ENDED else None


def _from_snapshots(inputs: Inputs, versions: list[Row], first_export: datetime) -> list[Stay]:
    entries, before, status = [], None, None
    for version in versions:
        seen = day_begins(inputs, version["known_at"].date())
        if version["status_name"] != status:
            status = version["status_name"]
            category = meanings(inputs)[version["source_name"], status].category
            told = _told_instant(category, version, is_first=before is None)
            is_told = told is not None and (before is None or told > before)
            in_first = before is None and version["known_at"] == first_export
            is_begun = category == "in_progress" and is_told
            is_cut_off = in_first and category != "todo" and not is_begun
            entries.append((status, told if is_told else seen, is_cut_off, is_told or not is_cut_off))
        before = seen
    return _ended(entries, inputs, versions[0]["source_name"])


@cache
def histories(inputs: Inputs) -> dict[ItemId, list[Stay]]:
    """Item -> its stays, oldest first; none where nobody tells its history."""
    changes, versions, exports = defaultdict(list), defaultdict(list), defaultdict(set)
    for row in inputs.rows("work_item_transitions"):
        changes[row["source_name"], row["work_item_id"]].append(row)
    for row in inputs.versions("work_items"):
        exports[row["source_name"]].add(row["known_at"])
        if not row["is_deleted"]:
            versions[row["source_name"], row["work_item_id"]].append(row)
    tells = {source for source, _ in changes}
    found = {}
    for item in items(inputs):
        if item[0] in tells:
            found[item] = _from_changes(inputs, item, changes[item])
        elif len(exports[item[0]]) > 1:
            found[item] = _from_snapshots(inputs, versions[item], min(exports[item[0]]))
        else:
            found[item] = []
    return found


@dataclass(frozen=True)
class Flow:
    """When an item was started and done, and how long that took, in seconds."""

    history_source: str
    category: str | None
    started_at: datetime | None = None
    is_start_known: bool = True
    done_at: datetime | None = None
    cancelled_at: datetime | None = None
    state_entered_at: datetime | None = None
    flow_seconds: int | None = None
    flow_reason: str | None = None
    lead_seconds: int | None = None
    cycle_seconds: int | None = None
    active_seconds: int | None = None
    has_unmapped_status: bool = False
    reopened: int = 0


def _seconds(start: datetime | None, end: datetime | None) -> int | None:
    """Seconds from start to end; None where one is missing, or the end comes first (an import's fault)."""
    if start is None or end is None or end < start:
        return None
    return int((end - start).total_seconds())


def _last_done(stays: list[Stay]) -> datetime | None:
    """M46: the last entry into done; from one done status to another is none."""
    entries = [
        stay.start
        for number, stay in enumerate(stays)
        if stay.category == "done"
        and (number == 0 or stays[number - 1].category != "done")
        and stay.is_start_known
    ]
    return entries[-1] if entries else None


def _cycle_seconds(stays: list[Stay]) -> int | None:
    """Azure DevOps: from the first status in progress or done to the status it is done in."""
    begun = [stay.start for stay in stays if stay.category in {"in_progress", "done"}]
    if not begun or begun[0] >= stays[-1].start or any(stay.is_cut_off for stay in stays):
        return None
    return _seconds(begun[0], stays[-1].start)


def _flow_reason(flow: Flow) -> str | None:
    """Why there is no flow time; the first that holds."""
    if flow.category != "done":
        return "not_done"
    if flow.done_at is None:
        return "done_without_date"
    if flow.history_source == "none":
        return "no_status_history"
    if not flow.is_start_known:
        return "started_before_first_snapshot"
    if flow.started_at is None:
        return "never_in_progress"
    return "done_before_started" if flow.done_at < flow.started_at else None


def _measured(flow: Flow, row: Row, stays: list[Stay]) -> Flow:
    reason = _flow_reason(flow)
    flow_seconds = None if reason else _seconds(flow.started_at, flow.done_at)
    between = [
        stay for stay in stays if flow_seconds is not None and flow.started_at <= stay.start < flow.done_at
    ]
    unmapped = [
        stay
        for stay in between
        if stay.category is None or (stay.category == "in_progress" and stay.meaning.activity is None)
    ]
    is_done, leads_to_done = flow.category == "done", _last_done(stays) is not None
    active = [stay for stay in between if stay.meaning.activity == "active"]
    is_known = flow_seconds is not None and not unmapped and leads_to_done
    return replace(
        flow,
        flow_seconds=flow_seconds,
        flow_reason=reason,
        lead_seconds=_seconds(row["created_at"], flow.done_at),
        cycle_seconds=_cycle_seconds(stays) if is_done and leads_to_done else None,
        # Of a way that nobody tells to its end nothing is known.
        has_unmapped_status=bool(unmapped) and leads_to_done,
        active_seconds=sum(_seconds(stay.start, stay.end) for stay in active) if is_known else None,
    )


def _cancelled_at(last: Stay, row: Row) -> datetime | None:
    """The last entry, where the history leads to it, else the tracker's resolution time."""
    is_told = last.category == "cancelled" and last.is_start_known
    return last.start if is_told else row["resolved_at"]


def _flow(inputs: Inputs, item: ItemId) -> Flow:
    row, stays = items(inputs)[item], histories(inputs)[item]
    category = meanings(inputs)[item[0], row["status_name"]].category
    is_done, is_cancelled = category == "done", category == "cancelled"
    if not stays:
        is_dated = row["started_at"] is not None
        ended = row["resolved_at"]
        told = Flow("dates" if is_dated else "none", category, row["started_at"])
        flow = replace(told, done_at=ended if is_done else None, cancelled_at=ended if is_cancelled else None)
        return _measured(flow, row, stays)
    starts = [stay.start for stay in stays if stay.category == "in_progress"]
    leaves = [after for before, after in pairwise(stays) if before.category == "done"]
    flow = Flow(
        "transitions" if _tells(inputs, item[0]) else "snapshots",
        category,
        started_at=min(starts, default=None),
        is_start_known=not any(stay.is_cut_off for stay in stays),
        done_at=(_last_done(stays) or row["resolved_at"]) if is_done else None,
        cancelled_at=_cancelled_at(stays[-1], row) if is_cancelled else None,
        state_entered_at=stays[-1].start,
        reopened=sum(stay.category not in {"done", None} for stay in leaves),
    )
    return _measured(flow, row, stays)


@cache
def _tells(inputs: Inputs, source: str) -> bool:
    return any(row["source_name"] == source for row in inputs.rows("work_item_transitions"))


@cache
def flows(inputs: Inputs) -> dict[ItemId, Flow]:
    """Each item's times."""
    return {item: _flow(inputs, item) for item in items(inputs)}
