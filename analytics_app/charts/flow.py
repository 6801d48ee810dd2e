"""Charts of how work flows."""

import polars as pl

from analytics_app.charts.calendar import milliseconds, months
from analytics_app.charts.grids import columns_of, rows_of
from analytics_app.charts.marks import (
    AMBER,
    BLUE,
    GREY,
    TEAL,
    Chart,
    Spec,
    by_width,
    drawn,
    quantity,
    tip,
    written,
)
from analytics_app.formatting import day, things
from analytics_app.words import words

TYPE_COLOURS = [BLUE, TEAL, AMBER, "#8a63b0", "#5d8f3a", "#b0567c", GREY]
CATEGORY_COLOURS = {"todo": GREY, "in_progress": AMBER, "done": TEAL, "unmapped": "#b0567c"}
SHORT = "containerSize()[0] < 560 ? slice(datum.label, -3) : datum.label"


def throughput(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw the items done by period, types stacked, with the sum on top of each bar."""
    totals = pl.col("throughput_count").sum().over("fiscal_period_label")
    rows = frame.select(
        "fiscal_period_label",
        "type_name",
        pl.col("throughput_count").cast(pl.Float64).alias("count"),
        totals.cast(pl.Float64).alias("total"),
        totals.cast(pl.String).alias("label"),
        written(frame["throughput_count"], lambda number: things(number, "item")).alias("done"),
        pl.format("{}%", (100 * pl.col("throughput_count") / totals).round(0).cast(pl.Int64)).alias("share"),
        pl.int_range(pl.len()).over("fiscal_period_label").alias("place").cast(pl.Float64),
    )
    names = frame["type_name"].unique(maintain_order=True).to_list()
    scale = {"domain": names, "range": [TYPE_COLOURS[i % len(TYPE_COLOURS)] for i in range(len(names))]}
    axis = {"labelAngle": 0, "labelOverlap": True, "labelExpr": SHORT}
    x = {"field": "fiscal_period_label", "type": "ordinal", "sort": None, "title": None, "axis": axis}
    colour = {"field": "type_name", "type": "nominal", "scale": scale, "sort": names,
              "legend": {"orient": "top", "title": None, "symbolType": "square"}}  # fmt: skip
    tooltip = [tip("fiscal_period_label", "Period"), tip("type_name", "Type"), tip("done", "Done"),
               tip("share", "Of the period")]  # fmt: skip
    bars = {"mark": {"type": "bar", "width": {"band": 0.65}},
            "encoding": {"y": quantity("count", {"title": None, "tickCount": 5}), "color": colour,
                         "tooltip": tooltip}}  # fmt: skip
    text = {"transform": [{"filter": "datum.place === 0"}],
            "mark": {"type": "text", "dy": -8, "color": GREY, "fontSize": 11},
            "encoding": {"y": {**quantity("total"), "stack": None}, "text": {"field": "label"}}}  # fmt: skip
    return drawn(rows, {"encoding": {"x": x}, "layer": [bars, text]}, alt, 280)


def times(frame: pl.DataFrame, field: str, name: str, alt: str) -> Chart:
    """Draw a field of days for each value stream and period, the number written in its cell."""
    time = field.rpartition("_p")[0]
    ordered = frame.sort("fiscal_period_start_date", "value_stream_name")
    rows = ordered.select(
        "fiscal_period_label",
        "value_stream_name",
        pl.col(field).alias("days"),
        pl.when(pl.col(field).is_null())
        .then(pl.lit("·"))
        .otherwise(written(ordered[field], lambda days: "" if days is None else f"{days:.0f}"))
        .alias("label"),
        pl.when(pl.col(field).is_null())
        .then(written(ordered[f"{time}_reason"], words))
        .otherwise(written(ordered[field], lambda days: "" if days is None else f"{days:.1f} days"))
        .alias("told"),
        written(ordered[f"{time}_item_count"], lambda number: things(number, "item")).alias("of"),
    )
    periods = rows["fiscal_period_label"].unique(maintain_order=True).to_list()
    streams = sorted(rows["value_stream_name"].unique().to_list())
    measured = rows["days"].drop_nulls().to_list()
    middle = (min(measured) + max(measured)) / 2 if measured else 0.0
    x, y = columns_of("fiscal_period_label", periods, SHORT), rows_of("value_stream_name", streams)
    tooltip = [tip("value_stream_name", "Value stream"), tip("fiscal_period_label", "Period"),
               tip("told", name), tip("of", "Of")]  # fmt: skip
    colour = {"field": "days", "type": "quantitative", "legend": None,
              "scale": {"range": ["#d6e5f3", "#1d4e7f"], "zero": False}}  # fmt: skip
    is_dark = {"test": f"datum.days > {middle}", "value": "white"}
    ink = {"condition": [{"test": "datum.days === null", "value": GREY}, is_dark], "value": "#14273a"}
    cell = {"transform": [{"filter": "datum.days !== null"}], "mark": {"type": "rect", "cornerRadius": 3},
            "encoding": {"color": colour}}  # fmt: skip
    text = {"mark": {"type": "text", "fontSize": by_width(10, 12)},
            "encoding": {"text": {"field": "label"}, "color": ink}}  # fmt: skip
    spec: Spec = {"encoding": {"x": x, "y": y, "tooltip": tooltip}, "layer": [cell, text]}
    return drawn(rows, spec, alt, 30 * max(len(streams), 1) + 40)


def cumulative(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw the items in each category of status as bands; what was done before the first day is left out."""
    if frame.is_empty():
        return drawn(frame, {}, alt, 300)
    shown = [name for name in CATEGORY_COLOURS if name in set(frame["status_category"])]
    order = [float(place) for place in range(len(shown))]
    kinds = pl.DataFrame({"status_category": shown, "order": order})
    grid = frame.select(pl.col("calendar_date").unique()).join(kinds, how="cross")
    counts = grid.join(frame, on=["calendar_date", "status_category"], how="left")
    counts = counts.sort("calendar_date").with_columns(pl.col("item_count").fill_null(0))
    before = pl.when(pl.col("status_category") == "done").then(
        pl.col("item_count").first().over("status_category")
    )
    bands = counts.select(
        milliseconds("calendar_date").alias("at"),
        written(counts["calendar_date"], day).alias("day"),
        (pl.col("item_count") - before.otherwise(0)).cast(pl.Float64).alias("count"),
        written(counts["status_category"], words).alias("state"),
        "order",
    )
    rows = bands.with_columns(
        written(bands["count"], lambda number: things(int(number), "item")).alias("items")
    )
    names = [words(name) for name in shown]
    first, last = float(rows["at"][0]), float(rows["at"][-1])
    x = quantity("at", months(first, last, "bottom"))
    x["scale"] = {"domainMin": first, "domainMax": last, "nice": False, "zero": False}
    colour = {"field": "state", "type": "nominal", "sort": names,
              "scale": {"domain": names, "range": [CATEGORY_COLOURS[name] for name in shown]},
              "legend": {"orient": "top", "title": None, "symbolType": "square"}}  # fmt: skip
    y = quantity("count", {"title": None, "tickCount": 5})
    tooltip = [tip("day", "Day"), tip("state", "Status"), tip("items", "Items")]
    encoding = {"x": x, "y": {**y, "stack": "zero"}, "color": colour, "tooltip": tooltip,
                "order": {"field": "order", "type": "quantitative", "sort": "descending"}}  # fmt: skip
    return drawn(rows, {"layer": [{"mark": {"type": "area", "line": True}, "encoding": encoding}]}, alt, 300)
