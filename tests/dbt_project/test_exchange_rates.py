"""Money converted at published rates, from the export to the facts, held against another converter."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest
from currency_converter import CurrencyConverter

from ingest.configuration import Configuration
from ingest.input_views import attach_inputs
from tests.dbt_project.conftest import run_dbt
from tests.ingest.inboxes import make_inbox

pytestmark = pytest.mark.pipeline

OWN_FROM = date(2026, 3, 1)
LEDGER = """Posting Date,Cost Object,Amount,Currency
2026-01-01,C-1,1234.56,USD
2026-01-05,C-2,1234.56,USD
2026-02-14,C-3,-9876543.21,JPY
2026-02-28,C-4,0.01,GBP
2026-02-28,C-5,1000000000.00,IDR
2026-03-02,C-6,100.00,USD
2026-03-02,C-7,100.00,CHF
2026-03-02,C-8,100.00,AED
"""


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """The ledger's lines in the star, by cost object; reported in francs."""
    folder = tmp_path_factory.mktemp("rates")
    inbox = make_inbox(folder, "ledger")
    own = {"currency": "USD", "valid_from": OWN_FROM, "rate": "0.75"}
    reporting = {"currency": "CHF", "ecb_rates": True, "exchange_rates": [own]}
    inbox.configuration = Configuration.model_validate(
        inbox.configuration.model_dump() | {"reporting": reporting}
    )
    inbox.drop("ledger-2026-03-31.csv", LEDGER)
    inbox.land()
    database = folder / "portfolio.duckdb"
    with duckdb.connect(str(database)) as connection:
        attach_inputs(connection, inbox.workspace, inbox.configuration, date(2026, 3, 31))
    outcome = run_dbt(database, "run", "--select", "+fct_ledger_lines")
    assert outcome.returncode == 0, outcome.stdout[-4000:]
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute("from core.fct_ledger_lines").pl().to_dicts()
    return {row["cost_object_code"]: row for row in rows}


def test_amounts_are_those_of_the_converter(lines: dict[str, dict]) -> None:
    converter = CurrencyConverter(
        decimal=True, fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known"
    )
    for code in ("C-1", "C-2", "C-3", "C-4", "C-5"):
        line = lines[code]
        expected = converter.convert(line["amount"], line["currency_code"], "CHF", line["business_date"])
        # the rate has ten decimals, the amount four
        tolerance = abs(line["amount"]) * Decimal("5e-11") + Decimal("5.1e-5")
        assert abs(line["reporting_amount"] - expected) <= tolerance, code
        assert line["exchange_rate_source"] == "ecb"


def test_each_line_tells_its_rate_and_whose_it_is(lines: dict[str, dict]) -> None:
    columns = ("exchange_rate_date", "exchange_rate_source", "reporting_amount_reason")
    assert {code: tuple(line[name] for name in columns) for code, line in lines.items()} == {
        "C-1": (date(2025, 12, 31), "ecb", None),  # New Year's Day
        "C-2": (date(2026, 1, 5), "ecb", None),
        "C-3": (date(2026, 2, 13), "ecb", None),  # a Saturday
        "C-4": (date(2026, 2, 27), "ecb", None),
        "C-5": (date(2026, 2, 27), "ecb", None),
        "C-6": (OWN_FROM, "own", None),
        "C-7": (None, "identity", None),
        "C-8": (None, None, "no_exchange_rate"),
    }
    assert lines["C-6"]["reporting_amount"] == 75
    assert lines["C-7"]["exchange_rate"] == 1
