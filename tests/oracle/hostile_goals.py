"""Goals and money made hostile: what goal sheets, ledgers and budgets hold that the example does not.

Targets that are baselines, goals that were given up, check-ins without a value, weights beyond the whole,
credits, postings without a cost object, cost objects that several initiatives share, late decisions.
"""

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.oracle.inputs import Row

if TYPE_CHECKING:
    from tests.oracle.hostile import Hostile

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
