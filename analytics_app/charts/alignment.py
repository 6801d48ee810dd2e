"""Charts of what spend and work serve."""

import polars as pl

from analytics_app.charts.marks import (
    AMBER,
    MONEY_AXIS,
    PROGRESS,
    SHARE_AXIS,
    TEAL,
    Chart,
    against,
    bar,
    horizontal,
    labels,
    money_text,
    share_text,
    tip,
    words_text,
    written,
)
from analytics_app.formatting import count
from analytics_app.words import signed_words


def reasons(frame: pl.DataFrame, value: str, alt: str, currency: str | None = None) -> Chart:
    """Draw one bar per reason, in the frame's order: money when a currency is given, else a count."""
    figure = money_text(frame[value], currency) if currency else written(frame[value], count)
    rows = frame.with_columns(words_text(frame["reason"]).alias("words"), figure.alias("label"))
    colour = {"condition": {"test": "datum.reason === 'aligned'", "value": TEAL}, "value": AMBER}
    layers = [bar(value, MONEY_AXIS, 16, colour), labels(value)]
    return horizontal(rows, "words", layers, [tip("words", "Reason"), tip("label", "Amount")], alt, 34)


def scores(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw each key result's score as a bar and expected progress as a tick; a sign tells its status."""
    status = written(frame["derived_status"], signed_words)
    rows = frame.select(
        pl.format("{} {}", status.str.slice(0, 1), "key_result_name").alias("name"),
        "score",
        "expected",
        status.alias("status"),
        pl.format("{} of {} expected", share_text(frame["score"]), share_text(frame["expected"])).alias(
            "label"
        ),
        pl.max_horizontal("score", "expected").alias("end"),
    )
    layers = against(PROGRESS, ("score", "expected"), (12, 20))
    tooltip = [tip("name", "Key result"), tip("status", "Status"), tip("label", "Score")]
    return horizontal(rows, "name", layers, tooltip, alt, 26)


def traceability(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw each value stream's share of story points that lead to a theme, with its stories in brackets."""
    measured = frame.filter(pl.col("traceability_rate").is_not_null())
    rows = measured.with_columns(
        pl.format(
            "{} ({} of {})",
            share_text(measured["traceability_rate"]),
            written(measured["traced_work_items"], count),
            written(measured["work_items"], count),
        ).alias("label")
    )
    layers = [bar("traceability_rate", SHARE_AXIS, 16, {"value": TEAL}), labels("traceability_rate")]
    tooltip = [tip("value_stream_name", "Value stream"), tip("label", "Leads to a theme")]
    return horizontal(rows, "value_stream_name", layers, tooltip, alt, 34)
