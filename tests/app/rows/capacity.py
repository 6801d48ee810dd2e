"""What teams can do and are asked to do: one week that has begun, and two ahead."""

from datetime import date
from typing import Any

from tests.app.published_folder import AS_OF, Row
from tests.app.rows.organisation import INITIATIVES

BEGUN, NEXT, LATER = date(2026, 3, 23), date(2026, 4, 6), date(2026, 4, 13)

# kind, who, team, week, hours there are, hours asked for
PLAN: tuple[tuple[Any, ...], ...] = (
    ("team", "Shop team", "Shop team", BEGUN, 100, 90),
    ("team", "Shop team", "Shop team", NEXT, 100, 120),
    ("team", "Shop team", "Shop team", LATER, 100, 130),
    ("team", "Core team", "Core team", BEGUN, 80, 60),
    ("team", "Core team", "Core team", NEXT, 80, 60),
    ("team", "Core team", "Core team", LATER, 80, None),
    ("team", "New team", "New team", LATER, 0, 10),
    ("person", "Person 1", "Shop team", NEXT, 40, 50),
)


def _plan() -> list[Row]:
    return [
        {
            "capacity_week_key": f"{who}-{week}",
            "resource_kind": kind,
            "resource_name": who,
            "team_name": team,
            "week_start_date": week,
            "is_future": week > AS_OF,
            "supply_hours": supply,
            "supply_source": "stated",
            "demand_hours": demand,
            "demand_reason": None if demand else "no_demand",
            "utilisation": demand / supply if demand and supply else None,
            "utilisation_reason": None if demand and supply else _why(demand),
            "is_over_allocated": demand > supply if demand else None,
            "over_allocated_hours": max(demand - supply, 0) if demand else None,
            "excess_fte": max(demand - supply, 0) / 40 if demand else None,
            "time_off_hours": 0,
            "reserve_hours": 0,
            "as_of_date": AS_OF,
        }
        for kind, who, team, week, supply, demand in PLAN
    ]


def _why(demand: int | None) -> str:
    return "demand_without_supply" if demand else "no_demand"


def _weeks() -> list[Row]:
    rows = []
    for week in (BEGUN, NEXT, LATER):
        teams = [row for row in _plan() if row["resource_kind"] == "team" and row["week_start_date"] == week]
        compared = [row for row in teams if row["demand_hours"]]
        supply, demand, over = (
            sum(row[name] for row in compared)
            for name in ("supply_hours", "demand_hours", "over_allocated_hours")
        )
        rows.append(
            {
                "portfolio_capacity_week_key": str(week),
                "week_start_date": week,
                "is_future": week > AS_OF,
                "team_count": len(teams),
                "compared_team_count": len(compared),
                "over_allocated_team_count": sum(row["over_allocated_hours"] > 0 for row in compared),
                "supply_hours": supply,
                "demand_hours": demand,
                "over_allocated_hours": over,
                "utilisation": demand / supply,
                "as_of_date": AS_OF,
            }
        )
    return rows


def _conflicts() -> list[Row]:
    # kind, who, team, week, first, second, hours beyond supply
    figures: tuple[tuple[Any, ...], ...] = (
        ("team", "Shop team", "Shop team", NEXT, "B-1", "B-3", 20),
        ("team", "Shop team", "Shop team", LATER, "B-1", "B-3", 30),
        ("person", "Person 1", "Shop team", NEXT, "B-1", "B-3", 10),
        ("team", "Core team", "Core team", BEGUN, "B-2", "B-4", 5),
    )
    names = {row[0]: row[1] for row in INITIATIVES}
    return [
        {
            "capacity_conflict_key": f"{who}-{week}",
            "resource_kind": kind,
            "resource_name": who,
            "team_name": team,
            "week_start_date": week,
            "is_future": week > AS_OF,
            "initiative_code": code,
            "initiative_name": names[code],
            "other_initiative_code": other,
            "other_initiative_name": names[other],
            "allocated_hours": 60,
            "other_allocated_hours": 60,
            "over_allocated_hours": over,
        }
        for kind, who, team, week, code, other, over in figures
    ]


def tables() -> dict[str, list[Row]]:
    """Return the rows of the marts of capacity."""
    return {
        "marts.mart_capacity": _plan(),
        "marts.mart_portfolio_capacity": _weeks(),
        "marts.mart_capacity_conflicts": _conflicts(),
    }
