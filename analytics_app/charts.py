"""Charts as plain Vega-Lite specifications: building Altair objects anew costs twice the time of a page.

Figures are drawn from doubles, as a Decimal would be drawn a hundred times too big. Every bar carries its
figure or its state in words, so that no reading depends on colour alone.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics_app.formatting import count, money, points, share
from analytics_app.words import signed_words, words

BLUE, TEAL, AMBER, RED, GREY = "#3478b8", "#1c8f82", "#c9821a", "#cc4f44", "#8795a5"
NARROW_PIXELS = 420
STATE_COLOURS = {"queue": RED, "blocked": AMBER, "active": BLUE, "released": TEAL}
LABEL = {"type": "text", "align": "left", "baseline": "middle", "dx": 6, "color": GREY, "fontSize": 12}
MONEY_AXIS = {
    "grid": True,
    "tickCount": 5,
    "title": None,
    "labelExpr": "replace(format(datum.value, '~s'), 'G', 'B')",
}
PLAN, STRATEGY, PROGRESS = ("Actual", "Budget"), ("Actual", "Target"), ("Score", "Expected")
SHARE_AXIS = {"format": ".0%", "title": None, "tickCount": 5, "grid": True}

Spec = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """What is drawn: rows of doubles and text, how, and the takeaway for those who do not see it."""

    rows: pl.DataFrame
    spec: Spec
    alt: str


def by_period(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw actual spend as bars and the budget as ticks, by fiscal period."""
    axis = {"labelAngle": 0, "labelOverlap": True}
    x = {"field": "fiscal_period_label", "type": "ordinal", "sort": None, "title": None, "axis": axis}
    layers = [
        _marked("Actual", PLAN, {"type": "bar", "width": {"band": 0.6}}, "y", "actual_amount", MONEY_AXIS),
        _marked(
            "Budget",
            PLAN,
            {"type": "tick", "opacity": 1, "thickness": 3, "width": {"band": 0.85}},
            "y",
            "budget_amount",
        ),
    ]
    tooltip = [_tip("fiscal_period_label", "Period"), _tip("actual", "Actual"), _tip("budget", "Budget")]
    rows = frame.with_columns(
        _money("actual_amount", currency).alias("actual"), _money("budget_amount", currency).alias("budget")
    )
    return _chart(rows, {"encoding": {"x": x, "tooltip": tooltip}, "layer": layers}, alt, 280)


def theme_spend(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw actual spend per theme as bars, its budget as ticks."""
    rows = frame.with_columns(
        _money("actual_amount", currency).alias("label"),
        _money("budget_amount", currency).alias("budget"),
        pl.max_horizontal("actual_amount", "budget_amount").alias("end"),
    )
    layers = [
        _marked("Actual", PLAN, {"type": "bar", "height": 18}, "x", "actual_amount", MONEY_AXIS),
        _marked(
            "Budget", PLAN, {"type": "tick", "opacity": 1, "thickness": 3, "height": 30}, "x", "budget_amount"
        ),
        _labels("end"),
    ]
    tooltip = [_tip("theme_name", "Theme"), _tip("label", "Actual"), _tip("budget", "Budget")]
    return _horizontal(rows, "theme_name", layers, tooltip, alt, 44)


def theme_shares(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw each theme's share of spend as bars, its target as ticks, the gap in words."""
    gap = pl.col("gap_share").map_elements(points, pl.String).fill_null("no target")
    rows = frame.filter(pl.any_horizontal(pl.col("actual_share", "target_share").is_not_null())).with_columns(
        pl.format("{} ({})", _share("actual_share"), gap).alias("label"),
        _share("target_share").alias("target"),
        pl.max_horizontal("actual_share", "target_share").alias("end"),
    )
    layers = [
        _marked("Actual", STRATEGY, {"type": "bar", "height": 18}, "x", "actual_share", SHARE_AXIS),
        _marked(
            "Target",
            STRATEGY,
            {"type": "tick", "opacity": 1, "thickness": 3, "height": 30},
            "x",
            "target_share",
        ),
        _labels("end"),
    ]
    tooltip = [_tip("theme_name", "Theme"), _tip("label", "Actual, gap"), _tip("target", "Target")]
    return _horizontal(rows, "theme_name", layers, tooltip, alt, 44)


def delay_ranking(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw cost of delay per week with the band of the estimate; the state stands beside each bar."""
    likely = pl.col("cost_of_delay_per_week_amount")
    rows = frame.select(
        "initiative_name",
        likely.alias("amount"),
        pl.coalesce("cost_of_delay_per_week_low_amount", likely).alias("low"),
        pl.coalesce("cost_of_delay_per_week_high_amount", likely).alias("high"),
        _words("delay_state").alias("state"),
    ).with_columns(
        pl.format("{} · {}", _money("amount", currency), pl.col("state").str.to_lowercase()).alias("label"),
        pl.format("{} – {}", _money("low", currency), _money("high", currency)).alias("band"),
    )
    layers = [
        _bar("amount", MONEY_AXIS, 16, _state_colour()),
        _thin({"type": "rule"}, "low") | {"encoding": {"x": _quantity("low"), "x2": {"field": "high"}}},
        _thin({"type": "tick", "height": 9}, "low"),
        _thin({"type": "tick", "height": 9}, "high"),
        _labels("high"),
    ]
    tooltip = [_tip("initiative_name", "Initiative"), _tip("label", "A week"), _tip("band", "Low – high")]
    return _horizontal(rows, "initiative_name", layers, tooltip, alt, 30)


def burn_by_theme(frame: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw cost of delay per week by theme, a bar for each state with the state written beside it."""
    rows = frame.with_columns(_words("delay_state").alias("state")).with_columns(
        pl.format("{} · {}", _money("amount", currency), pl.col("state").str.to_lowercase()).alias("label")
    )
    layers = [_bar("amount", MONEY_AXIS, {"band": 0.8}, _state_colour()), _labels("amount")]
    tooltip = [_tip("theme_name", "Theme"), _tip("label", "A week")]
    chart = _horizontal(rows, "theme_name", layers, tooltip, alt, 24 * rows["delay_state"].n_unique())
    chart.spec["encoding"]["yOffset"] = {"field": "state", "sort": [words(state) for state in STATE_COLOURS]}
    return chart


def reasons(frame: pl.DataFrame, value: str, alt: str, currency: str | None = None) -> Chart:
    """Draw one bar per reason, in the frame's order: money when a currency is given, else a count."""
    figure = _money(value, currency) if currency else _text(value, count)
    rows = frame.with_columns(_words("reason").alias("words"), figure.alias("label"))
    colour = {"condition": {"test": "datum.reason === 'aligned'", "value": TEAL}, "value": AMBER}
    layers = [_bar(value, MONEY_AXIS, 16, colour), _labels(value)]
    return _horizontal(rows, "words", layers, [_tip("words", "Reason"), _tip("label", "Amount")], alt, 34)


def scores(frame: pl.DataFrame, alt: str) -> Chart:
    """Draw each key result's score as a bar and expected progress as a tick; a sign tells its status."""
    status = pl.col("derived_status").map_elements(signed_words, pl.String, skip_nulls=False)
    rows = frame.select(
        pl.format("{} {}", status.str.slice(0, 1), "key_result_name").alias("name"),
        "score",
        "expected",
        status.alias("status"),
        pl.format("{} of {} expected", _share("score"), _share("expected")).alias("label"),
        pl.max_horizontal("score", "expected").alias("end"),
    )
    layers = [
        _marked("Score", PROGRESS, {"type": "bar", "height": 12}, "x", "score", SHARE_AXIS),
        _marked(
            "Expected",
            PROGRESS,
            {"type": "tick", "opacity": 1, "thickness": 3, "height": 20},
            "x",
            "expected",
        ),
        _labels("end"),
    ]
    tooltip = [_tip("name", "Key result"), _tip("status", "Status"), _tip("label", "Score")]
    return _horizontal(rows, "name", layers, tooltip, alt, 26)


def _horizontal(
    rows: pl.DataFrame, category: str, layers: list[Spec], tooltip: list[Spec], alt: str, step: int
) -> Chart:
    """Lay bars out from top to bottom in the order of the rows, with room for the words behind them."""
    end = layers[-1]["encoding"]["x"]["field"]
    longest = float(rows[end].max() or 0) or 1
    layers[0]["encoding"]["x"]["scale"] = {"domainMax": _by_width(longest * 2, longest * 1.35), "nice": False}
    y = {"field": category, "type": "nominal", "sort": None, "title": None,
         "axis": {"labelLimit": _by_width(110, 280), "ticks": False, "domain": False}}  # fmt: skip
    height = step * max(rows[category].n_unique(), 1) + 30
    return _chart(rows, {"encoding": {"y": y, "tooltip": tooltip}, "layer": layers}, alt, height)


def _marked(
    name: str, pair: tuple[str, str], mark: Spec, channel: str, field: str, axis: Spec | None = None
) -> Spec:
    """A layer that the legend names; bar and tick of a pair differ in shape as well as in colour."""
    scale = {"domain": list(pair), "range": [BLUE, AMBER]}
    colour = {"datum": name, "scale": scale, "legend": {"orient": "top", "title": None}}
    return {"mark": mark, "encoding": {channel: _quantity(field, axis), "color": colour}}


def _by_width(narrow: float, wide: float) -> Spec:
    """A number that depends on the width of the card: a phone's or a desk's."""
    return {"expr": f"containerSize()[0] < {NARROW_PIXELS} ? {narrow} : {wide}"}


def _bar(field: str, axis: Spec, height: Any, colour: Spec) -> Spec:
    return {
        "mark": {"type": "bar", "height": height},
        "encoding": {"x": _quantity(field, axis), "color": colour},
    }


def _labels(field: str) -> Spec:
    return {"mark": LABEL, "encoding": {"x": _quantity(field), "text": {"field": "label"}}}


def _state_colour() -> Spec:
    scale = {"domain": [words(state) for state in STATE_COLOURS], "range": list(STATE_COLOURS.values())}
    return {"field": "state", "type": "nominal", "scale": scale, "legend": {"orient": "top", "title": None}}


def _quantity(field: str, axis: Spec | None = None) -> Spec:
    return {"field": field, "type": "quantitative", **({"axis": axis} if axis else {"title": None})}


def _tip(field: str, title: str) -> Spec:
    return {"field": field, "type": "nominal", "title": title}


def _thin(mark: Spec, field: str) -> Spec:
    """A mark of the estimate's band."""
    lines = {"strokeWidth": 1.5, "thickness": 1.5, "color": GREY}
    return {"mark": {**lines, **mark}, "encoding": {"x": _quantity(field)}}


def _money(column: str, currency: str) -> pl.Expr:
    return _text(column, lambda amount: money(amount, currency))


def _share(column: str) -> pl.Expr:
    return _text(column, share)


def _words(column: str) -> pl.Expr:
    return _text(column, words)


def _text(column: str, write: Any) -> pl.Expr:
    return pl.col(column).map_elements(write, pl.String, skip_nulls=False)


def _chart(rows: pl.DataFrame, spec: Spec, alt: str, height: int) -> Chart:
    doubles = rows.with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    base = {"height": height, "config": {"view": {"stroke": None}}}
    return Chart(doubles, {**base, **spec}, alt)
