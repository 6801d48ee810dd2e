"""Money sliced by all that lines name (M20, M44, M45), and where each key result gets its part of it."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from tests.oracle.alignment import judged_on
from tests.oracle.bets import UNKNOWN, key_result_weights
from tests.oracle.earned import ZERO, forecast_lines
from tests.oracle.fiscal import Period, period_of
from tests.oracle.goals import key_results, not_live_reason
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import (
    NOT_KNOWN,
    Line,
    budget_in_force,
    budget_lines,
    ledger_lines,
    parts,
    rate_reason,
    reclassifications,
    told,
)
from tests.oracle.register import initiatives
from tests.oracle.theme_spend import described

KINDS = ("budget", "forecast", "actual", "commitment")


def _lines(inputs: Inputs) -> dict[str, list[Line]]:
    return {
        "budget": budget_in_force(inputs),
        "forecast": forecast_lines(inputs),
        "actual": ledger_lines(inputs),
        "commitment": ledger_lines(inputs, "commitment"),
    }


def _amounts(kind: str, line: Line, is_moved: bool) -> dict[str, Decimal]:
    """The columns that a line adds to; without a rate it makes each of them unknown."""
    at_budget_rate = NOT_KNOWN if line.budget is None else line.budget
    found = {f"{kind}_amount": line.reported, f"{kind}_budget_rate_amount": at_budget_rate}
    if kind == "actual" and is_moved:
        found["reclassified_amount"] = line.reported
    return found


def spend_slices(inputs: Inputs) -> Iterator[Row]:
    """Each theme, initiative, cost centre, account, kind of expense and period with money of any kind."""
    names = [f"{kind}_{rate}amount" for kind in KINDS for rate in ("", "budget_rate_")]
    names += ["reclassified_amount", "posted_in_other_period_amount"]
    cells: dict[tuple, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(names, ZERO))
    for kind, lines in _lines(inputs).items():
        moved = reclassifications(inputs, lines) if kind == "actual" else set()
        for place, line in enumerate(lines):
            amounts = _amounts(kind, line, place in moved)
            if kind == "actual" and period_of(inputs, line.day) != line.period:
                amounts["posted_in_other_period_amount"] = line.reported
            for _, code, theme, part in parts(inputs, [line]):
                center = line.row["cost_center_code"] or UNKNOWN
                cell = cells[theme, code, center, line.account, line.expense_type, line.period]
                for name, amount in amounts.items():
                    cell[name] += amount * part
    accounts = account_names(inputs)
    for (theme, code, center, account, kind, period), cell in cells.items():
        yield {
            "theme_name": theme,
            "initiative_code": code,
            "cost_center_code": center,
            "account_code": account,
            "account_name": accounts.get(account),
            "expense_type": kind,
            **_period(inputs, period),
            **{name: value for name, value in described(inputs, code).items() if name != "portfolio_state"},
            **{name: told(amount) for name, amount in cell.items()},
            **{f"{name}_reason": _why(name, amount) for name, amount in cell.items()},
        }


def _why(name: str, amount: Decimal) -> str | None:
    return "no_budget_rate" if amount.is_nan() and "budget_rate" in name else rate_reason(amount)


def account_names(inputs: Inputs) -> dict[str, str]:
    """Account -> its name; of several the one that was heard last."""
    rows = [line.row for line in [*budget_lines(inputs), *ledger_lines(inputs)]]
    named = [row for row in rows if row["account_code"] and row["account_name"]]
    return {row["account_code"]: row["account_name"] for row in sorted(named, key=lambda r: r["known_at"])}


def _period(inputs: Inputs, period: Period) -> Row:
    return {
        "fiscal_period_label": period.label,
        "fiscal_quarter_label": period.quarter,
        "fiscal_year_label": period.year_label,
        "fiscal_period_start_date": period.start,
        "currency_code": inputs.settings["reporting"]["currency"],
    }


def key_result_spend(inputs: Inputs) -> Iterator[Row]:
    """M20: change spend of each theme, initiative and period, cut by the weights of the links.

    What the links leave is a row without a key result, so that the parts sum to the whole.
    """
    whole: dict[tuple[str, str, Period], Decimal] = defaultdict(Decimal)
    for line, code, theme, part in parts(inputs, ledger_lines(inputs)):
        if not initiatives(inputs).get(code, {}).get("is_run"):
            whole[theme, code, line.period] += line.reported * part
    for (theme, code, period), amount in whole.items():
        if amount.is_nan() or amount:
            for goal, reason, weight in _flows(inputs, code, period):
                part = amount * weight
                yield {
                    "theme_name": theme,
                    "initiative_code": code,
                    **_period(inputs, period),
                    **_goal(inputs, goal),
                    **{name: described(inputs, code)[name] for name in NAMES},
                    "unaligned_reason": reason,
                    "is_live": reason is None,
                    "actual_amount": told(part),
                    "actual_amount_reason": rate_reason(part),
                }


NAMES = ("initiative_name", "value_stream_name", "owner_name")


def _flows(inputs: Inputs, code: str, period: Period) -> Iterator[tuple[str | None, str | None, Decimal]]:
    """Key result, why it is not served, and weight, of each part of an initiative's money in a period."""
    weights, goals = key_result_weights(inputs).get(code, {}), key_results(inputs)
    served = {goal: weight for goal, weight in (weights or {}).items() if weight > 0}
    for goal, weight in served.items():
        known, day = goals.get(goal), judged_on(inputs, period)
        reason = "unknown_key_result" if known is None else not_live_reason(inputs, known, day)
        yield goal, reason, weight
    rest = 1 - sum(served.values(), ZERO)
    if rest > 0:
        without = "weights_above_one" if weights is None else "bet_no_kr"
        reason = "no_initiative" if code == UNKNOWN else "partly" if served else without
        yield None, reason, rest


def _goal(inputs: Inputs, code: str | None) -> Row:
    """A key result and its objective, as far as goal sheets have them."""
    known = key_results(inputs).get(code or "")
    return {
        "key_result_code": code,
        "key_result_name": known.row["key_result_name"] if known else code,
        "objective_code": known.row["objective_code"] if known else None,
        "objective_name": known.objective.get("objective_name") if known else None,
    }
