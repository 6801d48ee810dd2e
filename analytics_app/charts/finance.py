"""Charts of slices of money: by cost centre or account, by kind of expense, by fiscal period, restated."""

import polars as pl

from analytics_app.charts.marks import (
    AMBER,
    BLUE,
    GREY,
    MONEY_AXIS,
    PLAN,
    RED,
    TEAL,
    Chart,
    bar,
    by_width,
    drawn,
    horizontal,
    labels,
    marked,
    money_text,
    quantity,
    tip,
    words_text,
    written,
)
from analytics_app.formatting import money

SHOWN_SLICES = 15
LEGEND_HEIGHT = 60
EXPENSE_COLOURS = {"capex": TEAL, "opex": BLUE, "unclassified": GREY}


def slices(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw actual spend as bars and the budget as ticks, the dearest slices first."""
    dearest = frame.head(SHOWN_SLICES)
    rows = dearest.with_columns(
        money_text(dearest["actual_amount"], currency).alias("label"),
        money_text(dearest["budget_amount"], currency).alias("budget"),
        pl.max_horizontal("actual_amount", "budget_amount").alias("end"),
    )
    layers = [
        marked("Actual", PLAN, {"type": "bar", "height": 16}, "x", "actual_amount", MONEY_AXIS),
        marked(
            "Budget", PLAN, {"type": "tick", "opacity": 1, "thickness": 3, "height": 26}, "x", "budget_amount"
        ),
        labels("end"),
    ]
    tooltip = [tip("slice_name", "Slice"), tip("label", "Actual"), tip("budget", "Budget")]
    return horizontal(rows, "slice_name", layers, tooltip, alt, 36)


def expense_types(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw actual spend per theme, a bar for each kind of expense with its name beside it."""
    kinds = [*EXPENSE_COLOURS, *sorted(set(frame["expense_type"]) - set(EXPENSE_COLOURS))]
    colours = [EXPENSE_COLOURS.get(kind, AMBER) for kind in kinds]
    rows = frame.with_columns(words_text(frame["expense_type"]).alias("kind")).with_columns(
        pl.format(
            "{} · {}", money_text(frame["actual_amount"], currency), pl.col("kind").str.to_lowercase()
        ).alias("label")
    )
    names = [kind.replace("_", " ").capitalize() for kind in kinds]
    colour = {"field": "kind", "type": "nominal", "legend": None,
              "scale": {"domain": names, "range": colours}}  # fmt: skip
    layers = [bar("actual_amount", MONEY_AXIS, {"band": 0.8}, colour), labels("actual_amount")]
    tooltip = [tip("theme_name", "Theme"), tip("label", "Actual")]
    chart = horizontal(
        rows, "theme_name", layers, tooltip, alt, 22 * max(rows["expense_type"].n_unique(), 1) + 8
    )
    chart.spec["encoding"]["yOffset"] = {"field": "kind", "sort": names}
    longest = float(rows["actual_amount"].cast(pl.Float64).max() or 0) or 1  # ty: ignore
    room = by_width(longest * 2.6, longest * 1.6)  # the kind stands behind the amount
    layers[0]["encoding"]["x"]["scale"] = {"domainMax": room, "nice": False}
    return chart


def by_period(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw actual spend and, where there is none yet, the forecast as bars; the budget as ticks."""
    axis = {"labelAngle": 0, "labelOverlap": True}
    x = {"field": "fiscal_period_label", "type": "ordinal", "sort": None, "title": None, "axis": axis}
    scale = {"domain": ["Actual", "Forecast", "Budget"], "range": [BLUE, GREY, AMBER]}
    amounts = ("actual", "forecast", "budget")
    rows = frame.with_columns(
        *(money_text(frame[f"{name}_amount"], currency).alias(name) for name in amounts),
        pl.when(pl.col("actual_amount").is_null()).then(pl.col("forecast_amount")).alias("ahead_amount"),
    )
    ticks = {"type": "tick", "opacity": 1, "thickness": 3, "width": {"band": 0.85}}
    bars = {"type": "bar", "width": {"band": 0.6}}
    layers = [
        _named("Actual", scale, bars, "actual_amount"),
        _named("Forecast", scale, bars, "ahead_amount"),
        _named("Budget", scale, ticks, "budget_amount"),
    ]
    tooltip = [tip("fiscal_period_label", "Period"), *(tip(name, name.capitalize()) for name in amounts)]
    return drawn(rows, {"encoding": {"x": x, "tooltip": tooltip}, "layer": layers}, alt, 280)


def restated(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw what changed in each closed period and theme, to the left where it became less."""
    amount = pl.col("change_reporting_amount")
    known = frame.filter(amount.is_not_null())
    signed = written(known["change_reporting_amount"], lambda value: _signed(value, currency))
    names = ["fiscal_period_label", "theme_name"] + ["money_kind"] * (frame["money_kind"].n_unique() > 1)
    rows = known.with_columns(
        pl.concat_str(names, separator=" · ").alias("name"),
        signed.alias("label"),
        pl.when(amount > 0).then(pl.lit("More")).otherwise(pl.lit("Less"))
        .alias("direction"),
        pl.max_horizontal(amount, pl.lit(0)).alias("end"),
    )  # fmt: skip
    scale = {"domain": ["More", "Less"], "range": [RED, TEAL]}
    colour = {"field": "direction", "type": "nominal", "scale": scale,
              "legend": {"orient": "top", "title": None}}  # fmt: skip
    layers = [bar("change_reporting_amount", MONEY_AXIS, 16, colour), labels("end")]
    tooltip = [tip("name", "Period, theme"), tip("label", "Change"), tip("money_kind", "Of")]
    chart = horizontal(rows, "name", layers, tooltip, alt, 30)
    chart.spec["height"] += LEGEND_HEIGHT
    low, high = float(rows["change_reporting_amount"].min() or 0), float(rows["end"].max() or 0)  # ty: ignore
    reach = max(high - min(low, 0), 1)
    chart.spec["layer"][0]["encoding"]["x"]["scale"] = {
        "domainMin": min(low, 0), "domainMax": by_width(high + reach * 0.9, high + reach * 0.3), "nice": False
    }  # fmt: skip
    return chart


def _named(name: str, scale: dict, mark: dict, field: str) -> dict:
    colour = {"datum": name, "scale": scale, "legend": {"orient": "top", "title": None}}
    return {"mark": mark, "encoding": {"y": quantity(field, MONEY_AXIS), "color": colour}}


def _signed(amount: float, currency: str) -> str:
    return f"{'+' if amount > 0 else '−'} {money(abs(amount), currency)}"
