"""Orphan work (M23) and traceability (M26): how far the path of work and of bets leads up the strategy."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tests.oracle.alignment import spend_cells
from tests.oracle.bets import key_result_weights, linked_key_results, retired_on
from tests.oracle.fiscal import period_of
from tests.oracle.goals import KeyResult, live
from tests.oracle.inputs import Inputs, Row
from tests.oracle.register import initiatives
from tests.oracle.strategy import alignment_reason
from tests.oracle.work_history import meanings
from tests.oracle.work_tree import UNASSIGNED, assignments, items, level, value_stream

UNKNOWN = "unknown"
COMPLETE, RUN = "complete", "run"


def orphan_reason(inputs: Inputs, code: str) -> str | None:
    """Why a bet serves no live key result; one without a theme of its own is judged by its key results."""
    reason = alignment_reason(inputs, code)
    if reason != "no_theme":
        return reason
    return "kr_dead" if linked_key_results(inputs).get(code) else "bet_no_kr"


def is_in_force(inputs: Inputs, theme: str | None) -> bool:
    """Whether portfolio.yml has a theme, and its days cover the as-of date."""
    known = {given["name"]: given for given in inputs.setting("themes", default=[])}
    if theme not in known or retired_on(inputs, theme, inputs.as_of):
        return False
    begins = known[theme].get("active_from")
    return begins is None or begins <= inputs.as_of


def trace_break(inputs: Inputs, code: str) -> str | None:
    """Where the path bet, live key result, objective, active theme breaks; one whole path is enough."""
    reason = orphan_reason(inputs, code)
    if reason:
        return reason
    alive = live(inputs, inputs.as_of)
    weights = key_result_weights(inputs)[code] or {}
    served = [alive[name] for name, weight in weights.items() if name in alive and weight > 0]
    homes: list[KeyResult] = [one for one in served if one.objective]
    if any(is_in_force(inputs, one.theme) for one in homes):
        return None
    return "objective_no_theme" if homes else "kr_no_objective"


@dataclass
class Orphans:
    """Work of a reason, value stream and initiative; story points are NULL where none has a size."""

    count: int = 0
    open_count: int = 0
    points: Fraction | None = None


def orphans(inputs: Inputs) -> dict[tuple[str, str, str], Orphans]:
    """M23: (reason, value stream, initiative) -> work items without a path to a live key result.

    Subtasks are left out, run work is not asked for one; a live bet without any item counts by itself.
    """
    found: dict[tuple[str, str, str], Orphans] = defaultdict(Orphans)
    with_items = set()
    for item, row in items(inputs).items():
        if level(inputs, item) == "subtask":
            continue
        code, broken = assignments(inputs)[item].first, assignments(inputs)[item].break_reason
        with_items.add(code)
        if code is not None:
            broken = None if initiatives(inputs)[code]["is_run"] else orphan_reason(inputs, code)
        if broken is None:
            continue
        sums = found[broken, value_stream(inputs, item), code or UNKNOWN]
        category = meanings(inputs)[item[0], row["status_name"]].category
        sums.count += 1
        sums.open_count += category not in {"done", "cancelled"}
        if row["story_points"] is not None:
            sums.points = (sums.points or 0) + Fraction(str(row["story_points"]))
    for code, row in initiatives(inputs).items():
        reason = orphan_reason(inputs, code)
        if reason and row["is_live"] and not row["is_run"] and code not in with_items:
            found[reason, row["value_stream_name"] or UNASSIGNED, code] = Orphans()
    return found


def unaligned_spend(inputs: Inputs, code: str) -> Decimal:
    """Change spend of the fiscal year to date that served no live key result."""
    year = ("year", period_of(inputs, inputs.as_of).year_label)
    sums = spend_cells(inputs).get((("initiative", code), year))
    return sums.unaligned if sums else Decimal(0)


@dataclass
class Traced:
    """Stories of a value stream whose path breaks at one place; parts where several bets claim them."""

    stories: Fraction = Fraction(0)
    unsized: Fraction = Fraction(0)
    points: Fraction | None = None


def trace_breaks(inputs: Inputs) -> dict[tuple[str, str], Traced]:
    """M26: (value stream, place of the first break or complete or run) -> stories and story points."""
    found: dict[tuple[str, str], Traced] = defaultdict(Traced)
    for item, row in items(inputs).items():
        if level(inputs, item) != "story":
            continue
        assigned = assignments(inputs)[item]
        for code, part in assigned.parts.items():
            if code is None:
                place = assigned.break_reason
            else:
                is_run = initiatives(inputs)[code]["is_run"]
                place = RUN if is_run else trace_break(inputs, code) or COMPLETE
            sums = found[value_stream(inputs, item), place]
            sums.stories += part
            if row["story_points"] is None:
                sums.unsized += part
            else:
                sums.points = (sums.points or 0) + part * Fraction(str(row["story_points"]))
    return found


def traceability(inputs: Inputs) -> list[Row]:
    """M26 by value stream: story points with a complete path / all, run work left out; a ratio of sums."""
    streams: dict[str, dict[str, Traced]] = defaultdict(dict)
    for (stream, place), sums in trace_breaks(inputs).items():
        if place != RUN:
            streams[stream][place] = sums
    rows = []
    for stream, places in streams.items():
        traced = places.get(COMPLETE, Traced())
        stories = sum(sums.stories for sums in places.values())
        sized = [sums.points for sums in places.values() if sums.points is not None]
        points = sum(sized) if sized else None
        row = {
            "value_stream_name": stream,
            "work_items": stories,
            "traced_work_items": traced.stories,
            "unsized_work_items": sum(sums.unsized for sums in places.values()),
            "story_points": points,
            "traced_story_points": None if points is None else traced.points or 0,
            "traceability_rate": float((traced.points or 0) / points) if points else None,
            "traceability_rate_reason": None if points else "no_story_points",
            "traceability_count_share": traced.stories / stories,
        }
        rows.append({name: float(v) if isinstance(v, Fraction) else v for name, v in row.items()})
    return rows
