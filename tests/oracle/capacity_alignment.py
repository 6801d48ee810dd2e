"""M20 by working time: what of the capacity plan up to the as-of date serves live key results."""

from collections import defaultdict
from decimal import Decimal
from functools import cache

from tests.oracle.alignment import PORTFOLIO, Scope, Span, aligned_weights
from tests.oracle.bets import UNKNOWN, theme_weights
from tests.oracle.fiscal import period_of
from tests.oracle.inputs import Inputs
from tests.oracle.register import UNALLOCATED, initiatives

Unit = tuple[str, str]  # whose time, and in what


@cache
def capacity_shares(inputs: Inputs) -> dict[tuple[Scope, Span], float | None]:
    """Scope and span -> aligned share of the time given to change; None where units are mixed."""
    register, themes, weights = initiatives(inputs), theme_weights(inputs), aligned_weights(inputs)
    given: dict[tuple[Scope, Span], dict[Unit, list[Decimal]]] = defaultdict(dict)
    for row in inputs.rows("capacity_allocations"):
        code = row["initiative_code"] if row["initiative_code"] in register else UNKNOWN
        if row["week_start_date"] > inputs.as_of or register.get(code, {}).get("is_run"):
            continue
        period = period_of(inputs, row["week_start_date"])
        share = weights.get((code, period.label), Decimal(0))
        for theme, part in themes.get(code, {UNALLOCATED: Decimal(1)}).items():
            quantity = Decimal(str(row["quantity"])) * part
            for scope in ((PORTFOLIO, PORTFOLIO), ("theme", theme), ("initiative", code)):
                for span in period.spans:
                    sums = given[scope, span].setdefault(
                        (row["resource_kind"], row["unit"]), [Decimal(0)] * 2
                    )
                    sums[0] += quantity
                    sums[1] += quantity * share
    return {cell: _share(list(units.values())) for cell, units in given.items()}


def _share(units: list[list[Decimal]]) -> float | None:
    if len(units) > 1 or units[0][0] <= 0:
        return None
    whole, aligned = units[0]
    return float(aligned / whole)
