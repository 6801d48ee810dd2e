"""Ledger and budget: two fiscal years of postings, a restatement of closed months, and the budget versions."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from examples.generator.initiatives import INITIATIVES
from examples.generator.organisation import Initiative

WEEKS_PER_MONTH = Decimal(365) / 7 / 12
ACCOUNTS = (
    ("610000", "Internal labour", "opex", Decimal("0.46")),
    ("620000", "Contractors", "opex", Decimal("0.24")),
    ("150000", "Software, capitalised", "capex", Decimal("0.22")),
    ("640000", "Cloud services", "opex", Decimal("0.08")),
)
COST_CENTERS = {"Online Store": "CC-110", "Payments": "CC-120", "Logistics": "CC-210", "Shops": "CC-310",
                "Data Platform": "CC-410", "Storefront": "CC-510"}  # fmt: skip
# Contractors of these streams bill in their own currency; the amounts are EUR divided by the rate.
CURRENCIES = {"Payments": ("USD", Decimal("0.88")), "Logistics": ("CHF", Decimal("1.04"))}
LOST_COST_OBJECTS = ("WBS-1990", "WBS-1991")  # nobody's: the register does not know them
HEADER = ["Posting Date", "Document Number", "WBS Element", "Cost Center", "Account", "Account Name", "Expense Type",
          "Entry Type", "Text", "Amount", "Currency"]  # fmt: skip
MONTHS = [
    date(2025 + (6 + index) // 12, (6 + index) % 12 + 1, 1) for index in range(16)
]  # July 2025 to October 2026
BUDGET_MONTHS = [date(2025 + (6 + index) // 12, (6 + index) % 12 + 1, 1) for index in range(24)]


@dataclass(frozen=True)
class Posting:
    """One line of the ledger, amount in its own currency."""

    day: date
    document: str
    cost_object: str
    cost_center: str
    account: str
    account_name: str
    expense_type: str
    entry_type: str
    text: str
    amount: Decimal
    currency: str


def european(amount: Decimal) -> str:
    """Write 1254.5 as `1.254,50` and -3 as `3,00-`."""
    text = f"{abs(amount):,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{text}-" if amount < 0 else text


def weekly_spend(initiative: Initiative, month: date) -> Decimal:
    """Thousand EUR a week in a month: newer initiatives ramp up, Growth and the zombies keep going."""
    start = initiative.ready or date(2025, 7, 1)
    if initiative.stage == "Stopped":
        return Decimal(11) if date(2025, 9, 1) <= month < date(2026, 4, 1) else Decimal(0)
    if initiative.stage == "Done":
        return Decimal(18) if month < date(2026, 6, 1) else Decimal(0)
    if month < start.replace(day=1):
        return Decimal(0)
    months_in = (month.year - start.year) * 12 + month.month - start.month
    ramp = Decimal("0.5") if months_in < 2 else Decimal(1)
    return Decimal(str(initiative.weekly_k)) * ramp


def postings() -> list[Posting]:
    """All postings from July 2025 to October 2026, as the October export has them before its restatement."""
    draw = random.Random(4711)
    lines: list[Posting] = []
    for month in MONTHS:
        for initiative in INITIATIVES:
            lines += _month_of(initiative, month, draw, len(lines))
        lines += _lost(month, draw, len(lines))
    commitments = [
        _commitment(initiative, draw, index)
        for index, initiative in enumerate(INITIATIVES)
        if initiative.weekly_k > 14
    ]
    return [*lines, *commitments]


def _month_of(initiative: Initiative, month: date, draw: random.Random, offset: int) -> list[Posting]:
    monthly = weekly_spend(initiative, month) * 1000 * WEEKS_PER_MONTH
    if not monthly:
        return []
    lines = []
    for index, (account, name, expense_type, share) in enumerate(ACCOUNTS):
        amount = monthly * share * Decimal(str(round(draw.uniform(0.92, 1.08), 4)))
        currency = "EUR"
        if name == "Contractors" and initiative.stream in CURRENCIES:
            currency, rate = CURRENCIES[initiative.stream]
            amount /= rate
        parts = 2 if amount > 20000 else 1
        for part in range(parts):
            lines.append(
                Posting(
                    month + timedelta(days=draw.randint(0, 26)),
                    f"51{offset + index * 2 + part:06}",
                    initiative.cost_object,
                    COST_CENTERS[initiative.stream],
                    account,
                    name,
                    expense_type,
                    "actual",
                    f"{name} {month:%m/%Y}",
                    (amount / parts).quantize(Decimal("0.01")),
                    currency,
                )
            )
    return lines


def _lost(month: date, draw: random.Random, offset: int) -> list[Posting]:
    return [
        Posting(month + timedelta(days=9), f"52{offset + index:06}", cost_object, "CC-110", "620000", "Contractors", "opex",
                "actual", "Agency retainer", Decimal(draw.randint(2400000, 3400000)) / 100, "EUR")
        for index, cost_object in enumerate(LOST_COST_OBJECTS)
    ]  # fmt: skip


def _commitment(initiative: Initiative, draw: random.Random, index: int) -> Posting:
    return Posting(date(2026, 10, 20), f"45{index:06}", initiative.cost_object, COST_CENTERS[initiative.stream], "620000",
                   "Contractors", "opex", "commitment", "Open purchase order", Decimal(draw.randint(15, 95) * 1000), "EUR")  # fmt: skip


def september_export(lines: list[Posting]) -> list[Posting]:
    """The export of 30 September 2026: what was posted until then, no commitments."""
    return [line for line in lines if line.day <= date(2026, 9, 30) and line.entry_type == "actual"]


def october_export(lines: list[Posting]) -> list[Posting]:
    """The export of 31 October 2026: October added, and August and September restated."""
    closed = [line for line in lines if date(2026, 8, 1) <= line.day <= date(2026, 9, 30)]
    changed = next(line for line in closed if line.cost_object == "WBS-1019" and line.account == "150000")
    reversed_line = next(
        line for line in closed if line.cost_object == "WBS-1001" and line.account == "620000"
    )
    restated = [
        replace(line, amount=line.amount + Decimal("18750.40")) if line is changed else line for line in lines
    ]
    reversal = replace(reversed_line, document="53000001", text="Reversal", amount=-reversed_line.amount)
    late = replace(
        closed[0], document="53000002", text="Late invoice August", amount=Decimal("23410.75"), currency="EUR"
    )
    twin = Posting(date(2026, 10, 5), "53000003", "WBS-1015", "CC-210", "640000", "Cloud services", "opex", "actual",
                   "Map tiles", Decimal("480.00"), "EUR")  # fmt: skip
    return sorted([*restated, reversal, late, twin, twin], key=lambda line: (line.day, line.document))


def ledger_rows(lines: list[Posting], broken: bool) -> list[list[str]]:
    """The rows of an export, with the lines nobody could read and the footer that real exports have."""
    rows = [HEADER, *(_row(line) for line in lines)]
    if broken:
        model = _row(lines[-1])
        rows.append([*model[:1], "53000011", *model[2:9], "1O0,00", "EUR"])
        rows.append([*model[:1], "53000012", *model[2:9], "#REF!", "EUR"])
        rows.append([model[0], "53000013", "WBS-1001"])
    total = sum((line.amount for line in lines), Decimal(0))
    rows.append(["Total", *[""] * 8, european(total), ""])
    return rows


def _row(line: Posting) -> list[str]:
    return [f"{line.day:%d.%m.%Y}", line.document, line.cost_object, line.cost_center, line.account, line.account_name,
            line.expense_type, line.entry_type, line.text, european(line.amount), line.currency]  # fmt: skip


def budget_amount(initiative: Initiative, month: date, version: str, is_restated: bool) -> Decimal:
    """Monthly budget in EUR. The current version gave Growth more than the original, in September at Trust's cost."""
    if initiative.stage in {"Idea", "Stopped"} or not (initiative.weekly_k or initiative.stage == "Approved"):
        return Decimal(0)
    weekly = Decimal(str(initiative.weekly_k)) or Decimal(12)
    if initiative.ready and month < initiative.ready.replace(day=1):
        return Decimal(0)
    factor = Decimal(1)
    theme = next(iter(initiative.themes), "")
    if version == "current" and month >= date(2026, 1, 1):
        factor = {"Digital Growth": Decimal("1.10"), "Customer Trust": Decimal("0.90")}.get(theme, factor)
    if version == "current" and is_restated and month >= date(2026, 10, 1):
        factor *= {"Digital Growth": Decimal("1.05"), "Customer Trust": Decimal("0.80")}.get(
            theme, Decimal(1)
        )
    return (weekly * 1000 * WEEKS_PER_MONTH * factor).quantize(Decimal(1))


def budget_rows(is_restated: bool) -> list[list[Any]]:
    """The wide workbook: a column a month, and the two years' totals beside them."""
    header = ["Version", "WBS Element", "Initiative", "Cost Center", "Account", "Expense Type", "Currency",
              *(f"{month:%b-%y}" for month in BUDGET_MONTHS), "FY26", "FY27"]  # fmt: skip
    rows: list[list[Any]] = [header]
    for version in ("original", "current"):
        for initiative in INITIATIVES:
            for account, expense_type, share in (
                ("600000", "opex", Decimal("0.78")),
                ("150000", "capex", Decimal("0.22")),
            ):
                months = [
                    (budget_amount(initiative, month, version, is_restated) * share).quantize(Decimal(1))
                    for month in BUDGET_MONTHS
                ]
                if any(months):
                    rows.append([version, initiative.cost_object, initiative.name, COST_CENTERS[initiative.stream], account,
                                 expense_type, "EUR", *map(int, months), int(sum(months[:12])), int(sum(months[12:]))])  # fmt: skip
    return rows
