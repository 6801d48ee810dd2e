"""Charts of what waiting costs."""

import polars as pl

from analytics_app.charts.marks import (
    AMBER,
    BLUE,
    MONEY_AXIS,
    STATE_COLOURS,
    Chart,
    bar,
    horizontal,
    labels,
    money_text,
    quantity,
    state_colour,
    thin,
    tip,
    words_text,
)
from analytics_app.words import words


def delay_ranking(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw cost of delay per week with the band of the estimate; the state stands beside each bar."""
    likely = pl.col("cost_of_delay_per_week_amount")
    banded = frame.select(
        "initiative_name",
        likely.alias("amount"),
        pl.coalesce("cost_of_delay_per_week_low_amount", likely).alias("low"),
        pl.coalesce("cost_of_delay_per_week_high_amount", likely).alias("high"),
        words_text(frame["delay_state"]).alias("state"),
    )
    amount, low, high = (money_text(banded[name], currency) for name in ("amount", "low", "high"))
    rows = banded.with_columns(
        pl.format("{} · {}", amount, pl.col("state").str.to_lowercase()).alias("label"),
        pl.format("{} – {}", low, high).alias("band"),
    )
    layers = [
        bar("amount", MONEY_AXIS, 16, state_colour()),
        thin({"type": "rule"}, "low") | {"encoding": {"x": quantity("low"), "x2": {"field": "high"}}},
        thin({"type": "tick", "height": 9}, "low"),
        thin({"type": "tick", "height": 9}, "high"),
        labels("high"),
    ]
    tooltip = [tip("initiative_name", "Initiative"), tip("label", "A week"), tip("band", "Low – high")]
    return horizontal(rows, "initiative_name", layers, tooltip, alt, 30)


def burn_by_theme(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw cost of delay per week by theme, a bar for each state with the state written beside it."""
    rows = frame.with_columns(words_text(frame["delay_state"]).alias("state")).with_columns(
        pl.format("{} · {}", money_text(frame["amount"], currency), pl.col("state").str.to_lowercase()).alias(
            "label"
        )
    )
    layers = [bar("amount", MONEY_AXIS, {"band": 0.8}, state_colour()), labels("amount")]
    tooltip = [tip("theme_name", "Theme"), tip("label", "A week")]
    chart = horizontal(rows, "theme_name", layers, tooltip, alt, 24 * rows["delay_state"].n_unique())
    chart.spec["encoding"]["yOffset"] = {"field": "state", "sort": [words(state) for state in STATE_COLOURS]}
    return chart


def lost_by_state(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw what has been lost since work was ready, a bar for each state it was in."""
    rows = frame.with_columns(
        words_text(frame["delay_state"]).alias("state"), money_text(frame["amount"], currency).alias("label")
    )
    named_by_the_axis = state_colour() | {"legend": None}
    layers = [bar("amount", MONEY_AXIS, 18, named_by_the_axis), labels("amount")]
    return horizontal(rows, "state", layers, [tip("state", "While"), tip("label", "Lost")], alt, 36)


def orders(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw what delay costs until all is done, a bar for each order; today's stands apart by its colour."""
    rows = frame.with_columns(
        words_text(frame["order_name"]).alias("order"), money_text(frame["amount"], currency).alias("label")
    )
    colour = {"condition": {"test": "datum.order_name === 'as_of_today'", "value": AMBER}, "value": BLUE}
    layers = [bar("amount", MONEY_AXIS, 18, colour), labels("amount")]
    return horizontal(rows, "order", layers, [tip("order", "Order"), tip("label", "Delay")], alt, 34)
