"""Capacity (M52, M53): supply, demand and what is too much, by team or person and week, in hours.

Hours count; days and FTE become hours by `capacity.hours_per_day` and the working days of that week.
A team's own plan counts before the sum over its people.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import combinations

from tests.oracle.calendars import ONE_DAY
from tests.oracle.inputs import Inputs, Row
from tests.oracle.work_tree import UNASSIGNED

Resource = tuple[str, str]  # kind and name
NO_RULE, NO_SUPPLY, NO_DEMAND = "no_hours_per_day", "no_supply", "no_demand"


def shown(inputs: Inputs, kind: str, name: str) -> str:
    """Return a team's name, of a person the pseudonym: 12 digits of the sha256 of key and name."""
    privacy = inputs.setting("privacy", default={})
    assert "key" not in privacy, "pseudonyms with a key are not computed here"
    if kind == "team" or privacy.get("people") == "names":
        return name
    return f"Person {hashlib.sha256(f'|{name.strip()}'.encode()).hexdigest()[:12]}"


def working_days(inputs: Inputs, monday: date) -> int:
    """Return the working days of a week."""
    weekdays = inputs.setting("organisation", "working_days", default=[1, 2, 3, 4, 5])
    off = inputs.setting("organisation", "days_off", default=[])
    week = [monday + ONE_DAY * number for number in range(7)]
    return sum(day.isoweekday() in weekdays and day not in off for day in week)


def _hours(inputs: Inputs, row: Row) -> float | None:
    """Return a stated quantity in hours; None without a declared day."""
    per_day = inputs.setting("capacity", "hours_per_day")
    if row["unit"] == "hours":
        return row["quantity"]
    if per_day is None:
        return None
    days = working_days(inputs, row["week_start_date"]) if row["unit"] == "fte" else 1
    return row["quantity"] * per_day * days


@dataclass(frozen=True)
class Week:
    """A team's or person's week; hours are None where a reason says so."""

    resource: Resource
    team: str | None
    monday: date
    supply: float | None
    supply_reason: str | None
    demand: float | None
    demand_reason: str | None
    demand_source: str | None
    allocated: dict[str, float | None]
    time_off: float | None = 0.0
    reserve: float | None = 0.0
    supply_source: str = "stated"

    @property
    def over(self) -> float | None:
        """M53: demand beyond supply, 0 where it fits."""
        if self.supply is None or self.demand is None:
            return None
        return max(self.demand - max(self.supply, 0), 0)

    @property
    def missing(self) -> str | None:
        """Why supply and demand cannot be compared."""
        return self.supply_reason or self.demand_reason


def _newest(rows: list[Row], *key: str) -> list[Row]:
    """Of rows that several plans state, those of the plan heard last; of two alike the first by name."""
    last: dict[tuple, Row] = {}
    rows = sorted(rows, key=lambda row: row["source_name"], reverse=True)
    for row in sorted(rows, key=lambda row: row["known_at"]):
        last[tuple(row[name] for name in key)] = row
    return list(last.values())


@cache
def _stated(inputs: Inputs) -> dict[tuple[Resource, date], Week]:
    """Each week that the plan states something of."""
    place = ("resource_kind", "resource_name", "week_start_date")
    measures: dict[tuple, dict[str, float | None]] = defaultdict(dict)
    allocated: dict[tuple, dict[str, float | None]] = defaultdict(dict)
    teams: dict[tuple, str | None] = {}
    for row in _newest(inputs.rows("capacity_weeks"), *place, "measure"):
        key = ((row["resource_kind"], row["resource_name"]), row["week_start_date"])
        measures[key][row["measure"]] = _hours(inputs, row)
        teams[key] = row["team_name"]
    for row in _newest(inputs.rows("capacity_allocations"), *place, "initiative_code"):
        key = ((row["resource_kind"], row["resource_name"]), row["week_start_date"])
        allocated[key][row["initiative_code"]] = _hours(inputs, row)
        teams[key] = row["team_name"]
    return {key: _week(key, teams[key], measures[key], allocated[key]) for key in teams}


def _week(key: tuple, team: str | None, measures: dict, allocated: dict[str, float | None]) -> Week:
    parts = [measures.get("supply"), measures.get("time_off", 0.0), measures.get("reserve", 0.0)]
    reason = NO_SUPPLY if "supply" not in measures else NO_RULE if None in parts else None
    supply = None if reason else parts[0] - parts[1] - parts[2]
    demands = {}
    if allocated:
        known = None not in allocated.values()
        demands["initiatives"] = sum(allocated.values()) if known else None
    if "allocated" in measures:
        demands["stated_total"] = measures["allocated"]
    unknown = None in demands.values()
    source = None if unknown or not demands else max(demands, key=lambda name: demands[name])
    return Week(
        resource=key[0],
        team=key[0][1] if key[0][0] == "team" else team,
        monday=key[1],
        supply=supply,
        supply_reason=reason,
        demand=demands[source] if source else None,
        demand_reason=None if source else NO_RULE if unknown else NO_DEMAND,
        demand_source=source,
        allocated=allocated,
        time_off=parts[1],
        reserve=parts[2],
    )


def _of_people(team: str, monday: date, people: list[Week]) -> Week:
    """A team's week as the sum over its people; one without supply leaves it unknown."""
    has_all = all(one.supply is not None for one in people)
    wanting = [one for one in people if one.demand_reason != NO_DEMAND]
    is_known = all(one.demand is not None for one in wanting)
    demand = sum(one.demand for one in wanting) if wanting and is_known else None
    allocated: dict[str, float | None] = defaultdict(float)
    for one in people:
        for code, hours in one.allocated.items():
            allocated[code] += hours or 0
    reason = NO_DEMAND if not wanting else NO_RULE
    return Week(
        resource=("team", team),
        team=team,
        monday=monday,
        supply=sum(one.supply for one in people) if has_all else None,
        supply_reason=None if has_all else "people_without_supply",
        demand=demand,
        demand_reason=None if demand is not None else reason,
        demand_source=None if demand is None else "people",
        allocated=dict(allocated),
        time_off=sum(one.time_off or 0 for one in people),
        reserve=sum(one.reserve or 0 for one in people),
        supply_source="people",
    )


@cache
def weeks(inputs: Inputs) -> list[Week]:
    """All weeks: of people, and of teams by their own plan or else by their people."""
    stated, people = _stated(inputs), defaultdict(list)
    for (resource, monday), week in stated.items():
        if resource[0] == "person" and week.team:
            people[week.team, monday].append(week)
    found = dict(stated)
    for (team, monday), those in people.items():
        summed, own = _of_people(team, monday, those), stated.get((("team", team), monday))
        if own is None:
            found[("team", team), monday] = summed
            continue
        if own.supply_reason == NO_SUPPLY:
            own = replace(
                own, supply=summed.supply, supply_reason=summed.supply_reason, supply_source="people"
            )
            own = replace(own, time_off=summed.time_off, reserve=summed.reserve)
        if own.demand_reason == NO_DEMAND:
            own = replace(own, demand=summed.demand, demand_reason=summed.demand_reason)
            own = replace(own, demand_source=summed.demand_source, allocated=summed.allocated)
        found[("team", team), monday] = own
    return list(found.values())


def utilisation(supply: float | None, demand: float | None, missing: str | None) -> Row:
    """M52: demand / supply; without any supply left there is no ratio."""
    reason = missing
    if reason is None and supply <= 0:
        reason = "demand_without_supply" if demand > 0 else "no_supply_left"
    return {"utilisation": None if reason else demand / supply, "utilisation_reason": reason}


def excess_fte(inputs: Inputs, week: Week) -> tuple[float | None, str | None]:
    """M53: demand beyond supply in full-time people of that week."""
    per_day, days = inputs.setting("capacity", "hours_per_day"), working_days(inputs, week.monday)
    if week.over is None:
        return None, week.missing
    if per_day is None:
        return None, NO_RULE
    return (week.over / (per_day * days), None) if days else (None, "no_working_day")


def portfolio_weeks(inputs: Inputs) -> list[Row]:
    """All teams together, a ratio of sums over those that can be compared; people are parts of them."""
    grouped = defaultdict(list)
    for week in weeks(inputs):
        if week.resource[0] == "team":
            grouped[week.monday].append(week)
    rows = []
    for monday, teams in grouped.items():
        compared = [week for week in teams if week.over is not None]
        supply = sum(week.supply for week in compared) if compared else None
        demand = sum(week.demand for week in compared) if compared else None
        row = {
            "week_start_date": monday,
            "is_future": monday > inputs.as_of,
            "team_count": len(teams),
            "compared_team_count": len(compared),
            "over_allocated_team_count": sum(week.over > 0 for week in compared),
            "supply_hours": supply,
            "demand_hours": demand,
            "over_allocated_hours": sum(week.over for week in compared) if compared else None,
            **utilisation(supply, demand, None if compared else "no_comparable_team"),
        }
        rows.append(row)
    return rows


def conflicts(inputs: Inputs) -> list[Row]:
    """M53: each two initiatives that both want of a week beyond its supply."""
    rows = []
    for week in weeks(inputs):
        wanting = sorted(code for code, hours in week.allocated.items() if hours)
        for first, second in combinations(wanting, 2) if week.over else ():
            row = {
                "resource_kind": week.resource[0],
                "resource_name": shown(inputs, *week.resource),
                "team_name": week.team or UNASSIGNED,
                "week_start_date": week.monday,
                "is_future": week.monday > inputs.as_of,
                "initiative_code": first,
                "other_initiative_code": second,
                "allocated_hours": week.allocated[first],
                "other_allocated_hours": week.allocated[second],
                "supply_hours": week.supply,
                "demand_hours": week.demand,
                "over_allocated_hours": week.over,
            }
            rows.append(row)
    return rows
