"""Rates that are not all there: money of which only the average rate is known, and more that has none.

What has none is spend of a fiscal year that is over, for no share of a year with such a line is known: parts
of documents that only move money, postings into another period, spend of mandates that were stale by then,
and lines that were restated.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import yaml

from tests.oracle.hostile_goals import UNRATED
from tests.oracle.inputs import Row

if TYPE_CHECKING:
    from tests.oracle.hostile import Hostile

UNBUDGETED = "NOK"  # has an average rate and no budget rate
BEGUN, OVER = date(2025, 7, 1), date(2026, 6, 30)  # of the fiscal year before that of the review
MOVED = 4
LATELY, RESTATED = date(2026, 7, 1), date(2026, 4, 1)


def take_rates_of_this_year(made: "Hostile") -> None:
    """Leave no rate to a month of this fiscal year's spend, and to a plan that was restated.

    Shares of the year are not known any more, for which there is a build of its own.
    """

    def spent(row: Row) -> None:
        if row["entry_type"] != "commitment" and LATELY <= row["posting_date"] < LATELY + timedelta(days=31):
            row["currency_code"] = UNRATED

    def planned(row: Row) -> None:
        if row["version_name"].startswith("current") and row["period_start_date"] == RESTATED:
            row["currency_code"] = UNRATED

    made.edit("ledger_lines", spent)
    made.edit("budget_lines", planned)


def make_rates_hostile(made: "Hostile") -> None:
    """Edit the rates, the currencies of lines, and what lines without a rate are."""
    path = made.root / "portfolio.yml"
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    rate = {"currency": UNBUDGETED, "valid_from": date(2025, 7, 1), "rate": 0.09}
    told["reporting"]["exchange_rates"].append(rate)
    path.write_text(yaml.safe_dump(told), encoding="utf-8")

    def unbudgeted(row: Row) -> None:
        if row["currency_code"] != UNRATED:
            made.set(row, "currency_code", 0.03, UNBUDGETED)

    made.edit("ledger_lines", unbudgeted)
    made.edit("budget_lines", unbudgeted)
    unrated = _unrated_objects(made)
    _move(made, unrated)
    _approve_early(made, unrated)


def _unrated_objects(made: "Hostile") -> list[str]:
    """Return the cost objects whose spend of the year that is over has no rate."""
    of = {
        row["cost_object_code"]
        for row in made.rows("ledger_lines")
        if row["currency_code"] == UNRATED and row["entry_type"] == "actual" and row["posting_date"] <= OVER
    }
    return sorted(code for code in of if code is not None)


def _move(made: "Hostile", unrated: list[str]) -> None:
    """Let documents move money without a rate, and post some of it in the period after its own."""
    first, second = unrated[:2]
    left = {first: MOVED, second: MOVED}

    def change(row: Row) -> None:
        code = row["cost_object_code"]
        is_meant = row["currency_code"] == UNRATED and BEGUN <= row["posting_date"] <= OVER
        if code not in left or not left[code] or not is_meant or row["entry_type"] != "actual":
            return
        left[code] -= 1
        document = {"fiscal_year": 2026, "fiscal_period": 9, "document_number": f"MOVED-{left[code]}"}
        row.update(document, posting_date=date(2026, 3, 15) + timedelta(days=10 * left[code]))
        row["amount"] = Decimal((1 if code == first else -1) * (1000 + left[code]))

    made.edit("ledger_lines", change)


def _approve_early(made: "Hostile", unrated: list[str]) -> None:
    """Let the initiatives of such money have been approved before any strategy was in force."""
    claims = made.rows("initiative_cost_objects")
    codes = {row["initiative_code"] for row in claims if row["cost_object_code"] in unrated}

    def change(row: Row) -> None:
        if row["initiative_code"] in codes:
            row["approved_date"] = BEGUN - timedelta(days=30)

    made.edit("initiatives", change)
