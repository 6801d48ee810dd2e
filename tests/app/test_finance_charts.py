"""Charts of slices of money: the bridge adds up, names act nowhere, credits are not drawn."""

from decimal import Decimal

import polars as pl
import pytest

from analytics_app import charts, takeaways
from analytics_app.charts.bridge import axis_start, levels

MONEY = pl.Decimal(18, 4)
PARTS = ("from_amount", "scope_amount", "fx_amount", "timing_amount", "reclassified_amount", "volume_amount",
         "to_amount")  # fmt: skip
SCHEMA = {"from_stage": pl.String, "to_stage": pl.String, "is_first": pl.Boolean, "period_count": pl.Int64,
          **dict.fromkeys(PARTS, MONEY), "fx_reason": pl.String}  # fmt: skip


def steps(*rows: tuple) -> pl.DataFrame:
    """Return steps of a bridge: stages, first or not, periods, amounts, reason."""
    converted = [
        tuple(
            Decimal(value) if isinstance(value, str) and value.lstrip("-").isdigit() else value
            for value in row
        )
        for row in rows
    ]
    return pl.DataFrame(converted, schema=SCHEMA, orient="row")


WHOLE_YEAR = steps(
    ("original", "current", True, 12, "1200", "0", "0", "0", "0", "60", "1260", None),
    ("current", "forecast", False, 8, "840", "40", "0", "0", "0", "0", "880", None),
    ("current", "actual", False, 4, "420", "-20", "-5", "0", "10", "0", "405", None),
)
SLICES = pl.DataFrame(
    {"slice_name": ["CC-1", "CC-2"], "actual_amount": [Decimal(30), Decimal(10)],
     "budget_amount": [Decimal(20), None], "variance_amount": [Decimal(10), None]},
    schema_overrides=dict.fromkeys(("actual_amount", "budget_amount", "variance_amount"), MONEY),
)  # fmt: skip
TYPES = pl.DataFrame(
    {"theme_name": ["Growth", "Growth", "Trust"], "expense_type": ["capex", "opex", "leasing"],
     "actual_amount": [Decimal(30), Decimal(10), Decimal(5)]},
    schema_overrides={"actual_amount": MONEY},
)  # fmt: skip
PERIODS = pl.DataFrame(
    {"fiscal_period_label": ["P01", "P02"], "actual_amount": [Decimal(12), None],
     "forecast_amount": [Decimal(0), Decimal(11)], "budget_amount": [Decimal(10), Decimal(10)]},
    schema_overrides=dict.fromkeys(("actual_amount", "forecast_amount", "budget_amount"), MONEY),
)  # fmt: skip
RESTATED = pl.DataFrame(
    {"fiscal_period_label": ["P01", "P01", "P02"], "theme_name": ["Growth", "Trust", "Trust"],
     "money_kind": ["actual"] * 3, "change_reporting_amount": [Decimal(-5), Decimal(20), None],
     "then_reporting_amount": [Decimal(10), Decimal(1), None],
     "now_reporting_amount": [Decimal(5), Decimal(21), None]},
    schema_overrides=dict.fromkeys(
        ("change_reporting_amount", "then_reporting_amount", "now_reporting_amount"), MONEY),
)  # fmt: skip
INITIATIVES = pl.DataFrame(
    {"theme_name": ["Growth", "Growth", "Unallocated", "Trust"],
     "initiative_name": ["<img src=x onerror=alert(1)> {b}", "Credit", "Unknown", "Shield"],
     "actual_amount": [Decimal(30), Decimal(-4), Decimal(6), None]},
    schema_overrides={"actual_amount": MONEY},
)  # fmt: skip
ALL = {
    "waterfall": charts.bridge.waterfall(levels(WHOLE_YEAR), "alt", "EUR"),
    "slices": charts.finance.slices(SLICES, "alt", "EUR"),
    "expense_types": charts.finance.expense_types(TYPES, "alt", "EUR"),
    "by_period": charts.finance.by_period(PERIODS, "alt", "EUR"),
    "restated": charts.finance.restated(RESTATED, "alt", "EUR"),
}


def fields(node: object) -> list[str]:
    """Return the fields that a specification names."""
    if isinstance(node, dict):
        own = [node["field"]] if isinstance(node.get("field"), str) else []
        return own + [field for value in node.values() for field in fields(value)]
    return [field for item in node for field in fields(item)] if isinstance(node, list) else []


@pytest.mark.parametrize("name", ALL)
def test_a_chart_is_drawn_from_doubles_of_its_own_columns(name: str) -> None:
    chart = ALL[name]
    assert chart.rows.height
    assert not [kind for kind in chart.rows.dtypes if kind.is_decimal()]
    assert set(fields(chart.spec)) <= set(chart.rows.columns)


def test_a_bridge_adds_up_from_stage_to_stage() -> None:
    found = [
        (row["step_name"], row["amount"], row["level_amount"])
        for row in levels(WHOLE_YEAR).iter_rows(named=True)
    ]
    assert found == [
        ("Original budget", 1200, 1200),
        ("Volume and price", 60, 1260),
        ("Current budget", 1260, 1260),
        ("Scope", 40, 1300),
        ("Budget with forecast", 1300, 1300),
        ("Scope", -20, 1280),
        ("Exchange rates", -5, 1275),
        ("Reclassified", 10, 1285),
        ("Forecast with actuals", 1285, 1285),
    ]  # fmt: skip
    assert 405 + 880 == 1285


def test_a_bridge_of_closed_periods_ends_in_the_actual() -> None:
    closed = steps(
        ("original", "current", True, 1, "100", "0", "0", "0", "0", "0", "100", None),
        ("current", "actual", False, 1, "100", "0", None, "0", "0", "-10", "90", "no_budget_rate"),
    )
    rows = levels(closed)
    assert rows["step_name"].to_list() == ["Original budget", "Current budget", "Volume and price", "Actual"]
    assert takeaways.finance.bridge(rows, closed, "EUR") == (
        "From original budget EUR 100 to actual EUR 90: EUR 10 less. "
        "The largest step: volume and price, − EUR 10. "
        "What exchange rates did is not known in full (no budget rate)."
    )


def test_no_bridge_is_drawn_of_nothing() -> None:
    rows = levels(WHOLE_YEAR.clear())
    assert rows.is_empty()
    assert charts.bridge.waterfall(rows, "", "EUR").rows.is_empty()
    assert takeaways.finance.bridge(rows, WHOLE_YEAR.clear(), "EUR") == ""


@pytest.mark.parametrize(("amounts", "start"), [([100, 102], 90), ([100, 10], 0), ([-5, 10], -5)])
def test_the_axis_of_a_bridge_begins_where_its_parts_can_be_seen(amounts: list[int], start: float) -> None:
    rows = pl.DataFrame({"level_amount": amounts}, schema={"level_amount": MONEY})
    assert axis_start(rows) == start


def test_signs_stand_beside_what_grows_and_shrinks() -> None:
    assert ALL["waterfall"].rows["label"].to_list()[1] == "+ EUR 60"
    assert ALL["restated"].rows["label"].to_list() == ["− EUR 5", "+ EUR 20"]
    assert ALL["expense_types"].rows["label"].to_list()[2] == "EUR 5 · leasing"
    assert ALL["by_period"].rows["ahead_amount"].to_list() == [None, 11]


def test_restated_bars_of_several_kinds_of_money_have_a_row_each() -> None:
    both = pl.concat([RESTATED.head(1), RESTATED.head(1).with_columns(money_kind=pl.lit("commitment"))])
    rows = charts.finance.restated(both, "alt", "EUR").rows
    assert rows["name"].to_list() == ["P01 · Growth · actual", "P01 · Growth · commitment"]
    assert ALL["restated"].rows["name"].to_list() == ["P01 · Growth", "P01 · Trust"]


def test_a_treemap_draws_names_as_they_are_and_no_credits() -> None:
    diagram = charts.treemap.spend(INITIATIVES, "alt", "EUR")
    assert diagram.option["tooltip"]["renderMode"] == "richText"  # the default one is HTML
    growth, unallocated = diagram.option["series"][0]["data"]
    assert (growth["name"], growth["value"]) == ("Growth", 30)
    assert [leaf["name"] for leaf in growth["children"]] == ["<img src=x onerror=alert(1)> {b}"]
    assert growth["children"][0]["label"]["formatter"] == "{b}\nEUR 30"
    assert unallocated["itemStyle"]["color"] == charts.treemap.UNALLOCATED_SURFACE
    assert charts.treemap.spend(INITIATIVES.clear(), "", "EUR").is_empty
    alone = charts.treemap.spend(INITIATIVES.head(1), "alt", "EUR").option["series"][0]
    assert [node["value"] for node in alone["data"]] == [30]
    assert "children" not in alone["data"][0]


def test_a_treemap_puts_the_smaller_initiatives_of_a_theme_together() -> None:
    shown = charts.treemap.SHOWN_INITIATIVES
    many = pl.DataFrame(
        {
            "theme_name": "Growth",
            "initiative_name": [f"Bet {number}" for number in range(1, shown + 4)],
            "actual_amount": [Decimal(number) for number in range(1, shown + 4)],
        },
        schema_overrides={"actual_amount": MONEY},
    )
    surfaces = charts.treemap.spend(many, "alt", "EUR").option["series"][0]["data"]
    assert len(surfaces) == shown + 1
    assert surfaces[0]["name"] == f"Bet {shown + 3}"
    assert surfaces[-1] == surfaces[0] | {
        "name": "3 smaller initiatives", "value": 6, "label": {"formatter": "{b}\nEUR 6"}
    }  # fmt: skip


def test_takeaways_of_slices_name_the_dearest_and_the_furthest_over() -> None:
    assert takeaways.finance.slices(SLICES, "cost centre", "EUR") == (
        "CC-1 takes most: EUR 30, 75% of 2 cost centres. Furthest over budget: CC-1, EUR 10."
    )
    assert takeaways.finance.treemap(INITIATIVES, "EUR") == (
        "Growth takes most: EUR 30. The dearest of 2 initiatives: "
        "<img src=x onerror=alert(1)> {b}, EUR 30; of 1 it is unknown."
    )
    assert takeaways.finance.then_and_now(RESTATED, "EUR") == ""
    assert takeaways.finance.then_and_now(RESTATED.head(2), "EUR") == (
        "The money that was restated said EUR 11.00 then and says EUR 26.00 now."
    )
