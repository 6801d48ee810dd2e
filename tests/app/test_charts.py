"""Charts hold doubles and text only, and say in words what they draw."""

from decimal import Decimal

import polars as pl
import pytest

from analytics_app import charts, takeaways

MONEY = pl.Decimal(18, 4)
PERIODS = pl.DataFrame(
    {"fiscal_period_label": ["FY26-P01", "FY26-P02"], "budget_amount": [Decimal(10), Decimal(10)],
     "actual_amount": [Decimal(12), None]},
    schema_overrides={"budget_amount": MONEY, "actual_amount": MONEY},
)  # fmt: skip
THEMES = pl.DataFrame(
    {"theme_name": ["Growth", "Unallocated"], "actual_amount": [Decimal(30), Decimal(10)],
     "budget_amount": [Decimal(20), Decimal(0)], "actual_share": [0.75, 0.25], "target_share": [0.5, None],
     "gap_share": [0.25, None]},
    schema_overrides={"actual_amount": MONEY, "budget_amount": MONEY},
)  # fmt: skip
DELAY = pl.DataFrame(
    {"initiative_name": ["Shield", "Robots"], "delay_state": ["queue", "blocked"],
     "cost_of_delay_per_week_amount": [Decimal(30000), Decimal(4000)],
     "cost_of_delay_per_week_low_amount": [Decimal(20000), None],
     "cost_of_delay_per_week_high_amount": [Decimal(45000), None]},
    schema_overrides={f"cost_of_delay_per_week_{part}amount": MONEY for part in ("", "low_", "high_")},
)  # fmt: skip
BURN = pl.DataFrame(
    {
        "theme_name": ["Trust", "Trust"],
        "delay_state": ["queue", "active"],
        "amount": [Decimal(3), Decimal(1)],
    },
    schema_overrides={"amount": MONEY},
)
REASONS = pl.DataFrame(
    {"reason": ["aligned", "kr_dead"], "amount": [Decimal(5), Decimal(2)]}, schema_overrides={"amount": MONEY}
)
SCORES = pl.DataFrame(
    {"key_result_name": ["Orders", "Losses"], "score": [0.3, None], "expected": [0.25, 0.25],
     "derived_status": ["on_track", None], "gap": [0.05, None]}
)  # fmt: skip
ALL = {
    "by_period": (charts.spend.by_period(PERIODS, "alt", "EUR"), PERIODS),
    "theme_shares": (charts.spend.theme_shares(THEMES, "alt"), THEMES),
    "delay_ranking": (charts.delay.delay_ranking(DELAY, "alt", "EUR"), DELAY),
    "burn_by_theme": (charts.delay.burn_by_theme(BURN, "alt", "EUR"), BURN),
    "reasons": (charts.alignment.reasons(REASONS, "amount", "alt", "EUR"), REASONS),
    "scores": (charts.alignment.scores(SCORES, "alt"), SCORES),
}


@pytest.mark.parametrize("name", ALL)
def test_a_chart_is_drawn_from_doubles(name: str) -> None:
    """Decimal columns would be drawn a hundred times too big."""
    chart, rows = ALL[name]
    assert chart.rows.height == rows.height
    assert not [kind for kind in chart.rows.dtypes if kind.is_decimal()]


@pytest.mark.parametrize("name", ALL)
def test_every_field_of_a_specification_is_a_column(name: str) -> None:
    chart, _ = ALL[name]

    def fields(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["field"]] if isinstance(node.get("field"), str) else []
            return own + [field for value in node.values() for field in fields(value)]
        return [field for item in node for field in fields(item)] if isinstance(node, list) else []

    assert fields(chart.spec)
    assert set(fields(chart.spec)) <= set(chart.rows.columns)


def test_states_and_gaps_stand_beside_the_bars_in_words() -> None:
    assert ALL["delay_ranking"][0].rows["label"].to_list() == ["EUR 30k · waiting", "EUR 4,000 · blocked"]
    assert ALL["theme_shares"][0].rows["label"].to_list() == ["75% (+25.0 pp)", "25% (no target)"]
    assert ALL["scores"][0].rows["name"].to_list() == ["● Orders", "– Losses"]


def test_a_missing_band_is_no_band() -> None:
    rows = ALL["delay_ranking"][0].rows
    assert rows["low"].to_list() == [20000.0, 4000.0]
    assert rows["high"].to_list() == [45000.0, 4000.0]


@pytest.mark.parametrize("frame", [THEMES, DELAY, BURN, REASONS, SCORES])
def test_charts_of_no_rows_can_be_made(frame: pl.DataFrame) -> None:
    empty = frame.clear()
    makers = {
        id(THEMES): [lambda: charts.spend.theme_shares(empty, "")],
        id(DELAY): [lambda: charts.delay.delay_ranking(empty, "", "EUR")],
        id(BURN): [lambda: charts.delay.burn_by_theme(empty, "", "EUR")],
        id(REASONS): [lambda: charts.alignment.reasons(empty, "amount", "", "EUR")],
        id(SCORES): [lambda: charts.alignment.scores(empty, "")],
    }
    for make in makers[id(frame)]:
        assert make().rows.is_empty()


def test_takeaways_name_the_widest_gaps() -> None:
    assert (
        takeaways.spend.shares(THEMES)
        == "Growth takes 75% of change spend against a target of 50% (+25.0 pp)."
    )
    assert takeaways.delay.burn_by_theme(BURN, "EUR") == "Delay in Trust costs most: EUR 4 a week."
    assert takeaways.alignment.reasons(REASONS, "EUR") == (
        "EUR 2 serves no live key result; the largest part: key results ended or dropped, EUR 2."
    )
    assert takeaways.delay.dearest(DELAY, "EUR") == "Shield costs most: EUR 30k a week."


def test_takeaways_are_silent_without_figures() -> None:
    nothing = {"change_amount": None, "budget_amount": None, "aligned_share": None}
    assert takeaways.spend.budget(nothing, "EUR") == ""
    assert takeaways.spend.shares(THEMES.clear()) == ""
    assert takeaways.delay.waiting(DELAY.clear(), "EUR") == ""
    assert takeaways.health.verdict({"source_count": 0}) == "▼ No: nothing is loaded yet."
