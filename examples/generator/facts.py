"""What must come out, computed from what was made: plain Python and Decimal, nothing of the warehouse."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from examples.generator.initiatives import GREEN_WITHOUT_REASON, INITIATIVES, WAITING
from examples.generator.money import Posting, budget_rows
from examples.generator.okrs import check_ins
from examples.generator.organisation import AS_OF, KEY_RESULTS, OBJECTIVES
from examples.generator.outlook import forecast_rows
from examples.generator.register import register_rows
from examples.generator.roadmap import roadmap_rows
from examples.generator.trackers import Tracker, local

# EUR for one unit, by start of validity, as portfolio.yml has them.
RATES = {
    "EUR": [(date(2025, 1, 1), Decimal(1))],
    "USD": [
        (date(2025, 7, 1), Decimal("0.90")),
        (date(2026, 1, 1), Decimal("0.88")),
        (date(2026, 7, 1), Decimal("0.86")),
    ],
    "CHF": [
        (date(2025, 7, 1), Decimal("1.03")),
        (date(2026, 1, 1), Decimal("1.05")),
        (date(2026, 7, 1), Decimal("1.06")),
    ],
}
UNALLOCATED = "Unallocated"
# Column of the roadmap -> the same of the register.
SAME_COLUMNS = {"Title": "Name", "Epic owner": "Owner", "State": "Stage", "Start date": "Started"}


def in_euro(line: Posting) -> Decimal:
    """Convert at the average rate in force on the posting date."""
    rate = [rate for start, rate in RATES[line.currency] if start <= line.day][-1]
    return line.amount * rate


def facts(
    jira: Tracker, storefront: Tracker, september: list[Posting], october: list[Posting]
) -> dict[str, Any]:
    """Return the facts by name; money as text with two decimals."""
    return {
        "initiatives": len(INITIATIVES),
        "objectives": len(OBJECTIVES),
        "key_results": len(KEY_RESULTS),
        "check_ins_of_the_workbook": sum(
            len(check_ins(kr, objective))
            for kr, objective in KEY_RESULTS.values()
            if objective.sheet == "OKRs"
        ),
        "work_items": {"jira": len(jira.items), "jira_storefront": len(storefront.items)},
        "status_changes": sum(len(item.changes) for item in jira.items),
        "ledger_rows": {"2026-09-30": len(september), "2026-10-31": len(october)},
        "ledger_rows_rejected": {"2026-10-31": 3},
        "ledger_total_by_currency": {
            "2026-09-30": _by_currency(september),
            "2026-10-31": _by_currency(october),
        },
        "budget_total_by_version": {
            "2026-06-30": _budget_totals(is_restated=False),
            "2026-09-30": _budget_totals(is_restated=True),
        },
        "forecast_total_by_currency": _forecast_totals(),
        "actual_by_theme_fy27": _by_theme(october),
        "throughput_by_month": _throughput(jira, storefront),
        "waiting_initiative": WAITING,
        "green_without_reason": sorted(GREEN_WITHOUT_REASON),
        "told_otherwise_by_the_roadmap": _told_otherwise(),
    }


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _by_currency(lines: list[Posting]) -> dict[str, str]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        totals[line.currency] += line.amount
    return {currency: _money(total) for currency, total in totals.items()}


def _budget_totals(is_restated: bool) -> dict[str, str]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for row in budget_rows(is_restated)[1:]:
        totals[row[0]] += sum(map(Decimal, row[7:31]))
    return {version: _money(total) for version, total in totals.items()}


def _forecast_totals() -> dict[str, str]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for row in forecast_rows()[1:]:
        totals[row[6]] += sum(map(Decimal, row[7:]))
    return {currency: _money(total) for currency, total in totals.items()}


def _by_theme(lines: list[Posting]) -> dict[str, str]:
    """Change spend of FY27 to date by theme, in EUR; run spend left out."""
    themes = {initiative.cost_object: initiative.themes or {UNALLOCATED: 1.0} for initiative in INITIATIVES}
    run = {initiative.cost_object for initiative in INITIATIVES if initiative.is_run}
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.day < date(2026, 7, 1) or line.entry_type != "actual" or line.cost_object in run:
            continue
        for theme, weight in themes.get(line.cost_object, {UNALLOCATED: 1.0}).items():
            totals[theme] += in_euro(line) * Decimal(str(weight))
    return {theme: _money(total) for theme, total in totals.items()}


def _throughput(*trackers: Tracker) -> dict[str, int]:
    """Items done by local month of their last entry into Done, sub-tasks and Won't Do left out."""
    months: dict[str, int] = defaultdict(int)
    for tracker in trackers:
        for item in tracker.items:
            if item.status == "Done" and item.type_name != "Sub-task" and item.resolved:
                months[f"{local(item.resolved):%Y-%m}"] += 1
    return dict(months)


def _told_otherwise() -> dict[str, dict[str, list[str]]]:
    """Initiative -> column of the register -> what it says, and what the unit's roadmap says instead."""
    header, *rows = register_rows({}, AS_OF)
    register = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    names, *told = roadmap_rows()
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for row in told:
        for name, cell in list(zip(names, row, strict=True))[1:]:
            column = SAME_COLUMNS.get(name, name)
            if cell and cell != register[row[0]][column]:
                found[row[0]][column] = [register[row[0]][column], cell]
    return dict(found)
