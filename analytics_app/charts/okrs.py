"""Charts of objectives and key results."""

import polars as pl

from analytics_app.charts.alignment import scores
from analytics_app.charts.marks import SHARE_AXIS, Chart, drawn, quantity, share_text, tip

STEP, AROUND = 26, 84  # pixels: a bar; legend and axis


def objectives(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw each objective's score as a bar and expected progress as a tick; a sign tells its status."""
    return key_results(frame.rename({"objective_name": "key_result_name"}), alt)


def key_results(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw each key result's score as a bar and expected progress as a tick; a sign tells its status."""
    chart = scores(frame.filter(pl.col("score").is_not_null()), alt)
    short = chart.rows.with_columns(pl.col("label").str.strip_suffix(" expected"))
    height = STEP * max(short["name"].n_unique(), 1) + AROUND
    return Chart(short, {**chart.spec, "height": height}, alt)


def trend(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw the score of each key result at its check-ins as a line, named at its end."""
    rows = frame.select(
        pl.col("check_in_date").cast(pl.String).alias("day"),
        pl.col("key_result_name").alias("name"),
        "score",
        share_text(frame["score"]).alias("label"),
    )
    x = {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%d %b %Y", "tickCount": 5}}
    colour = {
        "field": "name",
        "type": "nominal",
        "legend": {"orient": "bottom", "title": None, "columns": 1, "labelLimit": 320},
    }
    tooltip = [tip("name", "Key result"), tip("day", "Check-in"), tip("label", "Score")]
    shape = {"field": "name", "type": "nominal", "legend": None}
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"color": colour}},
        {
            "mark": {"type": "point", "filled": True, "size": 45},
            "encoding": {"color": colour, "shape": shape},
        },
    ]
    y, names = quantity("score", SHARE_AXIS), rows["name"].n_unique()
    return drawn(
        rows, {"encoding": {"x": x, "y": y, "tooltip": tooltip}, "layer": layers}, alt, 240 + STEP * names
    )
