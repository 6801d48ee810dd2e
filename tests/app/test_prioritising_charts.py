"""Charts of order, loss, flow and paths: doubles and text only, and a word beside every colour."""

from decimal import Decimal

import polars as pl
import pytest

from analytics_app import charts, takeaways
from analytics_app.charts.marks import Chart
from tests.app.test_charts import MONEY

ORDERS = pl.DataFrame(
    {
        "sequence_scope": ["batch", "batch"],
        "estimation_batch": ["Q1", "Q1"],
        "initiative_count": [2, 2],
        "saving_amount": [Decimal(30000)] * 2,
        "cost_of_points_share": [0.25, 0.25],
        "order_name": ["by_money", "as_of_today"],
        "amount": [Decimal(20000), Decimal(50000)],
    },
    schema_overrides={"amount": MONEY, "saving_amount": MONEY},
)
LOST = pl.DataFrame(
    {"delay_state": ["active", "queue"], "amount": [Decimal(9000), Decimal(1000)]},
    schema_overrides={"amount": MONEY},
)
FLOW = pl.DataFrame(
    {
        "fiscal_period_label": ["FY26-P01", "FY26-P02"],
        "throughput_count": [3, 1],
        "cancelled_count": [0, 2],
    }
)
RATES = pl.DataFrame(
    {
        "value_stream_name": ["Shop", "Platform"],
        "traceability_rate": [0.6, None],
        "traced_work_items": [5.0, 0.0],
        "work_items": [10.0, 0.0],
    }
)
ALL = {
    "orders": charts.delay.orders(ORDERS, "alt", "EUR"),
    "lost_by_state": charts.delay.lost_by_state(LOST, "alt", "EUR"),
    "flow": charts.initiative.flow(FLOW, "alt"),
    "traceability": charts.alignment.traceability(RATES, "alt"),
}


def fields(node: object) -> list[str]:
    """Return every field that a specification names."""
    if isinstance(node, dict):
        own = [node["field"]] if isinstance(node.get("field"), str) else []
        return own + [field for value in node.values() for field in fields(value)]
    return [field for item in node for field in fields(item)] if isinstance(node, list) else []


@pytest.mark.parametrize("chart", ALL.values(), ids=ALL)
def test_a_chart_is_drawn_from_doubles_by_the_columns_it_has(chart: Chart) -> None:
    assert not [kind for kind in chart.rows.dtypes if kind.is_decimal()]
    assert set(fields(chart.spec)) <= set(chart.rows.columns)


def test_every_bar_says_in_words_what_it_is() -> None:
    assert ALL["orders"].rows["order"].to_list() == ["By money (CD3)", "As of today"]
    assert ALL["orders"].rows["label"].to_list() == ["EUR 20k", "EUR 50k"]
    assert ALL["lost_by_state"].rows["state"].to_list() == ["In progress", "Waiting"]
    assert ALL["traceability"].rows["label"].to_list() == ["60% (5 of 10)"]  # none where there is no rate
    flow = ALL["flow"].rows
    assert flow.filter(outcome="Done")["items"].to_list() == [3, 1]
    assert flow.filter(outcome="Cancelled")["items"].to_list() == [0, 2]


def test_charts_of_no_rows_can_be_made() -> None:
    assert charts.delay.orders(ORDERS.clear(), "", "EUR").rows.is_empty()
    assert charts.delay.lost_by_state(LOST.clear(), "", "EUR").rows.is_empty()
    assert charts.initiative.flow(FLOW.clear(), "").rows.is_empty()
    assert charts.alignment.traceability(RATES.clear(), "").rows.is_empty()


def test_takeaways_price_the_order_and_name_what_most_was_lost_in() -> None:
    assert takeaways.delay.orders(ORDERS, "EUR") == (
        "Doing the 2 initiatives of batch Q1 in the order of money instead of today's would save EUR 30k of "
        "delay. The order of points is 25% dearer than that of money."
    )
    assert takeaways.delay.lost_by_state(LOST, "EUR") == (
        "EUR 10k lost since work was ready, most of it while in progress."
    )
    assert takeaways.initiative.flow(FLOW) == "4 stories done so far, 1 in FY26-P02."


def test_takeaways_are_silent_without_rows() -> None:
    assert takeaways.delay.orders(ORDERS.clear(), "EUR") == ""
    assert takeaways.delay.lost_by_state(LOST.clear(), "EUR") == ""
    assert takeaways.delay.coverage({}) == ""
    assert takeaways.initiative.flow(FLOW.clear()) == ""
    assert takeaways.drift.traceability(RATES.clear()) == ""
    assert takeaways.drift.strategy({}) == ""
