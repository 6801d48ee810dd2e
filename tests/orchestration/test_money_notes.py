"""Money without an exchange rate is told at the end of a refresh, for no figure of the marts can show it."""

from decimal import Decimal
from pathlib import Path

from ingest.workspace import Workspace
from orchestration.money_notes import unconverted_money
from tests.app.published_folder import publish_tables


def _line(currency: str, amount: str) -> dict[str, object]:
    return {"source_name": "erp", "currency_code": currency, "unconverted_amount": Decimal(amount)}


def test_d12_each_source_and_currency_without_a_rate_is_named(tmp_path: Path) -> None:
    rows = [_line("CHF", "1234.5"), _line("EUR", "0"), _line("USD", "-3")]
    publish_tables(tmp_path, {"marts.mart_reconciliation": rows})
    franc, dollar = unconverted_money(Workspace(tmp_path))
    assert franc.startswith("portfolio.yml: exchange_rates: source erp: CHF 1,234.50 is missing in the marts")
    assert "USD -3.00" in dollar


def test_nothing_published_has_nothing_missing(tmp_path: Path) -> None:
    assert unconverted_money(Workspace(tmp_path)) == []
