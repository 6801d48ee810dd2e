"""What finance adds in October: a forecast of the rest of the year, and a document that moves money to the assets."""

from datetime import date
from decimal import Decimal
from typing import Any

from examples.generator.initiatives import INITIATIVES, WAITING
from examples.generator.money import ACCOUNTS, COST_CENTERS, HEADER, LOST_COST_OBJECTS, budget_amount
from examples.generator.organisation import Initiative

MONTHS = [date(2026 + (10 + index) // 12, (10 + index) % 12 + 1, 1) for index in range(8)]  # to June 2027
LATER = 3  # months by which the waiting initiative will start later than planned
GIVEN_UP = "I-10"  # finance no longer counts on it
BILLED_IN_DOLLARS = "I-13"
PLANNED_DOLLAR = Decimal("0.90")  # EUR, the budget rate
AGENCY = Decimal(29000)  # a month, for a cost object that no budget and no register knows


def forecast_rows() -> list[list[Any]]:
    """The forecast of 31 October 2026, November to June: a column a month."""
    header = ["Version", "WBS Element", "Initiative", "Cost Center", "Account", "Expense Type", "Currency",
              *(f"{month:%b-%y}" for month in MONTHS)]  # fmt: skip
    rows: list[list[Any]] = [header]
    for initiative in INITIATIVES:
        if initiative.code == GIVEN_UP:
            continue
        for account, expense_type, share in (
            ("600000", "opex", Decimal("0.78")),
            ("150000", "capex", Decimal("0.22")),
        ):
            months = _expected(initiative, share)
            if any(months):
                in_dollars = initiative.code == BILLED_IN_DOLLARS and expense_type == "opex"
                currency, price = ("USD", PLANNED_DOLLAR) if in_dollars else ("EUR", Decimal(1))
                rows.append(["forecast 1", initiative.cost_object, initiative.name, COST_CENTERS[initiative.stream],
                             account, expense_type, currency, *(int(month / price) for month in months)])  # fmt: skip
    agency = [int(AGENCY)] * len(MONTHS)
    rows.append(
        ["forecast 1", LOST_COST_OBJECTS[0], "Agency retainer", "CC-110", "600000", "opex", "EUR", *agency]
    )
    return rows


def _expected(initiative: Initiative, share: Decimal) -> list[Decimal]:
    """The current budget; Growth costs more, and what waits will cost the same, only later."""
    factor = Decimal("1.06") if next(iter(initiative.themes), "") == "Digital Growth" else Decimal(1)
    months = [
        (budget_amount(initiative, month, "current", is_restated=True) * share).quantize(Decimal(1)) * factor
        for month in MONTHS
    ]
    months = [month.quantize(Decimal(1)) for month in months]
    if initiative.code != WAITING:
        return months
    late, due = months[:LATER], months[LATER:]
    return [Decimal(0)] * LATER + [
        month + (late[index] if index < LATER else 0) for index, month in enumerate(due)
    ]


def correction_rows() -> list[list[str]]:
    """One document of 28 October: contractors' work of September on the app checkout is an asset."""
    account, name, expense_type, _ = ACCOUNTS[2]
    wrong_account, wrong_name, wrong_type, _ = ACCOUNTS[1]
    first = ["2026-10-28", "54000001", "WBS-1001", "CC-110"]
    return [
        [*HEADER, "Fiscal Year", "Fiscal Period"],
        [*first, account, name, expense_type, "actual", "Capitalised September", "64000.00", "EUR", "2027", "3"],
        [*first, wrong_account, wrong_name, wrong_type, "actual", "Capitalised September", "-64000.00", "EUR",
         "2027", "3"],
    ]  # fmt: skip
