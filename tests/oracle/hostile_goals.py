"""Goals and money made hostile: what goal sheets, ledgers and budgets hold that the example does not.

Targets that are baselines, goals that were given up, check-ins without a value, weights beyond the whole,
credits, postings without a cost object, cost objects that several initiatives share, late decisions,
money in a currency that nobody has a rate for.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.oracle.inputs import Row

if TYPE_CHECKING:
    from tests.oracle.hostile import Hostile

UNRATED = "JPY"  # no export and no setting has its rate
RUN_OBJECTS = ("WBS-1039", "WBS-1040")  # shares of the change spend of this year stay known
OUTCOMES = ("fund", "accelerate", "continue", "pause", "stop")


def _key_result(made: "Hostile", row: Row) -> None:
    made.set(row, "baseline_value", 0.08, None, row["target_value"], 0.0)
    made.set(row, "target_value", 0.08, None, 50.0)
    made.set(row, "weight", 0.3, None, 0.2, 0.5, 0.7)
    made.set(row, "status_name", 0.1, "Dropped", "closed", "Open", None)
    made.set(row, "direction", 0.2, "increase", "decrease")
    made.set(row, "key_result_type", 0.2, None, "aspirational", "Committed")
    made.set(row, "progress_curve", 0.3, "s_curve", "back_loaded", "linear")
    made.set(row, "check_in_cadence_days", 0.3, 7, 30)
    made.set(row, "unit", 0.05, None)
    made.set(row, "owner_name", 0.1, None)
    texts = ("Improve the app", "Launch 3 portals", "Better service in 2027", "Ship it")
    made.set(row, "key_result_name", 0.2, *texts)
    if made.maybe(0.1):
        row["period_end_date"] = made.as_of - timedelta(days=made.random.randint(0, 40))


def _check_in(made: "Hostile", row: Row) -> None:
    made.set(row, "value", 0.1, None, 0.0, 1000.0)
    made.set(row, "confidence", 0.2, None, 0.1, 1.0)


def _objective(made: "Hostile", row: Row) -> None:
    made.set(row, "weight", 0.3, None, 0.5, 0.2)
    made.set(row, "theme_name", 0.15, None, "Store Expansion", "Customer Trust")
    made.set(row, "parent_objective_code", 0.2, None, "O-13", "O-99")
    made.set(row, "objective_type", 0.3, "committed", "aspirational")
    made.set(row, "objective_name", 0.2, "Double the platform", "Be first by 2027")
    made.set(row, "owner_name", 0.4, "Owner 01", None)


def _posting(made: "Hostile", row: Row) -> None:
    made.set(row, "amount", 0.05, -row["amount"], Decimal(0))
    made.set(row, "cost_object_code", 0.02, None, "WBS-0000")
    made.set(row, "expense_type", 0.03, None, "capex")
    made.set(row, "entry_type", 0.02, None, "commitment")
    if made.maybe(0.03):
        row["posting_date"] += timedelta(days=made.random.randint(-40, 40))


def _planned(made: "Hostile", row: Row) -> None:
    made.set(row, "amount", 0.03, -row["amount"], Decimal(0))
    made.set(row, "cost_object_code", 0.01, None, "WBS-0000")
    made.set(row, "expense_type", 0.02, None, "capex")


def _decision(made: "Hostile", row: Row) -> None:
    made.set(row, "outcome", 0.5, *OUTCOMES)
    for name in ("initiative_code", "from_initiative_code", "to_initiative_code"):
        made.set(row, name, 0.4, None, *made.codes)
    row["decision_date"] = made.as_of - timedelta(days=made.random.randint(-20, 300))


def _another_claim(made: "Hostile", row: Row) -> Row:
    weight = made.random.choice([None, 0.2, 0.5])
    return row | {"initiative_code": made.random.choice(made.codes), "weight": weight}


def _without_rates(made: "Hostile") -> None:
    """Take the rate from lines of each kind; of a few cost objects, for what they count in is unknown.

    Both sides of the year's end, so that budgets are unknown for periods that are over and for those to come.
    """
    objects = sorted(set(made.column("initiative_cost_objects", "cost_object_code")) - set(RUN_OBJECTS))
    drawn = iter(made.random.sample(objects, 12))

    def take(table: str, count: int, is_meant: Callable[[Row, date], bool], day_name: str) -> None:
        chosen = {next(drawn) for _ in range(count)}

        def change(row: Row) -> None:
            if row["cost_object_code"] in chosen and is_meant(row, row[day_name]):
                row["currency_code"] = UNRATED

        made.edit(table, change)

    def planned(name: str, is_begun: bool) -> Callable[[Row, date], bool]:
        return lambda row, day: row["version_name"].startswith(name) and (day <= made.as_of) == is_begun

    begins = date(made.as_of.year, 7, 1)
    plan = ("budget_lines", 1)
    take(*plan, planned("current", is_begun=True), "period_start_date")
    take(*plan, planned("current", is_begun=False), "period_start_date")
    take(*plan, planned("original", is_begun=True), "period_start_date")
    take("budget_lines", 2, planned("forecast", is_begun=False), "period_start_date")
    take(
        "ledger_lines", 2, lambda row, day: row["entry_type"] != "commitment" and day < begins, "posting_date"
    )
    take("ledger_lines", 5, lambda row, _: row["entry_type"] == "commitment", "posting_date")

    def running(row: Row) -> None:
        if row["cost_object_code"] == RUN_OBJECTS[0] and row["posting_date"] >= begins:
            made.set(row, "currency_code", 0.3, UNRATED)

    made.edit("ledger_lines", running)


def make_goals_and_money_hostile(made: "Hostile") -> None:
    """Edit the tables of goals, money and decisions."""
    made.edit("key_results", lambda row: _key_result(made, row))
    made.edit("key_result_check_ins", lambda row: _check_in(made, row), dropped=0.1)
    made.edit("objectives", lambda row: _objective(made, row))
    made.edit("ledger_lines", lambda row: _posting(made, row))
    made.edit("budget_lines", lambda row: _planned(made, row), dropped=0.005)
    made.edit("initiative_cost_objects", lambda row: made.set(row, "weight", 0.2, None, 0.4, 0.8))
    made.add("initiative_cost_objects", lambda row: _another_claim(made, row), 8)
    made.edit("decisions", lambda row: _decision(made, row))
    made.add("initiative_key_results", lambda row: _another_claim(made, row), 12)
    _without_rates(made)
