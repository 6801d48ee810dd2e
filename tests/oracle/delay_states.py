"""What a delay has cost in each state and in each block (M05, M06), by initiative."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tests.oracle.calendars import business_date
from tests.oracle.delay import Delay, Value, delays
from tests.oracle.inputs import Inputs
from tests.oracle.register import NOT_BEGUN
from tests.oracle.work_history import histories
from tests.oracle.work_tree import assignments

Span = tuple[date, date]  # first day, and the day after the last


@dataclass(frozen=True)
class Interval:
    """An uninterrupted time of an initiative in a delay state, or in a block of a scope."""

    kind: str  # queue, active, blocked or released; of blocks initiative or any
    start: date
    end: date

    def cost(self, delay: Delay, value: Value) -> float | None:
        """Cost of delay of that time: what accrued between its ends."""
        first, last = delay.since_ready(value, self.start), delay.since_ready(value, self.end)
        return None if first is None or last is None else last - first


def merged(spans: list[Span]) -> list[Span]:
    """Spans that overlap or touch are one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _within(delay: Delay, spans: list[tuple[date, date | None]]) -> list[Span]:
    """Cut spans to the time from ready to the end of the delay; what is empty then is none."""
    ready = delay.initiative["ready_date"]
    if ready is None:
        return []
    cut = [(max(start, ready), min(end or delay.until, delay.until)) for start, end in spans]
    return merged([(start, end) for start, end in cut if start < end])


@cache
def _item_blocks(inputs: Inputs) -> dict[str, list[tuple[date, date | None]]]:
    """Initiative -> days in which a work item of it was in a status that portfolio.yml calls blocked."""
    found: dict[str, list[tuple[date, date | None]]] = {}
    for item, stays in histories(inputs).items():
        for code in assignments(inputs)[item].codes:
            found.setdefault(code, []).extend(
                (business_date(inputs, stay.start), business_date(inputs, stay.end))
                for stay in stays
                if stay.meaning.is_blocked
            )
    return found


@cache
def blocks(inputs: Inputs) -> dict[str, list[Interval]]:
    """Initiative -> its blocks: of the register alone (initiative), and of it or any work item (any)."""
    found = {}
    for code, delay in delays(inputs).items():
        since = delay.initiative["blocked_since_date"]
        own = [(since, None)] if since else []
        spans = {"initiative": own, "any": [*own, *_item_blocks(inputs).get(code, [])]}
        found[code] = [
            Interval(scope, *span) for scope, those in spans.items() for span in _within(delay, those)
        ]
    return found


def _state(delay: Delay, day: date, blocked: list[Span]) -> str:
    """Blocked comes before released, that before active; begun without a day was never seen to wait."""
    initiative = delay.initiative
    started, released = initiative["started_date"], initiative["released_date"]
    if any(start <= day < end for start, end in blocked):
        return "blocked"
    if released and released <= day:
        return "released"
    if started:
        return "active" if started <= day else "queue"
    return "queue" if initiative["portfolio_state"] in NOT_BEGUN else "active"


@cache
def states(inputs: Inputs) -> dict[str, list[Interval]]:
    """Initiative -> its states, day by day, from the day it was ready until its delay ends."""
    found: dict[str, list[Interval]] = {}
    for code, delay in delays(inputs).items():
        ready = delay.initiative["ready_date"]
        blocked = [(one.start, one.end) for one in blocks(inputs)[code] if one.kind == "initiative"]
        stays: list[Interval] = []
        for number in range((delay.until - ready).days if ready else 0):
            day = ready + timedelta(days=number)
            state = _state(delay, day, blocked)
            after = day + timedelta(days=1)
            if stays and stays[-1].kind == state:
                stays[-1] = Interval(state, stays[-1].start, after)
            else:
                stays.append(Interval(state, day, after))
        found[code] = stays
    return found


def cost_by_kind(delay: Delay, intervals: list[Interval], kind: str) -> float | None:
    """Sum of the costs of the intervals of a kind; 0 where there is none of it, None without a figure."""
    if delay.since_ready(delay.expected, delay.until) is None:
        return None
    return sum(one.cost(delay, delay.expected) for one in intervals if one.kind == kind)
