"""Decisions about the portfolio: whom they concern, what they moved, and how long they took."""

from collections.abc import Iterator

from tests.oracle.calendars import exchange_rate
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import DIGITS
from tests.oracle.register import UNALLOCATED, initiatives, main_theme

UNASSIGNED = "Unassigned"
MEMBERS = {"unknown": "Unknown", "not_applicable": "Not applicable"}
AS_TOLD = ("decision_id", "decision_date", "gate_name", "outcome", "recommended_outcome", "reason")
AS_TOLD += ("moved_amount", "currency_code", "evidence_date")


def _member(inputs: Inputs, code: str | None) -> Row:
    """The initiative that a log names: of the register, unknown, or none."""
    if code is not None and code in initiatives(inputs):
        row = initiatives(inputs)[code]
        stream = row["value_stream_name"] or UNASSIGNED
        found = {"initiative_name": row["initiative_name"], "theme_name": main_theme(inputs, code)}
        return found | {"initiative_code": code, "value_stream_name": stream}
    kind = "not_applicable" if code is None else "unknown"
    unnamed = {"theme_name": UNALLOCATED, "value_stream_name": UNASSIGNED}
    return unnamed | {"initiative_code": kind, "initiative_name": MEMBERS[kind]}


def _latency(row: Row) -> Row:
    """Days from the evidence, else from the advice, to the decision."""
    days = reason = basis = None
    if since := row["evidence_date"] or row["recommended_date"]:
        basis = "evidence" if row["evidence_date"] else "recommendation"
        days = (row["decision_date"] - since).days
        if days < 0:
            days, reason = None, "decided_before_evidence"
    else:
        reason = "no_evidence_date"
    return {"latency_days": days, "latency_reason": reason, "latency_basis": basis}


def _moved(inputs: Inputs, row: Row) -> Row:
    """What it moved in the reporting currency, at the average rate of its day."""
    rate, amount = exchange_rate(inputs, row["currency_code"], row["decision_date"]), row["moved_amount"]
    reason = "no_amount" if amount is None else ("no_exchange_rate" if rate is None else None)
    return {
        "moved_reporting_amount": None if reason else (amount * rate).quantize(DIGITS),
        "moved_reporting_amount_reason": reason,
        "reporting_currency_code": inputs.settings["reporting"]["currency"],
    }


def decisions(inputs: Inputs) -> Iterator[Row]:
    """Each decision of the logs; a day after the as-of date is a plan."""
    for row in inputs.rows("decisions"):
        advice = row["recommended_outcome"]
        yield {
            **{name: row[name] for name in AS_TOLD},
            **_member(inputs, row["initiative_code"]),
            **_moved(inputs, row),
            **_latency(row),
            "from_initiative_name": _member(inputs, row["from_initiative_code"])["initiative_name"],
            "to_initiative_name": _member(inputs, row["to_initiative_code"])["initiative_name"],
            "is_taken": row["decision_date"] <= inputs.as_of,
            "is_override": None if advice is None else row["outcome"] != advice,
            "decided_by_name": row["decided_by_name"] or UNASSIGNED,
        }
