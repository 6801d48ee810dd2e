"""M21, M21h, M24, M25: how each initiative serves the strategy, and how each key result is served."""

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from functools import cache

from tests.oracle.bets import key_result_weights, linked_key_results, retired_on, theme_weights
from tests.oracle.envelopes import closed_periods
from tests.oracle.fiscal import period_of
from tests.oracle.goals import live, priorities
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import Line, budget_in_force, ledger_lines, parts, rate_reason, told
from tests.oracle.okr import clamped, key_result_days
from tests.oracle.register import UNALLOCATED, initiatives


def alignment_reason(inputs: Inputs, code: str) -> str | None:
    """Why an initiative serves no live key result; None when it serves one (M21)."""
    weights = key_result_weights(inputs).get(code, {})
    if weights is None:
        return "weights_above_one"
    alive = live(inputs, inputs.as_of)
    if any(weight > 0 for key_result, weight in weights.items() if key_result in alive):
        return None
    themes = [theme for theme in theme_weights(inputs)[code] if theme != UNALLOCATED]
    if not themes:
        return "no_theme"
    if all(retired_on(inputs, theme, inputs.as_of) for theme in themes):
        return "theme_retired"
    return "kr_dead" if any(weight > 0 for weight in weights.values()) else "bet_no_kr"


def alignment(inputs: Inputs, code: str) -> Row:
    """M21 = 100 x sum(w x live x prio); M21h counts each by its pace, from 0 to 1."""
    weights = key_result_weights(inputs).get(code) or {}
    linked = linked_key_results(inputs).get(code, set())  # those that no sheet has are links, too
    alive, days, priority = live(inputs, inputs.as_of), key_result_days(inputs), priorities(inputs)
    served = {key_result: weight for key_result, weight in weights.items() if key_result in alive}
    unknown = any(priority[key_result] is None for key_result, weight in served.items() if weight > 0)
    paces = {key_result: clamped(days[key_result]["pace"]) for key_result in served}
    unpaced = any(paces[key_result] is None for key_result, weight in served.items() if weight > 0)
    score = 100 * sum(weight * (priority[k] or 0) for k, weight in served.items())
    by_health = 100 * sum(w * (priority[k] or 0) * (paces[k] or 0) for k, w in served.items())
    health_reason = "no_priority" if unknown else ("no_pace" if unpaced else None)
    return {
        "alignment_reason": alignment_reason(inputs, code),
        "alignment_score": None if unknown else score,
        "alignment_score_reason": "no_priority" if unknown else None,
        "health_weighted_alignment_score": None if health_reason else by_health,
        "health_weighted_alignment_reason": health_reason,
        "linked_key_result_count": len(linked),
        "live_key_result_count": len(linked & set(alive)),
        "aligned_weight_share": sum(served.values(), Decimal(0)),
    }


@cache
def funded(inputs: Inputs) -> set[str]:
    """Initiatives with a budget in this fiscal year, or spend in the last 30 days (M24).

    Money without an exchange rate is money: how much it is makes no difference here.
    """
    year = period_of(inputs, inputs.as_of).year
    since = inputs.as_of - timedelta(days=inputs.thresholds["funded_within_days"])
    planned, recent = Counter[str](), Counter[str]()
    this_year = [line for line in budget_in_force(inputs) if line.period.year == year]
    for line, code, _, part in parts(inputs, this_year):
        planned[code] += line.reported * part
    lately = [line for line in ledger_lines(inputs) if line.day >= since]
    for line, code, _, part in parts(inputs, lately):
        recent[code] += line.reported * part
    sums = [(code, Decimal(amount)) for money in (planned, recent) for code, amount in money.items()]
    return {code for code, amount in sums if amount.is_nan() or amount > 0}


@cache
def year_spend(inputs: Inputs) -> dict[str, Decimal]:
    """Initiative -> actual spend of the fiscal year to date."""
    year, spent = period_of(inputs, inputs.as_of).year, dict.fromkeys(initiatives(inputs), Decimal(0))
    this_year = [line for line in ledger_lines(inputs) if line.period.year == year]
    for line, code, _, part in parts(inputs, this_year):
        spent[code] = spent.get(code, Decimal(0)) + line.reported * part
    return spent


def planned_and_burnt(inputs: Inputs, code: str) -> Row:
    """Budget of the fiscal year, spend of all time, and spend a week in the last closed periods."""
    year, closed = period_of(inputs, inputs.as_of).year, closed_periods(inputs)
    budget = [line for line in budget_in_force(inputs) if line.period.year == year]
    weeks = Decimal(sum((period.end - period.start).days + 1 for period in closed)) / 7
    burnt = [line for line in ledger_lines(inputs) if line.period in closed]
    sums = {
        "budget_amount": of_initiatives(inputs, budget)[code],
        "actual_total_amount": of_initiatives(inputs, ledger_lines(inputs))[code],
        "spend_per_week_amount": of_initiatives(inputs, burnt)[code] / weeks,
    }
    reasons = {f"{name}_reason": rate_reason(amount) for name, amount in sums.items()}
    return {name: told(amount) for name, amount in sums.items()} | reasons


def of_initiatives(inputs: Inputs, lines: list[Line]) -> dict[str, Decimal]:
    """Initiative -> its part of these lines."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line, code, _, part in parts(inputs, lines):
        found[code] += line.reported * part
    return found


def service(inputs: Inputs, key_result: str) -> Row:
    """Who serves a key result: linked, live and funded initiatives, and how evenly (M24, M25)."""
    register, spend = initiatives(inputs), year_spend(inputs)
    codes = [code for code, of in linked_key_results(inputs).items() if key_result in of and code in register]
    weights = key_result_weights(inputs)
    linked = {code: (weights[code] or {}).get(key_result, Decimal(0)) for code in codes}
    serving = {code: w for code, w in linked.items() if w > 0 and register[code]["is_live"]}
    whole = sum(serving.values())
    paying = [code for code in serving if code in funded(inputs)]
    spent = sum((spend[code] * w for code, w in linked.items() if w), Decimal(0))
    return {
        "linked_initiative_count": len(linked),
        "serving_initiative_count": len(serving),
        "funded_initiative_count": len(paying),
        "is_funded": bool(paying),
        "linked_actual_amount": told(spent),
        "linked_actual_reason": rate_reason(spent),
        "contribution_concentration": sum((w / whole) ** 2 for w in serving.values()) if serving else None,
        "concentration_status": _status(len(serving), inputs.thresholds["crowded_above_initiatives"]),
    }


def _status(serving: int, crowded_above: int) -> str:
    if serving < 2:
        return "single_thread" if serving else "unserved"
    return "crowded" if serving > crowded_above else "shared"


def coverage(inputs: Inputs) -> Row:
    """M24: the share of priority, and of count, of live key results that money reaches."""
    priority, services = priorities(inputs), {k: service(inputs, k) for k in live(inputs, inputs.as_of)}
    reached = [code for code, of in services.items() if of["is_funded"]]
    whole = sum((priority[code] or Decimal(0) for code in services), Decimal(0))
    threads = Counter(of["concentration_status"] for of in services.values())
    register = initiatives(inputs)
    change = [c for c, row in register.items() if row["is_live"] and not row["is_run"]]
    aligned = [code for code in change if alignment_reason(inputs, code) is None]
    return {
        "strategy_coverage_share": sum(priority[code] or Decimal(0) for code in reached) / whole,
        "strategy_coverage_count_share": Decimal(len(reached)) / len(services),
        "strategy_coverage_reason": None,
        "single_thread_key_result_count": threads["single_thread"],
        "crowded_key_result_count": threads["crowded"],
        "aligned_initiative_count_share": Decimal(len(aligned)) / len(change),
    }
