"""The register of initiatives: each one as it stands, what it waits for, and its themes."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from functools import cache

from tests.oracle.inputs import Inputs, Row

UNALLOCATED = "Unallocated"
NOT_BEGUN = {"funnel", "analysing", "ready"}
ENDED = {"done", "cancelled"}
DOUBT = Fraction(1, 10**9)  # weights that exceed the whole by less than this do so by rounding


def _reached(row: Row, name: str, inputs: Inputs) -> bool:
    return row[name] is not None and row[name] <= inputs.as_of


def _delay_state(row: Row, state: str, inputs: Inputs) -> str:
    """Blocked comes before released, and both before queue and active (`dim_initiative.delay_state`)."""
    if _reached(row, "blocked_since_date", inputs):
        return "blocked"
    if state == "released" or _reached(row, "released_date", inputs):
        return "released"
    return "queue" if state in NOT_BEGUN else "active"


@cache
def initiatives(inputs: Inputs) -> dict[str, Row]:
    """The initiatives by code, each from the source that was heard last, with what it is doing.

    Live: neither its state nor its date says that it ended. Awaiting value: live, no run work,
    value not begun - what every total of cost of delay counts (M08).
    """
    states = {stage["stage"]: stage["state"] for stage in inputs.setting("stages", default=[])}
    found: dict[str, Row] = {}
    for row in sorted(inputs.rows("initiatives"), key=lambda row: row["source_name"], reverse=True):
        code = row["initiative_code"]
        if code in found and found[code]["known_at"] > row["known_at"]:
            continue
        state = states.get(row["stage_name"], "unmapped")
        is_live = state not in ENDED and not _reached(row, "cancelled_date", inputs)
        is_delivering = _reached(row, "value_start_date", inputs)
        found[code] = row | {
            "portfolio_state": state,
            "delay_state": _delay_state(row, state, inputs),
            "is_live": is_live,
            "is_run": bool(row["is_run"]),
            "is_delivering_value": is_delivering,
            "is_awaiting_value": is_live and not row["is_run"] and not is_delivering,
        }
    return found


def weighted(links: Iterable[Row], owner: str, member: str) -> dict[str, dict[str, Fraction]]:
    """Owner -> member -> weight: as declared, an equal part of the rest where none is.

    Sets of declared weights that exceed the whole are left out.
    """
    by_owner: dict[str, dict[str, float | None]] = defaultdict(dict)
    for link in links:
        by_owner[link[owner]][link[member]] = link["weight"]
    found = {}
    for name, weights in by_owner.items():
        exact = {key: Fraction(str(weight)) for key, weight in weights.items() if weight is not None}
        rest, others = 1 - sum(exact.values()), [key for key, weight in weights.items() if weight is None]
        if rest >= -DOUBT:
            found[name] = exact | {key: Fraction(max(rest, 0), len(others)) for key in others}
    return found


@cache
def themes(inputs: Inputs) -> dict[str, dict[str, Fraction]]:
    """Initiative -> theme -> weight; what the weights leave is Unallocated."""
    declared = weighted(inputs.rows("initiative_themes"), "initiative_code", "theme_name")
    found = {}
    for code in initiatives(inputs):
        parts = {name: part for name, part in declared.get(code, {}).items() if name != UNALLOCATED}
        parts = {name: part for name, part in parts.items() if part > 0}
        rest = 1 - sum(parts.values())
        found[code] = parts | ({UNALLOCATED: rest} if rest > DOUBT else {})
    return found


def main_theme(inputs: Inputs, code: str) -> str:
    """Return the theme of the largest weight; of two alike the first by name."""
    parts = {theme: part for theme, part in themes(inputs)[code].items() if theme != UNALLOCATED}
    return min(parts, key=lambda theme: (-parts[theme], theme), default=UNALLOCATED)
