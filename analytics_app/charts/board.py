"""Charts of the portfolio kanban."""

import polars as pl

from analytics_app.charts.calendar import milliseconds, moment, months
from analytics_app.charts.marks import (
    AMBER,
    BLUE,
    MONEY_AXIS,
    RED,
    TEAL,
    Chart,
    bar,
    by_width,
    drawn,
    horizontal,
    labels,
    money_text,
    quantity,
    tip,
    words_text,
    written,
)
from analytics_app.formatting import day, things

LINES = [BLUE, TEAL, AMBER, RED]


def waiting_by_state(columns: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw the cost of delay per week of what is in each state, with the number of initiatives beside it."""
    rows = columns.with_columns(
        words_text(columns["portfolio_state"]).alias("state"),
        pl.coalesce("cost_of_delay_per_week_amount", pl.lit(0)).alias("amount"),
        pl.format(
            "{} · {}",
            pl.when(pl.col("cost_of_delay_per_week_amount").is_null())
            .then(pl.lit("no cost known"))
            .otherwise(money_text(columns["cost_of_delay_per_week_amount"], currency)),
            written(columns["initiative_count"], lambda number: things(number, "initiative")),
        ).alias("label"),
    )
    layers = [bar("amount", MONEY_AXIS, 18, {"value": BLUE}), labels("amount")]
    return horizontal(rows, "state", layers, [tip("state", "State"), tip("label", "A week")], alt, 40)


def limits(history: pl.DataFrame, alt: str) -> Chart:
    """Draw the count of each state with a limit as steps, the limit as a dashed line of the same colour."""
    if history.is_empty():
        return drawn(history, {}, alt, 240)
    as_of = history["as_of_date"][0]
    last = history.group_by("portfolio_state", maintain_order=True).last()
    ends = last.with_columns(pl.lit(as_of).alias("valid_from_date"))
    steps = pl.concat([history, ends])
    states = words_text(steps["portfolio_state"])
    rows = steps.select(
        states.alias("state"),
        milliseconds("valid_from_date").alias("at"),
        written(steps["valid_from_date"], day).alias("day"),
        pl.col("initiative_count").cast(pl.Float64).alias("count"),
        pl.col("wip_limit").cast(pl.Float64).alias("limit"),
        (pl.col("valid_from_date") == as_of).cast(pl.String).alias("is_end"),
        pl.format(
            "{}: {} of {}", states, "initiative_count",
            written(steps["wip_limit"], lambda limit: "no limit" if limit is None else str(limit)),
        ).alias("label"),
    )  # fmt: skip
    names = rows["state"].unique(maintain_order=True).to_list()
    first, end = moment(history["valid_from_date"].min()), moment(as_of)  # ty: ignore[invalid-argument-type]
    x = quantity("at", months(first, end, "bottom"))
    room = by_width(end + (end - first) * 0.7, end + (end - first) * 0.2)
    x["scale"] = {"domainMin": first, "domainMax": room, "nice": False, "zero": False}
    scale = {"domain": names, "range": [LINES[i % len(LINES)] for i in range(len(names))]}
    colour = {"field": "state", "type": "nominal", "scale": scale, "legend": None}
    shared = {"x": x, "color": colour, "tooltip": [tip("label", "State"), tip("day", "From")]}
    line = {"type": "line", "interpolate": "step-after", "strokeWidth": 2}
    text = {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "baseline": "middle"}
    layers = [
        {"mark": line, "encoding": {"y": quantity("count", {"title": None, "tickCount": 5})}},
        {"mark": {**line, "strokeDash": [5, 4], "strokeWidth": 1.5}, "encoding": {"y": quantity("limit")}},
        {"transform": [{"filter": "datum.is_end === 'true'"}], "mark": text,
         "encoding": {"y": quantity("count"), "text": {"field": "label"}}},
    ]  # fmt: skip
    return drawn(rows, {"encoding": shared, "layer": layers}, alt, 260)
