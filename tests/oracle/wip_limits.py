"""Limits to work in progress on the portfolio kanban (M51): states day by day, breaches, what waited."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tests.oracle.calendars import days
from tests.oracle.delay import DAYS_PER_WEEK, delays, estimates
from tests.oracle.delay_totals import per_week
from tests.oracle.inputs import Inputs, Row
from tests.oracle.register import initiatives

ORDER = ("funnel", "analysing", "ready", "implementing", "released", "done")
TOLD = ("ready", "implementing", "released", "cancelled")  # states whose beginning the register dates
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    """An initiative's time in a portfolio state; without an end while it lasts."""

    code: str
    state: str
    lane: str
    start: date
    end: date | None
    history: (
        str  # dates: a day of the register tells the beginning; snapshots: the first export that shows it
    )
    is_start_known: bool

    def covers(self, day: date) -> bool:
        """Tell whether it is in the state on a day."""
        return self.start <= day and (self.end is None or day < self.end)


def _told_days(row: Row) -> dict[str, date]:
    """What the register's own days say about the beginning of a state; of done it has none."""
    told = {
        "ready": row["ready_date"] or row["approved_date"],
        "implementing": row["started_date"],
        "released": row["released_date"] or row["value_start_date"],
        "cancelled": row["cancelled_date"],
    }
    return {state: day for state, day in told.items() if day is not None}


def _entries(inputs: Inputs, code: str) -> list[tuple[date, int, str, str, bool]]:
    """Day, order, state, history and whether it is known, of each entry into a state.

    A day of the register counts when it lies after the export before and not after the one that
    shows the state; before the first export only days tell.
    """
    states = {stage["stage"]: stage["state"] for stage in inputs.setting("stages", default=[])}
    current = initiatives(inputs)[code]
    told, found = _told_days(current), []
    before, state = None, None
    for row in inputs.versions("initiatives"):
        is_same = (row["initiative_code"], row["source_name"]) == (code, current["source_name"])
        if not is_same or row["is_deleted"]:
            continue
        seen, now = row["known_at"].date(), states.get(row["stage_name"], "unmapped")
        if now != state:
            day = told.get(now)
            is_told = day is not None and day <= seen and (before is None or day > before)
            entered, history = (day, "dates") if is_told else (seen, "snapshots")
            if before is None:
                earlier = [(told[one], one) for one in TOLD if one in told and one != now]
                found += [(at, TOLD.index(one), one, "dates", True) for at, one in earlier if at <= entered]
            found.append((entered, len(ORDER), now, history, is_told or before is not None))
            state = now
        before = seen
    return sorted(found)


@cache
def stays(inputs: Inputs) -> list[Stay]:
    """Stays of all initiatives but run work; one left on its first day is none, the future is not yet."""
    found = []
    for code, row in initiatives(inputs).items():
        if row["is_run"]:
            continue
        estimate = estimates(inputs).get(code)
        is_expedite = estimate is not None and estimate["urgency_profile"] == "expedite"
        lane = "expedite" if is_expedite else "standard"
        entries = [entry for entry in _entries(inputs, code) if entry[0] <= inputs.as_of]
        ends = [*(entry[0] for entry in entries[1:]), None][: len(entries)]
        for (start, _, state, history, is_known), end in zip(entries, ends, strict=True):
            if start != end:
                found.append(Stay(code, state, lane, start, end, history, is_known))
    return found


def limit_on(inputs: Inputs, state: str, day: date) -> int | None:
    """Return the limit in force; none is not a limit of 0."""
    limits = [
        (limit.get("valid_from", date(2000, 1, 1)), limit["limit"])
        for limit in inputs.setting("wip_limits", default=[])
        if limit["state"] == state
    ]
    return max((limit for limit in limits if limit[0] <= day), default=(None, None))[1]


@dataclass(frozen=True)
class Span:
    """Days on which a state and lane held as many initiatives under the same limit."""

    state: str
    lane: str
    count: int
    limit: int | None
    start: date
    last: date

    @property
    def excess(self) -> int | None:
        """Initiatives above the limit."""
        return None if self.limit is None else max(0, self.count - self.limit)


@cache
def spans(inputs: Inputs) -> list[Span]:
    """Each state and lane, day by day since its first entry, equal days put together."""
    groups: dict[tuple[str, str], list[Stay]] = defaultdict(list)
    for stay in stays(inputs):
        groups[stay.state, stay.lane].append(stay)
    found: list[Span] = []
    for (state, lane), those in groups.items():
        for day in days(min(stay.start for stay in those), inputs.as_of):
            count = sum(stay.covers(day) for stay in those)
            limit = limit_on(inputs, state, day) if lane == "standard" else None
            span = Span(state, lane, count, limit, day, day)
            before = found[-1] if found else None
            if before and (before.state, before.lane, before.count, before.limit) == (
                state,
                lane,
                count,
                limit,
            ):
                found[-1] = Span(state, lane, count, limit, before.start, day)
            else:
                found.append(span)
    return found


def waiting_cost(inputs: Inputs, span: Span) -> Row:
    """What waited in the state before during a breach: today's weekly cost of delay x weeks waited."""
    place = ORDER.index(span.state)
    upstream = ORDER[place - 1] if place else None
    waited: dict[str, int] = defaultdict(int)
    for stay in stays(inputs):
        overlap = sum(stay.covers(day) for day in days(span.start, span.last))
        if stay.state == upstream and overlap:
            waited[stay.code] += overlap
    weekly = {code: per_week(delays(inputs)[code]) for code in waited}
    costs = [weekly[code] * waited[code] / DAYS_PER_WEEK for code in waited if weekly[code] is not None]
    is_unknown = bool(waited) and not costs
    return {
        "upstream_state": upstream,
        "waiting_count": len(waited),
        "uncosted_count": len(waited) - len(costs),
        "waiting_cost_amount": None if is_unknown else sum(costs),
        "waiting_cost_reason": "no_cost_of_delay" if is_unknown else None,
    }
