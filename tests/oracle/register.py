"""The register of initiatives: each one as it stands, what it waits for, and its themes."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from functools import cache

from tests.oracle.calendars import exchange_rate, fiscal_period
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
    """Owner -> member -> weight, as declared; 1/n where none is. Sets beyond the whole are left out."""
    by_owner: dict[str, dict[str, float | None]] = defaultdict(dict)
    for link in links:
        by_owner[link[owner]][link[member]] = link["weight"]
    found = {}
    for name, weights in by_owner.items():
        if all(weight is None for weight in weights.values()):
            exact = dict.fromkeys(weights, Fraction(1, len(weights)))
        else:
            exact = {key: Fraction(str(weight)) for key, weight in weights.items() if weight is not None}
        if sum(exact.values()) <= 1 + DOUBT:
            found[name] = exact
    return found


@cache
def themes(inputs: Inputs) -> dict[str, dict[str, Fraction]]:
    """Initiative -> theme -> weight; what the weights leave is Unallocated."""
    declared = weighted(inputs.rows("initiative_themes"), "initiative_code", "theme_name")
    found = {}
    for code in initiatives(inputs):
        parts = {name: part for name, part in declared.get(code, {}).items() if name != UNALLOCATED}
        rest = 1 - sum(parts.values())
        found[code] = parts | ({UNALLOCATED: rest} if rest > DOUBT else {})
    return found


@cache
def spend_of_the_year(inputs: Inputs) -> dict[str, Fraction]:
    """Initiative -> actual spend of the fiscal year of the as-of date, in the reporting currency.

    Through the weights of cost objects; at the average rate of the day of posting; the year is the
    ledger's own where it tells one. What is posted after the as-of date is not yet spent.
    """
    bridge = weighted(inputs.rows("initiative_cost_objects"), "cost_object_code", "initiative_code")
    year = fiscal_period(inputs, inputs.as_of).year
    total: dict[str, Fraction] = defaultdict(Fraction)
    for line in inputs.rows("ledger_lines"):
        if line["entry_type"] not in {None, "actual"} or line["posting_date"] > inputs.as_of:
            continue
        if (line["fiscal_year"] or fiscal_period(inputs, line["posting_date"]).year) != year:
            continue
        rate = exchange_rate(inputs, line["currency_code"], line["posting_date"])
        assert rate is not None, f"no rate for {line['currency_code']} on {line['posting_date']}"
        for code, weight in bridge.get(line["cost_object_code"], {}).items():
            total[code] += Fraction(line["amount"]) * Fraction(rate) * weight
    return total
