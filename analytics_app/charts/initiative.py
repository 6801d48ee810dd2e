"""Charts of one initiative."""

import polars as pl

from analytics_app.charts.marks import (
    AMBER,
    BLUE,
    MONEY_AXIS,
    Chart,
    bar,
    drawn,
    horizontal,
    labels,
    money_text,
    quantity,
    state_colour,
    tip,
    words_text,
)

OUTCOMES = ("Done", "Cancelled")


def lost_by_state(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw what has been lost since it was ready, a bar for each state it was in."""
    rows = frame.with_columns(
        words_text("delay_state").alias("state"), money_text("amount", currency).alias("label")
    )
    named_by_the_axis = state_colour() | {"legend": None}
    layers = [bar("amount", MONEY_AXIS, 18, named_by_the_axis), labels("amount")]
    return horizontal(rows, "state", layers, [tip("state", "While"), tip("label", "Lost")], alt, 36)


def flow(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw stories done and cancelled by fiscal period, side by side and named by the legend."""
    parts = [
        frame.select("fiscal_period_label", pl.col(column).alias("items"), pl.lit(name).alias("outcome"))
        for column, name in zip(("throughput_count", "cancelled_count"), OUTCOMES, strict=True)
    ]
    x = {"field": "fiscal_period_label", "type": "ordinal", "sort": None, "title": None,
         "axis": {"labelAngle": 0, "labelOverlap": True}}  # fmt: skip
    colour = {"field": "outcome", "type": "nominal", "legend": {"orient": "top", "title": None},
              "scale": {"domain": list(OUTCOMES), "range": [BLUE, AMBER]}}  # fmt: skip
    axis = {"title": None, "grid": True, "tickMinStep": 1, "format": "d"}
    encoding = {
        "x": x,
        "xOffset": {"field": "outcome", "sort": list(OUTCOMES)},
        "y": quantity("items", axis),
        "color": colour,
        "tooltip": [tip("fiscal_period_label", "Period"), tip("outcome", "Were"), tip("items", "Stories")],
    }
    return drawn(pl.concat(parts), {"mark": {"type": "bar"}, "encoding": encoding}, alt, 240)
