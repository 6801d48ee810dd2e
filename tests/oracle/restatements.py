"""M76: what closed fiscal periods said when they closed, and what later exports changed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from tests.oracle.bets import NONE, cost_object_parts
from tests.oracle.earned import ZERO
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import NOT_KNOWN, converted, rate_reason
from tests.oracle.register import UNALLOCATED
from tests.oracle.trust import MONEY_TABLES, line_period

KINDS = {"ledger_lines": ("entry_type", "actual"), "budget_lines": ("line_type", "expense")}
Money = tuple[Decimal, Decimal]  # in the currency of the lines, and in that of the reports


def _grain(inputs: Inputs, table: str, row: Row) -> tuple:
    name, default = KINDS[table]
    version = row.get("version_name") or "ledger"
    period = line_period(inputs, table, row)
    return (
        row["source_name"],
        version,
        row[name] or default,
        row["cost_object_code"] or NONE,
        row["currency_code"],
        period,
    )


def _state(inputs: Inputs, table: str, at: datetime) -> dict[tuple, Money]:
    """The money of each grain as it was known at an instant."""
    last: dict[tuple, Row] = {}
    for row in inputs.versions(table):
        if row["known_at"] <= at:
            last[row["source_name"], row["line_id"]] = row
    found: dict[tuple, Money] = defaultdict(lambda: (ZERO, ZERO))
    for row in last.values():
        if not row["is_deleted"]:
            day = row[MONEY_TABLES[table]]
            reported = converted(inputs, row["amount"], row["currency_code"], day, "average")
            amount, whole = found[_grain(inputs, table, row)]
            whole += NOT_KNOWN if reported is None else reported
            found[_grain(inputs, table, row)] = (amount + row["amount"], whole)
    return found


def restatements(inputs: Inputs) -> Iterator[Row]:
    """Each change of a closed period's money, cut into the initiatives and themes of its cost object."""
    parts = cost_object_parts(inputs)
    for table in MONEY_TABLES:
        for row in _changes(inputs, table):
            cut = parts.get(row["cost_object_code"], {("unknown", UNALLOCATED): Decimal(1)})
            for (code, theme), part in cut.items():
                amounts = {
                    name: None if value is None else value * part
                    for name, value in row.items()
                    if name.endswith("amount")
                }
                yield row | amounts | {"initiative_code": code, "theme_name": theme, "table_name": table}


def _changes(inputs: Inputs, table: str) -> Iterator[Row]:
    instants = sorted({row["known_at"] for row in inputs.versions(table)})
    states = {at: _state(inputs, table, at) for at in instants}
    first_known: dict[tuple, datetime] = {}
    for at in instants:
        for grain in states[at]:
            first_known.setdefault(grain[:2], at)
    for grain in {grain for state in states.values() for grain in state}:
        source, version, kind, cost_object, currency, period = grain
        closing = period.end + timedelta(days=inputs.thresholds["closing_days"])
        if closing >= inputs.as_of:
            continue
        in_time = [at for at in instants if at.date() <= closing and at >= first_known[grain[:2]]]
        basis = max(in_time, default=first_known[grain[:2]])
        later = [at for at in instants if at > basis]
        then = before = states[basis].get(grain, (ZERO, ZERO))
        now = states[instants[-1]].get(grain, (ZERO, ZERO))
        for at in later:
            after = states[at].get(grain, (ZERO, ZERO))
            if after[0] != before[0]:
                yield {
                    "source_name": source,
                    "version_name": version,
                    "line_kind": kind,
                    "cost_object_code": cost_object,
                    "currency_code": currency,
                    "fiscal_year_label": period.year_label,
                    "fiscal_period_label": period.label,
                    "closing_date": closing,
                    "then_basis": "closing" if in_time else "first_known",
                    "restated_at": at,
                    **_amounts("amount", [money[0] for money in (then, before, after, now)]),
                    **_amounts("reporting_amount", [money[1] for money in (then, before, after, now)]),
                }
            before = after


def _amounts(name: str, states: list[Decimal]) -> Row:
    """What was told then, what changed, what was told after it, and what is told now; all or none."""
    then, before, after, now = states
    told = {"then": then, "change": after - before, "restated": after, "now": now}
    unknown = rate_reason(*told.values())
    amounts: Row = {f"{moment}_{name}": None if unknown else amount for moment, amount in told.items()}
    return amounts | ({} if name == "amount" else {f"{name}_reason": unknown})
