"""What an initiative stands on: the rows that speak of it, its links, and what its owner reports of it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from tests.oracle.alignment import aligned_weights, begun_periods, judged_on
from tests.oracle.bets import (
    key_result_links,
    linked_key_results,
    one_per_key,
    retired_on,
    theme_weights,
)
from tests.oracle.fiscal import period_of
from tests.oracle.goals import key_results, live
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import Line, all_budget_lines, ledger_lines, parts, rate_reason, told
from tests.oracle.okr import key_result_days
from tests.oracle.outcomes import after_evidence
from tests.oracle.register import UNALLOCATED, initiatives
from tests.oracle.traces import is_in_force
from tests.oracle.trust import file_loads

LINEAGE = ("source_name", "file_sha256", "row_number", "known_at")
NO_MONEY = dict.fromkeys(
    (
        "entry_kind",
        "business_date",
        "fiscal_period_start_date",
        "currency_code",
        "row_amount",
        "allocated_amount",
        "reporting_amount",
    )
)
# Of each register what a row is about beside the initiative, and what of it makes its text.
REGISTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "initiatives": ("initiative_code", ("initiative_name", "stage_name", "owner_name")),
    "initiative_themes": ("theme_name", ("theme_name",)),
    "initiative_key_results": ("key_result_code", ("key_result_code",)),
    "initiative_cost_objects": ("cost_object_code", ("cost_object_code",)),
    "status_reports": ("report_date", ("reported_status", "status_text")),
    "cost_of_delay_estimates": (
        "estimate_date",
        ("urgency_profile", "value_type", "estimation_batch", "basis"),
    ),
}


def _text(row: Row, names: tuple[str, ...]) -> str:
    return " · ".join(row[name] for name in names if row[name] is not None)


def source_rows(inputs: Inputs) -> Iterator[Row]:
    """Each initiative with each row of a register, the ledger or a budget that speaks of it."""
    names = {(load["source_name"], load["file_sha256"]): load["file_name"] for load in file_loads(inputs)}
    for row in [*_of_registers(inputs), *_of_money(inputs)]:
        yield row | {"file_name": names.get((row["source_name"], row["file_sha256"]))}


def _of_registers(inputs: Inputs) -> Iterator[Row]:
    """Of its own row each version, of links, reports and estimates those that stand now."""
    known = initiatives(inputs)
    for table, (about, said) in REGISTERS.items():
        rows = inputs.versions(table) if table == "initiatives" else inputs.rows(table)
        for row in rows:
            if row["initiative_code"] in known and not row["is_deleted"]:
                yield NO_MONEY | {
                    "reporting_amount_reason": "register_row",
                    "initiative_code": row["initiative_code"],
                    "table_name": table,
                    "entry_code": str(row[about]),
                    "row_text": _text(row, said),
                    "weight": row.get("weight"),
                    **{name: row[name] for name in LINEAGE},
                }


def _of_money(inputs: Inputs) -> Iterator[Row]:
    """Postings up to the as-of date and budget lines of all versions, revenue too, each with its part."""
    said = ("document_number", "description")
    for kind in ("actual", "commitment"):
        yield from _allocated(inputs, "ledger_lines", ledger_lines(inputs, kind), said, lambda _, k=kind: k)
    lines, said = all_budget_lines(inputs), ("account_code", "description")
    yield from _allocated(inputs, "budget_lines", lines, said, lambda line: line.row["version_name"])


def _allocated(
    inputs: Inputs, table: str, lines: list[Line], said: tuple[str, ...], kind: Callable[[Line], str]
) -> Iterator[Row]:
    for line in lines:
        shares: dict[str, Decimal] = defaultdict(Decimal)
        for _, code, _, part in parts(inputs, [line]):
            shares[code] += part
        for code, part in shares.items():
            yield {
                "initiative_code": code,
                "table_name": table,
                "entry_code": line.cost_object,
                "entry_kind": kind(line),
                "row_text": _text(line.row, said),
                "weight": None,
                "business_date": line.day,
                "fiscal_period_start_date": line.period.start,
                "currency_code": line.row["currency_code"],
                "row_amount": line.amount,
                "allocated_amount": line.amount * part,
                "reporting_amount": told(line.reported * part),
                "reporting_amount_reason": rate_reason(line.reported * part),
                **{name: line.row[name] for name in LINEAGE},
            }


def links(inputs: Inputs) -> Iterator[Row]:
    """Each link of an initiative to a key result or theme, and whether it leads anywhere today."""
    for row in key_result_links(inputs):
        names = ("initiative_code", "weight", "weight_source")
        yield {name: row[name] for name in names} | _key_result_link(inputs, row["key_result_code"])
    for code, weights in theme_weights(inputs).items():
        for theme, weight in weights.items():
            yield {
                "initiative_code": code,
                "link_kind": "theme",
                "linked_code": theme,
                "linked_name": theme,
                "objective_name": None,
                "theme_name": theme,
                "weight": weight,
                "weight_source": None,
                "is_live": is_in_force(inputs, theme),
                "not_live_reason": _theme_reason(inputs, theme),
                **dict.fromkeys(("derived_status", "score", "expected", "score_reason")),
            }


def _key_result_link(inputs: Inputs, code: str) -> Row:
    goal, day = key_results(inputs).get(code), key_result_days(inputs).get(code, {})
    return {
        "link_kind": "key_result",
        "linked_code": code,
        "linked_name": goal.row["key_result_name"] if goal else code,
        "objective_name": goal.objective.get("objective_name") if goal else None,
        "theme_name": goal.theme if goal else None,
        "is_live": code in live(inputs, inputs.as_of),
        "not_live_reason": day["not_live_reason"] if goal else "unknown_key_result",
        **{name: day.get(name) for name in ("derived_status", "score", "expected", "score_reason")},
    }


def _theme_reason(inputs: Inputs, theme: str) -> str | None:
    if is_in_force(inputs, theme):
        return None
    if theme == UNALLOCATED:
        return "no_theme"
    return "theme_retired" if retired_on(inputs, theme, inputs.as_of) else "theme_not_configured"


def status_reports(inputs: Inputs) -> Iterator[Row]:
    """Each report of an initiative, of a day the one heard last, against the evidence of its day (M28).

    What is reported of an initiative that no register has is left out.
    """
    told = one_per_key(inputs.rows("status_reports"), "initiative_code", "report_date")
    reports = {key: row for key, row in told.items() if key[0] in initiatives(inputs)}
    latest: dict[str, object] = {}
    for code, day in sorted(reports):
        if day <= inputs.as_of:
            latest[code] = day
    for (code, day), row in reports.items():
        status, known = row["reported_status"].lower(), initiatives(inputs)[code]
        evidence = {} if known["is_run"] else after_evidence(inputs, code)
        since, answer = evidence.get("evidence_date"), evidence.get("answer_date")
        stands = since is not None and since <= day
        is_answered = answer is not None and answer <= day
        yield {
            "initiative_code": code,
            "initiative_name": known["initiative_name"],
            "reported_status": status,
            "status_text": row["status_text"],
            "is_latest": day == latest.get(code),
            **_served_then(inputs, code, row),
            "evidence_rule_id": evidence["rule_id"] if stands else None,
            "evidence_date": since if stands else None,
            "is_green_after_evidence": status == "green" and stands and not is_answered,
            "report_date": day,
        }


def _served_then(inputs: Inputs, code: str, row: Row) -> Row:
    """What an initiative served in the fiscal period of a report; nothing of periods that have not begun."""
    linked, period = linked_key_results(inputs).get(code), period_of(inputs, row["report_date"])
    if not linked or period not in begun_periods(inputs):
        return dict.fromkeys(("live_key_result_count", "linked_key_result_count", "aligned_weight_share"))
    alive = live(inputs, judged_on(inputs, period))
    return {
        "live_key_result_count": len(linked & set(alive)),
        "linked_key_result_count": len(linked),
        "aligned_weight_share": aligned_weights(inputs)[code, period.label],
    }
