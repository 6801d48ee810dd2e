"""Charts of one initiative."""

import polars as pl

from analytics_app.charts.marks import (
    AMBER,
    BLUE,
    Chart,
    drawn,
    quantity,
    tip,
)

OUTCOMES = ("Done", "Cancelled")


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
