"""Dependencies between initiatives (M54): slack, risk, what a late provider holds up, and loops."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from tests.oracle.delay import delays
from tests.oracle.delay_totals import per_week
from tests.oracle.inputs import Inputs, Row
from tests.oracle.register import initiatives

STEPS = 12  # so deep it is walked who waits for whom
HOLDS_UP = {"open", "provider_cancelled"}  # what is delivered or not needed carries no delay


def _is_through(inputs: Inputs, row: Row) -> bool:
    days = [row[name] for name in ("released_date", "value_start_date") if row[name] is not None]
    return row["portfolio_state"] in {"released", "done"} or any(day <= inputs.as_of for day in days)


def _state(inputs: Inputs, row: Row) -> str:
    """What the register says of the need wins; else what became of both ends."""
    meanings = {
        entry["status"]: entry["state"] for entry in inputs.setting("dependency_statuses", default=[])
    }
    if row["status_name"] in meanings:
        return meanings[row["status_name"]]
    register = initiatives(inputs)
    consumer, provider = register.get(row["initiative_code"]), register.get(row["provider_initiative_code"])
    if consumer and (_is_through(inputs, consumer) or not consumer["is_live"]):
        return "not_needed"
    if provider and _is_through(inputs, provider):
        return "delivered"
    return "provider_cancelled" if provider and not provider["is_live"] else "open"


@cache
def needs(inputs: Inputs) -> list[Row]:
    """Each need with its state, from the register that was heard last."""
    last: dict[tuple, Row] = {}
    rows = inputs.rows("initiative_dependencies")
    rows = sorted(rows, key=lambda row: row["source_name"], reverse=True)  # of two alike the first by name
    for row in sorted(rows, key=lambda row: row["known_at"]):
        key = (row["initiative_code"], row["provider_initiative_code"], row["dependency_kind"])
        last[key] = row | {"state": _state(inputs, row)}
    return list(last.values())


@cache
def _waiting_for(inputs: Inputs) -> dict[str, list[str]]:
    """Provider -> initiatives that wait for it, by code."""
    found: dict[str, set[str]] = {}
    for row in needs(inputs):
        if row["state"] in HOLDS_UP:
            found.setdefault(row["provider_initiative_code"], set()).add(row["initiative_code"])
    return {provider: sorted(codes) for provider, codes in found.items()}


def reached_from(inputs: Inputs, origin: str) -> dict[str, list[str]]:
    """Who waits for an initiative, directly or through others -> a shortest way; its own, on a loop."""
    ways: dict[str, list[str]] = {}
    border = [[origin]]
    for _ in range(STEPS):
        following = [[*way, code] for way in border for code in _waiting_for(inputs).get(way[-1], [])]
        border = []
        for way in following:
            if way[-1] not in ways:
                ways[way[-1]] = way
                if way[-1] != origin:
                    border.append(way)
    return ways


@dataclass(frozen=True)
class Blast:
    """What a late provider holds up."""

    affected: int
    valued: int
    amount: float | None


def blast(inputs: Inputs, row: Row) -> Blast:
    """The initiative, and whoever waits for it, each once and without the provider: their weekly costs."""
    register, provider = initiatives(inputs), row["provider_initiative_code"]
    codes = {row["initiative_code"], *reached_from(inputs, row["initiative_code"])} - {provider}
    held = [code for code in codes if code in register and register[code]["is_live"]]
    held = [code for code in held if not register[code]["is_delivering_value"]]
    costs = [per_week(delays(inputs)[code]) for code in held]
    known = [cost for cost in costs if cost is not None]
    return Blast(len(held), len(known), sum(known) if known else None)


def _expected(inputs: Inputs, row: Row) -> tuple[date | None, str | None]:
    """The day the provider tells, by its forecast in the register, else by its commitment."""
    provider = initiatives(inputs).get(row["provider_initiative_code"], {})
    forecast = provider.get("forecast_delivery_date")
    if forecast:
        return forecast, "register"
    return row["committed_date"], "commitment" if row["committed_date"] else None


def _slack(inputs: Inputs, row: Row, told: date | None) -> tuple[int | None, str | None]:
    """M54: needed date - expected day, which is never before the as-of date; negative is late."""
    if row["state"] != "open":
        return None, row["state"]
    if row["needed_date"] is None:
        return None, "no_needed_date"
    if told is None:
        is_known = row["provider_initiative_code"] in initiatives(inputs)
        return None, "no_forecast" if is_known else "unknown_provider"
    return (row["needed_date"] - max(told, inputs.as_of)).days, None


def _risk(inputs: Inputs, row: Row, slack: int | None) -> str:
    if row["state"] != "open":
        return row["state"]
    if slack is None:
        is_past = row["needed_date"] is not None and row["needed_date"] < inputs.as_of
        return "late" if is_past else "unknown"
    if slack < 0:
        return "late"
    return "at_risk" if slack < inputs.thresholds["dependency_slack_days"] else "on_time"


def risk(inputs: Inputs, row: Row) -> Row:
    """M54 for one need: a row of mart_dependencies."""
    told, source = _expected(inputs, row)
    slack, slack_reason = _slack(inputs, row, told)
    is_open, holds_up = row["state"] == "open", row["state"] in HOLDS_UP
    held = blast(inputs, row) if holds_up else Blast(0, 0, None)
    blast_reason = None
    if held.amount is None:
        blast_reason = "no_cost_of_delay" if held.affected else "nothing_delayed"
    codes = (row["initiative_code"], row["provider_initiative_code"])
    knots = [loop_code(inputs, code) for code in codes]
    return {
        "initiative_code": codes[0],
        "provider_initiative_code": codes[1],
        "dependency_kind": row["dependency_kind"],
        "dependency_state": row["state"],
        "needed_date": row["needed_date"],
        "forecast_date": told,
        "forecast_source": source,
        "expected_date": max(told or inputs.as_of, inputs.as_of) if is_open else None,
        "slack_days": slack,
        "slack_reason": slack_reason,
        "dependency_risk": _risk(inputs, row, slack),
        "on_time_probability": None,  # there is no distribution of forecasts yet
        "on_time_probability_reason": "no_forecast_distribution" if is_open else row["state"],
        "blast_per_week_amount": held.amount,
        "blast_reason": blast_reason if holds_up else row["state"],
        "blast_initiative_count": held.affected,
        "blast_without_figure_count": held.affected - held.valued,
        "is_on_loop": holds_up and None not in knots and knots[0] == knots[1],
    }


def loop_code(inputs: Inputs, code: str) -> str | None:
    """Smallest code of those who wait for each other with it; None when it is on no loop."""
    ways = reached_from(inputs, code)
    return min(other for other in ways if code in reached_from(inputs, other)) if code in ways else None


def loops(inputs: Inputs) -> list[Row]:
    """Each initiative that waits for itself, with a shortest way back to it."""
    codes = {row["initiative_code"] for row in needs(inputs)}
    return [
        {
            "initiative_code": code,
            "loop_code": loop_code(inputs, code),
            "loop_path": " > ".join(reached_from(inputs, code)[code]),
            "loop_length_count": len(reached_from(inputs, code)[code]) - 1,
        }
        for code in codes
        if loop_code(inputs, code)
    ]
