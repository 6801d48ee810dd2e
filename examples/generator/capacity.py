"""The capacity plan: teams in FTE, one column a week; and a few people in hours, one week a row."""

import random
from datetime import date, timedelta

FIRST_WEEK, WEEK_COUNT = date(2026, 10, 5), 13
WEEKS = tuple(FIRST_WEEK + timedelta(weeks=number) for number in range(WEEK_COUNT))
NOVEMBER, CHRISTMAS = 4, 11  # places of the first week of November and of the week of Christmas
HOLIDAY_SHARE = 0.5

# Team: FTE, FTE kept for running the business, and who gets how many FTE from which week on.
TEAMS: dict[str, tuple[float, float, list[tuple[str, float, int]]]] = {
    "Checkout": (8, 1, [("I-01", 4, 0), ("I-03", 1.5, 0), ("I-05", 1, 0)]),
    "Loyalty": (6, 0.5, [("I-02", 3, 0), ("I-04", 1, 0)]),
    # Story: the refunds that everybody waits for begin in November, and nobody has taken anything else away.
    "Payments": (5, 1, [("I-13", 3, 0), ("I-12", 2.5, NOVEMBER)]),
    # Story: two programmes, each planned as if it were alone.
    "Platform": (7, 2, [("I-21", 3, 0), ("I-22", 3, 0), ("I-99", 0.5, 6)]),
    "Logistics": (6, 1.5, [("I-15", 2, 0), ("I-20", 1.5, 0)]),
    "Storefront": (9, 1.5, [("I-31", 3, 0), ("I-32", 2, 0), ("I-33", 1.5, 0), ("I-34", 1, 0)]),
}
LOGISTICS_PLANNED_UNTIL = 9  # its plan of December is not made yet

# Person: team, hours a week, and who gets how many of them. The team Analytics has no plan of its own.
PEOPLE: dict[str, tuple[str, float, dict[str, float]]] = {
    "Analyst 1": ("Analytics", 40, {"I-02": 16, "I-05": 16, "I-15": 16}),  # three half-weeks make no week
    "Analyst 2": ("Analytics", 20, {"I-22": 18}),  # works half-time
    "Analyst 3": ("Analytics", 40, {"I-21": 20, "I-14": 12}),
    "Fraud expert": ("Payments", 36, {"I-12": 20, "I-13": 24}),
}
AWAY = {("Analyst 2", 5), ("Analyst 3", 6)}  # a whole week of leave; nobody has told the planner


def team_rows() -> list[list[str]]:
    """One row per team and what is measured, one column a week."""
    dice = random.Random("capacity of teams")
    rows = [["Team", "Initiative", "Measure", "Unit", *(_label(week) for week in WEEKS)]]
    for team, (fte, reserve, given) in TEAMS.items():
        off = [
            round(dice.choice((0, 0.2, 0.4, 0.6)) + _holidays(place) * fte, 1) for place in range(WEEK_COUNT)
        ]
        rows.append([team, "", "Supply", "FTE", *(f"{fte:g}" for _ in WEEKS)])
        rows.append([team, "", "Time off", "FTE", *(f"{quantity:g}" for quantity in off)])
        rows.append([team, "", "Reserve", "FTE", *(f"{reserve:g}" for _ in WEEKS)])
        until = LOGISTICS_PLANNED_UNTIL if team == "Logistics" else WEEK_COUNT
        for initiative, quantity, since in given:
            cells = (
                f"{quantity * (1 - _holidays(place)):g}" if since <= place < until else ""
                for place in range(WEEK_COUNT)
            )
            rows.append([team, initiative, "Allocated", "FTE", *cells])
    return rows


def people_rows() -> list[list[str]]:
    """One row per person, week and what is measured; hours."""
    rows = [["Person", "Team", "Week", "Initiative", "Measure", "Hours"]]
    for person, (team, hours, given) in PEOPLE.items():
        for place, week in enumerate(WEEKS[:CHRISTMAS]):
            rows.append([person, team, _label(week), "", "Supply", f"{hours:g}"])
            if (person, place) in AWAY:
                rows.append([person, team, _label(week), "", "Time off", f"{hours:g}"])
            rows += [
                [person, team, _label(week), initiative, "Allocated", f"{quantity:g}"]
                for initiative, quantity in given.items()
            ]
    return rows


def _holidays(place: int) -> float:
    return HOLIDAY_SHARE if place >= CHRISTMAS else 0


def _label(week: date) -> str:
    year, number, _ = week.isocalendar()
    return f"{year}-W{number:02}"
