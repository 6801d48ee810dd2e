"""What charts are made of: plain Vega-Lite, as building Altair objects anew costs twice a page's time.

Figures are drawn from doubles, as a Decimal would be drawn a hundred times too big. Every bar carries its
figure or its state in words, so that no reading depends on colour alone.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics_app import locales
from analytics_app.formatting import money, share
from analytics_app.launch import LOOK
from analytics_app.words import words

BLUE, TEAL, AMBER, RED, GREY = tomllib.loads(LOOK.read_text())["theme"]["chartCategoricalColors"]
NARROW_PIXELS = 420
LOWEST = 120  # pixels: legend and axis leave room for a single bar
AXIS_AND_LEGEND = 66  # pixels of the height, beside the bars
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


@dataclass(frozen=True)
class Diagram:
    """An option of ECharts for what Vega-Lite cannot draw, with its takeaway; empty when nothing is drawn."""

    option: Spec
    alt: str
    height: int
    is_empty: bool


def horizontal(
    rows: pl.DataFrame, category: str, layers: list[Spec], tooltip: list[Spec], alt: str, step: int
) -> Chart:
    """Lay bars out from top to bottom in the order of the rows, with room for the words behind them."""
    end = layers[-1]["encoding"]["x"]["field"]
    longest = float(rows[end].max() or 0) or 1
    layers[0]["encoding"]["x"]["scale"] = {"domainMax": by_width(longest * 2, longest * 1.35), "nice": False}
    y = {"field": category, "type": "nominal", "sort": None, "title": None,
         "axis": {"labelLimit": by_width(110, 280), "ticks": False, "domain": False}}  # fmt: skip
    height = max(step * rows[category].n_unique() + AXIS_AND_LEGEND, LOWEST)
    return drawn(rows, {"encoding": {"y": y, "tooltip": tooltip}, "layer": layers}, alt, height)


def marked(
    name: str, pair: tuple[str, str], mark: Spec, channel: str, field: str, axis: Spec | None = None
) -> Spec:
    """A layer that the legend names; bar and tick of a pair differ in shape as well as in colour."""
    scale = {"domain": list(pair), "range": [BLUE, AMBER]}
    colour = {"datum": name, "scale": scale, "legend": {"orient": "top", "title": None}}
    return {"mark": mark, "encoding": {channel: quantity(field, axis), "color": colour}}


def against(names: tuple[str, str], fields: tuple[str, str], heights: tuple[int, int]) -> list[Spec]:
    """Layers of shares as bars and what they are held against as ticks, with words behind the further one."""
    (told, wanted), (bar_height, tick_height) = fields, heights
    tick = {"type": "tick", "opacity": 1, "thickness": 3, "height": tick_height}
    return [
        marked(names[0], names, {"type": "bar", "height": bar_height}, "x", told, SHARE_AXIS),
        marked(names[1], names, tick, "x", wanted),
        labels("end"),
    ]


def by_width(narrow: float, wide: float) -> Spec:
    """A number that depends on the width of the card: a phone's or a desk's."""
    return {"expr": f"containerSize()[0] < {NARROW_PIXELS} ? {narrow} : {wide}"}


def bar(field: str, axis: Spec, height: Any, colour: Spec) -> Spec:
    """A layer of bars whose length is the field."""
    return {
        "mark": {"type": "bar", "height": height},
        "encoding": {"x": quantity(field, axis), "color": colour},
    }


def labels(field: str) -> Spec:
    """A layer of the words that stand behind the bars."""
    return {"mark": LABEL, "encoding": {"x": quantity(field), "text": {"field": "label"}}}


def state_colour() -> Spec:
    """The colour of a delay state, named by the legend."""
    scale = {"domain": [words(state) for state in STATE_COLOURS], "range": list(STATE_COLOURS.values())}
    return {"field": "state", "type": "nominal", "scale": scale, "legend": {"orient": "top", "title": None}}


def quantity(field: str, axis: Spec | None = None) -> Spec:
    """A channel of numbers."""
    return {"field": field, "type": "quantitative", **({"axis": axis} if axis else {"title": None})}


def tip(field: str, title: str) -> Spec:
    """A line of the tooltip."""
    return {"field": field, "type": "nominal", "title": title}


def thin(mark: Spec, field: str) -> Spec:
    """A mark of the estimate's band."""
    lines = {"strokeWidth": 1.5, "thickness": 1.5, "color": GREY}
    return {"mark": {**lines, **mark}, "encoding": {"x": quantity(field)}}


def money_text(amounts: pl.Series, currency: str) -> pl.Expr:
    """Write money in words."""
    return written(amounts, lambda amount: money(amount, currency))


def share_text(shares: pl.Series) -> pl.Expr:
    """Write shares in per cent."""
    return written(shares, share)


def words_text(codes: pl.Series) -> pl.Expr:
    """Write codes in words."""
    return written(codes, words)


def written(values: pl.Series, write: Callable[[Any], str | None]) -> pl.Expr:
    """Write values as text with a function, NULL as well; the expression stands beside their own rows.

    Not within polars: its threads would wait for Python's lock, while whoever holds it may wait for them.
    """
    return pl.lit(pl.Series([write(value) for value in values.to_list()], dtype=pl.String))


def drawn(rows: pl.DataFrame, spec: Spec, alt: str, height: int) -> Chart:
    """Return the chart of these rows, with doubles for decimals."""
    doubles = rows.with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    base = {"height": height, "config": {"view": {"stroke": None}, **locales.of_charts()}}
    return Chart(doubles, {**base, **spec}, alt)
