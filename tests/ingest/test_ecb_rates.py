"""Published rates: those of the days that money needs, held against the package's own converter."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from currency_converter import CurrencyConverter

from ingest.configuration import Configuration
from ingest.ecb_rates import ecb_currencies, needed_ecb_rates
from ingest.input_views import attach_inputs
from ingest.workspace import Workspace
from tests.ingest.inboxes import Inbox, make_inbox

AS_OF = date(2026, 3, 31)


@pytest.fixture(scope="module")
def converter() -> CurrencyConverter:
    return CurrencyConverter(
        decimal=True, fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known"
    )


def ledger(root: Path, *lines: str, currency: str = "EUR", ecb_rates: bool = True) -> Inbox:
    """Land a ledger; a line is `day currency amount`."""
    inbox = make_inbox(root, "ledger")
    reporting = {"currency": currency, "ecb_rates": ecb_rates}
    document = inbox.configuration.model_dump() | {"reporting": reporting}
    inbox.configuration = Configuration.model_validate(document)
    rows = ["Posting Date,Cost Object,Amount,Currency"]
    rows += [f"{day},C-1,{amount},{code}" for day, code, amount in map(str.split, lines)]
    inbox.drop("ledger-2026-03-31.csv", "\n".join(rows) + "\n")
    inbox.land()
    return inbox


def rates(inbox: Inbox, as_of: date = AS_OF) -> list[dict]:
    """Return what a build finds in input.exchange_rates beside the reporting currency itself."""
    connection = duckdb.connect()
    attach_inputs(connection, inbox.workspace, inbox.configuration, as_of)
    frame = connection.execute("from input.exchange_rates where rate_source <> 'identity' order by all").pl()
    return frame.to_dicts()


def rate_on(found: list[dict], currency: str, day: date) -> dict:
    """Return the one rate that is in force on a day."""
    (rate,) = [
        row
        for row in found
        if row["currency_code"] == currency and row["valid_from_date"] <= day < row["valid_to_date"]
    ]
    return rate


@pytest.mark.parametrize("reporting", ["EUR", "CHF", "JPY"])
def test_rates_are_those_of_the_converter_on_every_day(
    tmp_path: Path, converter: CurrencyConverter, reporting: str
) -> None:
    inbox = ledger(
        tmp_path, "2025-12-20 USD 10", "2026-01-06 USD 10", "2025-12-24 IDR 7", "2026-01-02 IDR 7",
        currency=reporting,
    )  # fmt: skip
    found = rates(inbox)
    spans = {"USD": (date(2025, 12, 20), date(2026, 1, 6)), "IDR": (date(2025, 12, 24), date(2026, 1, 2))}
    for currency, (first, last) in spans.items():
        for offset in range((last - first).days + 1):
            day = first + timedelta(offset)
            expected = converter.convert(Decimal(1), currency, reporting, day)
            assert abs(rate_on(found, currency, day)["rate"] - expected) <= Decimal("5.1e-11"), day
    assert {row["rate_source"] for row in found} == {"ecb"}
    assert len(found) < 25


def test_weekends_and_holidays_have_the_rate_before_and_its_day(tmp_path: Path) -> None:
    found = rates(ledger(tmp_path, "2025-12-20 USD 10", "2025-12-28 USD 10"))
    # 24 December 2025 was a Wednesday; no rate was published on the 25th, the 26th and the weekend
    assert [row["valid_from_date"].day for row in found] == [19, 22, 23, 24]
    assert rate_on(found, "USD", date(2025, 12, 28))["valid_from_date"] == date(2025, 12, 24)


def test_only_what_money_needs_is_in_the_table(tmp_path: Path) -> None:
    found = rates(ledger(tmp_path, "2026-02-03 EUR 1", "2026-02-03 USD 1", "2026-02-03 AED 1"))
    assert [(row["currency_code"], row["valid_from_date"]) for row in found] == [("USD", date(2026, 2, 3))]


def test_no_rate_is_older_than_a_month_or_younger_than_the_build(tmp_path: Path) -> None:
    # the last rate of the rouble is of 1 March 2022
    found = rates(ledger(tmp_path, "2022-02-28 RUB 1", "2022-12-31 RUB 1", "2026-12-31 USD 1"))
    rouble = [row for row in found if row["currency_code"] == "RUB"]
    assert max(row["valid_from_date"] for row in rouble) == date(2022, 3, 1)
    assert max(row["valid_to_date"] for row in rouble) == date(2022, 4, 1)
    assert [row for row in found if row["valid_from_date"] > AS_OF] == []
    assert [
        row for row in found if row["currency_code"] == "USD" and row["valid_to_date"] > date(2026, 5, 1)
    ] == []


def test_budgets_by_fiscal_year_and_estimates_on_the_as_of_date_need_rates_too(tmp_path: Path) -> None:
    connection = duckdb.connect()
    configuration = make_inbox(tmp_path, "ledger").configuration
    attach_inputs(connection, Workspace(tmp_path), configuration, AS_OF)
    lines = "select 'GBP' as currency_code, null::date as period_start_date, 2025 as fiscal_year"
    connection.execute(f"create or replace view input.budget_lines as {lines}")
    estimates = "select 'USD' as currency_code"
    connection.execute(f"create or replace view input.cost_of_delay_estimates as {estimates}")
    found = needed_ecb_rates(connection, "EUR", AS_OF).to_dicts()
    pounds = [row["valid_from_date"] for row in found if row["currency_code"] == "GBP"]
    assert (min(pounds), max(pounds)) == (date(2024, 12, 31), date(2025, 12, 31))
    assert rate_on(found, "USD", AS_OF)["valid_from_date"] == AS_OF


def test_nothing_is_published_unless_asked_for(tmp_path: Path) -> None:
    assert rates(ledger(tmp_path, "2026-02-03 USD 1", ecb_rates=False)) == []


def test_the_currencies_are_those_of_the_converter(converter: CurrencyConverter) -> None:
    assert ecb_currencies() == converter.currencies
