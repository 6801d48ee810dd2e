"""Charts of money by theme and period."""

import polars as pl

from analytics_app.charts.marks import (
    MONEY_AXIS,
    PLAN,
    STRATEGY,
    Chart,
    against,
    drawn,
    horizontal,
    marked,
    money_text,
    share_text,
    tip,
    written,
)
from analytics_app.formatting import points


def by_period(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw actual spend as bars and the budget as ticks, by fiscal period."""
    axis = {"labelAngle": 0, "labelOverlap": True}
    x = {"field": "fiscal_period_label", "type": "ordinal", "sort": None, "title": None, "axis": axis}
    layers = [
        marked("Actual", PLAN, {"type": "bar", "width": {"band": 0.6}}, "y", "actual_amount", MONEY_AXIS),
        marked(
            "Budget",
            PLAN,
            {"type": "tick", "opacity": 1, "thickness": 3, "width": {"band": 0.85}},
            "y",
            "budget_amount",
        ),
    ]
    tooltip = [tip("fiscal_period_label", "Period"), tip("actual", "Actual"), tip("budget", "Budget")]
    rows = frame.with_columns(
        money_text(frame["actual_amount"], currency).alias("actual"),
        money_text(frame["budget_amount"], currency).alias("budget"),
    )
    return drawn(rows, {"encoding": {"x": x, "tooltip": tooltip}, "layer": layers}, alt, 280)


def theme_shares(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw each theme's share of spend as bars, its target as ticks, the gap in words."""
    known = frame.filter(pl.any_horizontal(pl.col("actual_share", "target_share").is_not_null()))
    gap = written(known["gap_share"], lambda gap: "no target" if gap is None else points(gap))
    rows = known.with_columns(
        pl.format("{} ({})", share_text(known["actual_share"]), gap).alias("label"),
        share_text(known["target_share"]).alias("target"),
        pl.max_horizontal("actual_share", "target_share").alias("end"),
    )
    layers = against(STRATEGY, ("actual_share", "target_share"), (18, 30))
    tooltip = [tip("theme_name", "Theme"), tip("label", "Actual, gap"), tip("target", "Target")]
    return horizontal(rows, "theme_name", layers, tooltip, alt, 44)
