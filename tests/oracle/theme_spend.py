"""Money by theme, initiative and fiscal period: budgets, forecast, actuals and what rates did to them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from tests.oracle.alignment import aligned_weights
from tests.oracle.earned import forecast_lines
from tests.oracle.fiscal import Period
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import Line, budget_in_force, budget_lines, ledger_lines, parts
from tests.oracle.register import initiatives

ZERO = Decimal(0)
UNNAMED = {"initiative_name": "Unknown", "portfolio_state": "unknown"}
PLANNED = ("commitment", "budget", "original_budget", "forecast")
MONEY = ("budget", "original_budget", "forecast", "actual", "commitment", "capex", "opex", "budget_rate")


@dataclass
class Cell:
    """The sums of a theme, initiative and period, and how many of their lines lack a rate."""

    amounts: dict[str, Decimal]
    unconverted: Counter[str] = field(default_factory=Counter)  # by kind of line
    without_budget_rate: int = 0

    @property
    def fx_reason(self) -> str | None:
        """Why the effect of rates is not known."""
        if self.unconverted["actual"]:
            return "no_exchange_rate"
        return "no_budget_rate" if self.without_budget_rate else None


Key = tuple[str, str, Period]


def _lines(inputs: Inputs) -> Iterator[tuple[str, list[Line]]]:
    yield "actual", ledger_lines(inputs)
    yield "commitment", ledger_lines(inputs, "commitment")
    yield "budget", budget_in_force(inputs)
    original = (line for line in budget_lines(inputs) if line.row["version_name"].lower() == "original")
    yield "original_budget", list(original)
    yield "forecast", forecast_lines(inputs)


def cells(inputs: Inputs) -> dict[Key, Cell]:
    """Each theme, initiative and period with money; a line counts in every cell that it is cut into."""
    found: dict[Key, Cell] = defaultdict(lambda: Cell(dict.fromkeys(MONEY, ZERO)))
    for name, lines in _lines(inputs):
        for line, code, theme, part in parts(inputs, lines):
            cell = found[theme, code, line.period]
            amount = (line.average or ZERO) * part
            cell.amounts[name] += amount
            cell.unconverted[name] += line.average is None
            if name == "actual":
                cell.amounts["budget_rate"] += (line.budget or ZERO) * part
                cell.without_budget_rate += line.budget is None
                if line.expense_type in cell.amounts:
                    cell.amounts[line.expense_type] += amount
    return found


def described(inputs: Inputs, code: str) -> Row:
    """Return what the register says of an initiative; of money without one that it is unknown."""
    row = initiatives(inputs).get(code, UNNAMED)
    return {
        "initiative_name": row["initiative_name"],
        "portfolio_state": row["portfolio_state"],
        "value_stream_name": row.get("value_stream_name") or "Unassigned",
        "owner_name": row.get("owner_name") or "Unassigned",
        "is_run": bool(row.get("is_run")),
    }


def theme_spend(inputs: Inputs) -> Iterator[Row]:
    """Each cell as it is published."""
    weights = aligned_weights(inputs)
    for (theme, code, period), cell in cells(inputs).items():
        amounts, member = cell.amounts, described(inputs, code)
        share = ZERO if member["is_run"] else weights.get((code, period.label), ZERO)
        at_budget_rate = None if cell.without_budget_rate else amounts["budget_rate"]
        yield {
            "theme_name": theme,
            "initiative_code": code,
            "fiscal_period_label": period.label,
            "fiscal_quarter_label": period.quarter,
            "fiscal_year_label": period.year_label,
            "fiscal_period_start_date": period.start,
            "currency_code": inputs.settings["reporting"]["currency"],
            **member,
            **{f"{name}_amount": amounts[name] for name in MONEY if name != "budget_rate"},
            "actual_budget_rate_amount": at_budget_rate,
            "actual_budget_rate_amount_reason": "no_budget_rate" if cell.without_budget_rate else None,
            "fx_effect_amount": None if cell.fx_reason else amounts["actual"] - amounts["budget_rate"],
            "fx_effect_reason": cell.fx_reason,
            "aligned_actual_amount": amounts["actual"] * share,
            "unconverted_line_count": cell.unconverted["actual"],
            "unconverted_aligned_line_count": cell.unconverted["actual"] if share > 0 else 0,
            **{f"unconverted_{kind}_line_count": cell.unconverted[kind] for kind in PLANNED},
        }
