"""M45: the bridge from budget to budget to forecast to actual, and what each difference is made of."""

from collections import defaultdict
from decimal import Decimal
from itertools import pairwise

from tests.oracle.earned import ZERO, forecast_lines
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import (
    Line,
    budget_in_force,
    budget_lines,
    ledger_lines,
    parts,
    rate_reason,
    reclassifications,
    told,
)

STAGES = ("original", "current", "forecast", "actual")
HALF_A_CENT = Decimal("0.005")
Cell = tuple  # theme, initiative, expense type, period
Money = tuple[Decimal, Decimal, Decimal, int]
"""At the average rate, at the budget rate, moved by documents; and how many lines have no budget rate."""


def stage_lines(inputs: Inputs) -> dict[str, tuple[list[Line], set[int]]]:
    """The lines of each stage, and the places of those that only move money.

    Actuals count in closed periods only.
    """
    actual = [line for line in ledger_lines(inputs) if line.period.end <= inputs.as_of]
    original = [line for line in budget_lines(inputs) if line.row["version_name"] == "original"]
    stages = {
        "original": original,
        "current": budget_in_force(inputs),
        "forecast": forecast_lines(inputs),
        "actual": actual,
    }
    return {
        name: (lines, reclassifications(inputs, lines) if name == "actual" else set())
        for name, lines in stages.items()
    }


def stage_cells(inputs: Inputs) -> dict[str, dict[Cell, dict[tuple[str, str], Money]]]:
    """Stage -> cell -> (cost object, account) -> money."""
    found: dict[str, dict] = {name: defaultdict(dict) for name in STAGES}
    for name, (lines, moved) in stage_lines(inputs).items():
        for place, line in enumerate(lines):
            for _, code, theme, part in parts(inputs, [line]):
                by_object = found[name][theme, code, line.expense_type, line.period]
                before = by_object.get((line.cost_object, line.account), (ZERO, ZERO, ZERO, 0))
                at_budget = line.reported if None in (line.average, line.budget) else line.budget
                moving = at_budget if place in moved else ZERO
                amounts = (line.reported * part, at_budget * part, moving * part, line.budget is None)
                sums = tuple(b + amount for b, amount in zip(before, amounts, strict=True))
                by_object[line.cost_object, line.account] = sums
    return found


def present_stages(stages: dict[str, dict], cell: Cell) -> list[str]:
    """The stages that speak of a cell's period: plans of their whole years, the others of what they name.

    A forecast stands only in the periods that it names, actuals only in closed ones.
    """
    period = cell[3]
    years = {name: {c[3].year for c in stages[name]} for name in ("original", "current")}
    named = {name: {c[3] for c in stages[name]} for name in ("forecast", "actual")}
    found = [name for name in ("original", "current") if period.year in years[name]]
    return found + [name for name in ("forecast", "actual") if period in named[name]]


def bridges(inputs: Inputs) -> list[Row]:
    """The bridge of each cell and step; the parts sum to the difference."""
    stages = stage_cells(inputs)
    pairs: dict[tuple[str, str], set[Cell]] = defaultdict(set)
    for cell in {cell for of in stages.values() for cell in of}:
        present = present_stages(stages, cell)
        for before, after in pairwise(present):
            if cell in stages[before] or cell in stages[after]:
                pairs[before, after].add(cell)
    rows: list[Row] = []
    for (before, after), cells in pairs.items():
        one_sided, totals = _year_by_year(stages, before, after, cells)
        rows += [_bridge(stages, before, after, cell, one_sided, totals) for cell in cells]
    return rows


def _year_by_year(stages: dict, before: str, after: str, cells: set[Cell]) -> tuple[set, dict]:
    """Cost objects and years of one side only; what is left by cost object, account, kind and year."""
    sides: dict[tuple, set[str]] = defaultdict(set)
    totals: dict[tuple, Decimal] = defaultdict(Decimal)
    for name, sign in ((before, -1), (after, 1)):
        for cell in cells:
            for (cost_object, account), money in stages[name].get(cell, {}).items():
                sides[cost_object, cell[3].year].add(name)
                totals[cost_object, account, cell[2], cell[3].year] += sign * (money[1] - money[2])
    one_sided = {key for key, names in sides.items() if len(names) == 1}
    return one_sided, totals


def _bridge(stages: dict, before: str, after: str, cell: Cell, one_sided: set, totals: dict) -> Row:
    theme, code, kind, period = cell
    row = dict.fromkeys(("scope", "fx", "timing", "reclassified"), ZERO)
    ends, unbudgeted = {before: ZERO, after: ZERO}, 0
    for name, sign in ((before, -1), (after, 1)):
        for (cost_object, account), (average, budget, moved, count) in stages[name].get(cell, {}).items():
            ends[name] += average
            unbudgeted += count
            row["fx"] += sign * (average - budget)
            row["reclassified"] += sign * moved
            if (cost_object, period.year) in one_sided:
                row["scope"] += sign * (budget - moved)
            else:
                left = totals[cost_object, account, kind, period.year]
                if left.is_nan() or abs(left) < HALF_A_CENT:  # unknown whether it is timing: neither is known
                    row["timing"] += sign * (budget - moved) + left * 0
    fx = row.pop("fx")
    no_fx = rate_reason(fx) or ("no_budget_rate" if unbudgeted else None)
    told_fx = ZERO if no_fx == "no_budget_rate" else fx  # what is not told apart stays in the rest
    row["volume"] = ends[after] - ends[before] - sum(row.values()) - told_fx
    unknown = rate_reason(*row.values())
    return {
        "theme_name": theme,
        "initiative_code": code,
        "expense_type": kind,
        "fiscal_year_label": period.year_label,
        "fiscal_period_label": period.label,
        "from_stage": before,
        "to_stage": after,
        "from_amount": told(ends[before]),
        "from_amount_reason": rate_reason(ends[before]),
        "to_amount": told(ends[after]),
        "to_amount_reason": rate_reason(ends[after]),
        "fx_amount": None if no_fx else fx,
        "fx_reason": no_fx,
        "variance_reason": unknown,
        **{f"{name}_amount": None if unknown else amount for name, amount in row.items()},
    }
