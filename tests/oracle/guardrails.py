"""M43: mixes of money and work, approval before spend, reviews, envelopes and work in progress."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tests.oracle.calendars import business_date
from tests.oracle.earned import ZERO, forecast_lines, share_over
from tests.oracle.envelopes import envelopes
from tests.oracle.fiscal import period_of, whole_year
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import NO_RATE, NOT_KNOWN, budget_in_force, ledger_lines, parts, told
from tests.oracle.register import initiatives
from tests.oracle.work_history import flows
from tests.oracle.work_tree import items, level

UNCLASSIFIED = "unclassified"
CODES = {"horizon": "G1", "work_type": "G2"}
GRANTS = {"fund", "accelerate"}
UNJUDGED: Row = {
    "actual_value": None,
    "actual_reason": NO_RATE,
    "guardrail_result": None,
    "beyond_quantity": None,
    "beyond_amount": None,
    "beyond_reason": NO_RATE,
}
NOTHING: Row = {"lower_limit": None, "target_value": None, "actual_reason": None}


def mix(inputs: Inputs, dimension: str) -> dict[str, Decimal]:
    """Member -> change spend of the fiscal year by horizon or kind of expense, or stories done in it."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    year = period_of(inputs, inputs.as_of).year
    if dimension == "work_type":
        classes = {entry["type"]: entry["class"] for entry in inputs.setting("work_types", default=[])}
        first = whole_year(inputs, year)[0].start
        for item, flow in flows(inputs).items():
            day = business_date(inputs, flow.done_at)
            if day is not None and first <= day <= inputs.as_of and level(inputs, item) == "story":
                found[classes.get(items(inputs)[item]["type_name"], UNCLASSIFIED)] += 1
        return found
    this_year = [line for line in ledger_lines(inputs) if line.period.year == year]
    for line, code, _, part in parts(inputs, this_year):
        bet = initiatives(inputs).get(code, {})
        if not bet.get("is_run"):
            member = line.expense_type if dimension == "expense_type" else bet.get("horizon")
            found[member or UNCLASSIFIED] += line.reported * part
    return found


def share_rows(inputs: Inputs) -> Iterator[Row]:
    """The mixes of portfolio.yml, and a bucket for what has no class: none of it is wanted."""
    limits: dict[str, list[Decimal]] = defaultdict(list)
    for rail in inputs.setting("guardrails", default=[]):
        target, tolerance = Decimal(str(rail["target_share"])), Decimal(str(rail["tolerance"]))
        limits[rail["dimension"]].append(tolerance)
        low, high = max(target - tolerance, ZERO), min(target + tolerance, Decimal(1))
        yield _share_row(inputs, rail["name"], rail["dimension"], rail["member"], (target, low, high))
    for dimension, tolerances in limits.items():
        name = f"{UNCLASSIFIED}_{dimension}"
        yield _share_row(inputs, name, dimension, UNCLASSIFIED, (ZERO, ZERO, min(tolerances)))


def _share_row(inputs: Inputs, name: str, dimension: str, member: str, limits: tuple) -> Row:
    target, low, high = limits
    quantities = mix(inputs, dimension)
    whole, own = sum(quantities.values(), ZERO), quantities.get(member, ZERO)
    is_money = dimension != "work_type"
    row: Row = {
        "guardrail_code": CODES.get(dimension, "mix"),
        "guardrail_name": name,
        "scope_kind": dimension,
        "scope_name": member,
        "unit": "share",
        "quantity_unit": "money" if is_money else "items",
        "target_value": target,
        "lower_limit": low,
        "upper_limit": high,
    }
    if whole.is_nan():
        return row | UNJUDGED
    share, loose = own / whole, quantities.get(UNCLASSIFIED, ZERO) / whole
    beyond = max(low - share, share - high, ZERO) * whole
    result = "pass"
    if beyond > 0:
        result = "breach"
    elif (member == UNCLASSIFIED and own > 0) or (member != UNCLASSIFIED and share + loose > high):
        result = "warn"
    return row | {
        "actual_value": share,
        "actual_reason": None,
        "guardrail_result": result,
        "beyond_quantity": beyond,
        "beyond_amount": beyond if is_money else None,
        "beyond_reason": None if is_money else "not_money",
    }


def expected_costs(inputs: Inputs) -> dict[str, tuple[Decimal, Decimal]]:
    """What each initiative will cost: spend and the forecast to come (d of M41), else its budget.

    Never less than what is spent and committed. Beside it what it costs at least: what of this is known.
    """
    spent, bound, planned, ahead = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for lines, sums in (
        (ledger_lines(inputs), (spent, bound)),
        (ledger_lines(inputs, "commitment"), (bound,)),
        (budget_in_force(inputs), (planned,)),
    ):
        for line, code, _, part in parts(inputs, lines):
            for counter in sums:
                counter[code] += line.reported * part
    for line, code, _, part in parts(inputs, forecast_lines(inputs)):
        left = 1 - share_over(inputs, line.period)
        ahead[code] += line.reported * part * left if left else 0
    found = {}
    for code in initiatives(inputs):
        rest = Decimal(ahead[code])
        expected = Decimal(spent[code] + rest if rest.is_nan() or rest else planned[code])
        both = [expected, Decimal(bound[code])]
        known = [amount for amount in both if not amount.is_nan()]
        found[code] = (max(known) if known == both else NOT_KNOWN, max(known, default=NOT_KNOWN))
    return found


def decisions_about(inputs: Inputs, code: str) -> list[tuple[date, bool]]:
    """Day of each decision about an initiative so far, and whether it was granted money by it."""
    ends = ("initiative_code", "to_initiative_code", "from_initiative_code")
    found = []
    for row in inputs.rows("decisions"):
        is_named = [row[end] == code for end in ends]
        if any(is_named) and row["decision_date"] <= inputs.as_of:
            found.append((row["decision_date"], any(is_named[:2]) and row["outcome"] in GRANTS))
    return found


def approval_and_review(inputs: Inputs, code: str) -> tuple[date | None, date | None]:
    """First approval, and the last decision or approval, up to the as-of date."""
    own, decisions = initiatives(inputs)[code]["approved_date"], decisions_about(inputs, code)
    of_register = [own] if own is not None and own <= inputs.as_of else []
    approvals = of_register + [day for day, is_grant in decisions if is_grant]
    reviews = of_register + [day for day, _ in decisions]
    return min(approvals, default=None), max(reviews, default=None)


def spent_before(inputs: Inputs, code: str, day: date | None) -> Decimal:
    """Spend of an initiative before a day; all of it without one."""
    early = [line for line in ledger_lines(inputs) if day is None or line.day < day]
    return sum((line.reported * weight for line, of, _, weight in parts(inputs, early) if of == code), ZERO)


def limit_row(code: str, name: str, scope: tuple[str, str], unit: str, values: tuple) -> Row:
    """A guardrail that has an upper limit only; `values`: what it is, and what it may be."""
    actual, limit, warn_from = values
    beyond = max(actual - limit, ZERO)
    result = "breach" if beyond > 0 else ("warn" if limit > 0 and actual >= limit * warn_from else "pass")
    is_money = unit == "money"
    return NOTHING | {
        "guardrail_code": code,
        "guardrail_name": name,
        "scope_kind": scope[0],
        "scope_name": scope[1],
        "unit": unit,
        "quantity_unit": unit,
        "actual_value": actual,
        "upper_limit": limit,
        "guardrail_result": result,
        "beyond_quantity": beyond,
        "beyond_amount": beyond if is_money else None,
        "beyond_reason": None if is_money else "not_money",
    }


def initiative_rows(inputs: Inputs) -> Iterator[Row]:
    """G3 approval before spend of what is significant, and G4 review of what is in delivery."""
    limits, costs = inputs.thresholds, expected_costs(inputs)
    warn_from = limits["guardrail_warn_share"]
    for code, bet in initiatives(inputs).items():
        if bet["is_run"] or not bet["is_live"]:
            continue
        scope, (approved, reviewed) = ("initiative", code), approval_and_review(inputs, code)
        significant = limits["significant_initiative_amount"]
        cost, least = costs[code]
        is_significant = significant is not None and not least.is_nan() and least > significant
        if is_significant or (significant is not None and cost.is_nan()):
            early = spent_before(inputs, code, approved)
            is_known = is_significant and not early.is_nan()
            values = (early if is_known else ZERO, ZERO, warn_from)
            row = limit_row("G3", "approval_before_spend", scope, "money", values)
            if is_known and approved is None and early <= 0:
                row["guardrail_result"] = "warn"
            yield row if is_known else row | UNJUDGED
        if limits["owner_review_days"] is not None and bet["portfolio_state"] == "implementing":
            days = Decimal((inputs.as_of - reviewed).days) if reviewed else ZERO
            most = Decimal(limits["owner_review_days"])
            row = limit_row("G4", "owner_review", scope, "days", (days, most, warn_from))
            if reviewed is None:
                row |= {"actual_value": None, "actual_reason": "never_reviewed", "beyond_quantity": None}
                row["guardrail_result"] = "breach"
            yield row


def limits_in_force(inputs: Inputs) -> dict[str, int]:
    """Portfolio state -> its limit on the as-of date; without a day it holds from the beginning."""
    given = [
        (entry.get("valid_from") or date.min, entry) for entry in inputs.setting("wip_limits", default=[])
    ]
    begun = sorted((pair for pair in given if pair[0] <= inputs.as_of), key=lambda pair: pair[0])
    return {entry["state"]: entry["limit"] for _, entry in begun}


def scope_rows(inputs: Inputs) -> Iterator[Row]:
    """G5 spend and commitments against envelopes, and G6 initiatives against the limit of their state."""
    warn_from = inputs.thresholds["guardrail_warn_share"]
    for scope, of in envelopes(inputs).items():
        bound, is_known = of.spent + of.committed, not (of.granted + of.spent + of.committed).is_nan()
        values = (bound, of.granted, warn_from) if is_known else (ZERO, ZERO, warn_from)
        row = limit_row("G5", "envelope", scope, "money", values)
        if not is_known:
            row |= UNJUDGED | {"upper_limit": told(of.granted)}
        elif of.granted <= 0:
            missing = ("actual_value", "guardrail_result", "beyond_quantity", "beyond_amount")
            row |= dict.fromkeys(missing)
            row |= {"actual_reason": "no_envelope", "beyond_reason": "no_envelope"}
        yield row
    bets = [bet for bet in initiatives(inputs).values() if bet["is_live"] and not bet["is_run"]]
    held = Counter(bet["portfolio_state"] for bet in bets)
    for state, limit in limits_in_force(inputs).items():
        values = (Decimal(held[state]), Decimal(limit), warn_from)
        yield limit_row("G6", "work_in_progress", ("portfolio_state", state), "initiatives", values)
