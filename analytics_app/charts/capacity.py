"""Charts of demand and supply."""

import polars as pl

from analytics_app.charts.grids import columns_of, rows_of
from analytics_app.charts.marks import (
    GREY,
    Chart,
    Spec,
    by_width,
    drawn,
    marked,
    tip,
    words_text,
    written,
)
from analytics_app.formatting import count, day, share

BANDS = {
    "below 80%": "#d6e5f3",
    "80 to 100%": "#8fb4d6",
    "▲ 100 to 120%": "#f0b5a5",
    "▲ above 120%": "#cc4f44",
    "▲ no supply": "#7d2f28",
}
HOURS = ("Demand", "Supply")


def heat(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw the utilisation of each team or person and week; what is beyond supply bears a sign."""
    used, told = pl.col("utilisation"), written(frame["utilisation"], share)
    hours = (written(frame["demand_hours"], count), written(frame["supply_hours"], count))
    rows = frame.select(
        "resource_name",
        written(frame["week_start_date"], _week).alias("week"),
        pl.when(used > 1.2).then(pl.lit("▲ above 120%")).when(used > 1).then(pl.lit("▲ 100 to 120%"))
        .when(used >= 0.8).then(pl.lit("80 to 100%")).when(used.is_not_null()).then(pl.lit("below 80%"))
        .when(pl.col("over_allocated_hours") > 0).then(pl.lit("▲ no supply"))
        .alias("band"),
        pl.when(pl.col("over_allocated_hours") > 0).then(pl.lit("▲")).otherwise(pl.lit("")).alias("sign"),
        pl.when(used.is_null()).then(pl.lit("–")).otherwise(told).alias("told"),
        pl.when(used.is_null()).then(words_text(frame["utilisation_reason"]))
        .otherwise(pl.format("{} of {} hours", *hours))
        .alias("hours"),
        pl.when(pl.col("is_future")).then(1.0).otherwise(0.45).alias("strength"),
    ).with_columns(pl.format("{}{}", "sign", "told").alias("label"))  # fmt: skip
    names = rows["resource_name"].unique(maintain_order=True).to_list()
    weeks = frame["week_start_date"].unique().sort().to_list()
    x = columns_of("week", [_week(week) for week in weeks])
    y = rows_of("resource_name", names)
    tooltip = [tip("resource_name", "Who"), tip("week", "Week of"), tip("told", "Demand over supply"),
               tip("hours", "Hours")]  # fmt: skip
    colour = {"field": "band", "type": "nominal", "sort": list(BANDS),
              "scale": {"domain": list(BANDS), "range": list(BANDS.values())},
              "legend": {"orient": "top", "title": None, "columns": by_width(2, 5), "symbolType": "square",
                         "symbolOpacity": 1}}  # fmt: skip
    opacity = {"field": "strength", "type": "quantitative", "scale": None}
    cell = {"transform": [{"filter": "datum.band !== null"}], "mark": {"type": "rect", "cornerRadius": 3},
            "encoding": {"color": colour, "opacity": opacity}}  # fmt: skip
    is_bare = "datum.band === null || datum.strength < 1"
    is_dark = "datum.band === '▲ above 120%' || datum.band === '▲ no supply'"
    conditions = [{"test": is_bare, "value": GREY}, {"test": is_dark, "value": "white"}]
    ink = {"condition": conditions, "value": "#14273a"}
    words = {"expr": f"containerSize()[0] < {45 * len(weeks) + 150} ? datum.sign : datum.label"}
    text = {"mark": {"type": "text", "fontSize": 11, "text": words}, "encoding": {"color": ink}}
    spec: Spec = {"encoding": {"x": x, "y": y, "tooltip": tooltip}, "layer": [cell, text]}
    return drawn(rows, spec, alt, 32 * max(len(names), 1) + 60)


def weeks(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw the demand of all compared teams as bars, their supply as ticks, by week."""
    rows = frame.select(
        written(frame["week_start_date"], _week).alias("week"),
        pl.col("demand_hours", "supply_hours").cast(pl.Float64),
        *(
            pl.format("{} h", written(frame[f"{name}_hours"], count)).alias(name)
            for name in ("demand", "supply")
        ),
        written(frame["utilisation"], share).alias("told"),
    )
    x = {"field": "week", "type": "ordinal", "sort": None, "title": None,
         "axis": {"labelAngle": 0, "labelOverlap": True, "labelBound": 6}}  # fmt: skip
    axis = {"grid": True, "tickCount": 5, "title": "hours", "format": ",.0f"}
    layers = [
        marked("Demand", HOURS, {"type": "bar", "width": {"band": 0.6}}, "y", "demand_hours", axis),
        marked("Supply", HOURS, {"type": "tick", "opacity": 1, "thickness": 3, "width": {"band": 0.85}}, "y",
               "supply_hours"),
    ]  # fmt: skip
    tooltip = [tip("week", "Week of"), tip("demand", "Demand"), tip("supply", "Supply"),
               tip("told", "Demand over supply")]  # fmt: skip
    return drawn(rows, {"encoding": {"x": x, "tooltip": tooltip}, "layer": layers}, alt, 260)


def _week(monday: object) -> str:
    return day(monday).rpartition(" ")[0]  # ty: ignore[invalid-argument-type]
