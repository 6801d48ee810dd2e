"""What is not known is never shown as 0, nor left out of a sum without a word."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from analytics_app import takeaways
from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows.delivery import delivery_tables
from tests.app.test_views import page_text, tile

NULLS = (
    ("marts.mart_cost_of_delay", "cost_of_delay_per_week_amount"),
    ("marts.mart_initiatives", "spend_per_week_amount"),
    ("marts.mart_spend_after_evidence", "spend_after_evidence_amount"),
    ("marts.mart_portfolio_capacity", "over_allocated_hours"),
)


@pytest.fixture(scope="module")
def unknown_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The organisation of which no cost of delay, spend a week or hour beyond supply is known."""
    tables = delivery_tables()
    changed = {table: [row | {column: None} for row in tables[table]] for table, column in NULLS}
    return publish_tables(tmp_path_factory.mktemp("unknown"), tables | changed)


@pytest.mark.parametrize(
    ("page", "name", "told"),
    [
        ("roadmap", "Late ones cost", "No value: no estimate"),
        ("kanban", "Before delivery", "No value: no estimate"),
        ("kanban", None, "no cost known"),
        ("capacity", "Beyond supply", "No value: no team with both"),
        ("alignment", None, "what they spend a week is unknown"),
        ("alignment", None, "An unknown amount spent by 1 initiative after evidence"),
        ("overview", None, "no live key result: what they spend a week is unknown."),
    ],
)
def test_what_nobody_knows_is_not_zero(
    unknown_folder: Path, open_app: OpenApp, page: str, name: str | None, told: str
) -> None:
    app = open_app(unknown_folder, page)
    assert not app.exception
    assert told in page_text(app)
    assert "EUR 0 a week" not in page_text(app)
    if name:
        assert tile(app, name) == "–"


def test_a_sum_of_which_a_part_is_unknown_says_so() -> None:
    amounts = pl.Series("spend_per_week_amount", [Decimal(12000), None])
    lost = pl.DataFrame([amounts, pl.Series("is_answered", [True, False])])
    assert takeaways.overview.spend_a_week(lost, "EUR") == "EUR 12k a week; of 1 it is unknown"
    assert takeaways.overview.cost_of_lost(lost, "EUR") == "Each week they spend EUR 12k; of 1 it is unknown."
    evidence = lost.rename({"spend_per_week_amount": "spend_after_evidence_amount"})
    assert "EUR 12k spent by 2 initiatives" in takeaways.drift.after_evidence(evidence, "EUR")
    assert "; of 1 it is unknown; 1 not answered" in takeaways.drift.after_evidence(evidence, "EUR")


def test_no_share_of_a_total_that_is_not_known() -> None:
    frame = pl.DataFrame(
        {"slice_name": ["opex", "capex"], "actual_amount": [Decimal(100), None],
         "variance_amount": [Decimal(0), None], "budget_amount": [Decimal(100), Decimal(5)]}
    )  # fmt: skip
    told = takeaways.finance.slices(frame, "kind", "EUR")
    assert told == "opex takes most: EUR 100; of 1 it is unknown."
    named = frame.with_columns(theme_name=pl.lit("Growth"), initiative_name="slice_name")
    assert takeaways.finance.treemap(named, "EUR").endswith("opex, EUR 100; of 1 it is unknown.")
