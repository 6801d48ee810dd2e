"""Charts as pictures to take away: PNG and SVG that say by themselves what they show and of when.

The same specification that the page draws is drawn here by Vega itself, inside `vl-convert`: no browser,
and no network. Text of trackers is data and stays text; an SVG that could act is never handed out.
"""

import json
import re
from textwrap import wrap
from typing import Any

import polars as pl
from defusedxml import ElementTree

from analytics_app.charts.marks import Chart

WIDTH, LINE = 860, 125  # pixels; signs that fit under the title
SCALE = 2  # of the PNG: sharp when projected or printed
TITLE = {"anchor": "start", "fontSize": 17, "subtitleFontSize": 12, "subtitleColor": "#5b6877", "offset": 14}
LOOK = {
    "font": "Arial, Helvetica, sans-serif",
    "axis": {"labelColor": "#47525f", "labelFontSize": 12, "gridColor": "#e6eaef", "domainColor": "#b6c0cb"},
    "legend": {"labelColor": "#47525f", "labelFontSize": 12},
    "text": {"color": "#5b6877"},
}
_DRAWINGS = {"svg", "g", "path", "rect", "line", "circle", "text", "tspan", "defs", "clipPath",
             "linearGradient", "radialGradient", "stop"}  # fmt: skip
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"  # no XML may hold them
_ACTS = re.compile(r"on|(xlink:)?href$|src$|style$", re.IGNORECASE)  # beginnings of an attribute's name


class PictureRefused(Exception):  # noqa: N818
    """What was drawn holds more than shapes and text."""


def as_svg(chart: Chart, title: str = "", facts: str = "", width: int = WIDTH) -> bytes:
    """Draw a chart with its title, its takeaway and the facts of the data inside the picture.

    Without a title the chart alone is drawn, for where those stand beside it. Raises PictureRefused.
    """
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(_specification(chart, title, facts, width), allowed_base_urls=[])
    _require_harmless(drawn)
    return drawn.encode()


def as_png(chart: Chart, title: str, facts: str) -> bytes:
    """Draw a chart as `as_svg` does, as a PNG."""
    import vl_convert

    specification = _specification(chart, title, facts, WIDTH)
    return vl_convert.vegalite_to_png(specification, scale=SCALE, allowed_base_urls=[])


def file_name(title: str, as_of: str, suffix: str) -> str:
    """Name a picture by its chart and the day of its data."""
    return f"{slug(title)}_{as_of}.{suffix}"


def slug(title: str) -> str:
    """Return a title as a part of a file's name."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") or "chart"


def _specification(chart: Chart, title: str, facts: str, width: int) -> str:
    """Return the chart as one whole Vega-Lite document, in JSON."""
    spec = chart.spec
    whole: dict[str, Any] = {"data": {"values": _values(chart.rows)}, "background": "white", "padding": 18}
    whole |= {"width": width} if "mark" in spec or "layer" in spec else {}
    whole |= {**spec, "config": {**LOOK, **spec.get("config", {})}}
    if title:
        head, alt, below = (re.sub(_CONTROL, " ", text) for text in (title, chart.alt, facts))
        whole["title"] = {"text": head, "subtitle": [*wrap(alt, LINE), *wrap(below, LINE)], **TITLE}
    return json.dumps(whole, allow_nan=False)


def _values(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Return rows as Vega takes them: days and moments as milliseconds in UTC, what is no number as NULL."""
    return (
        rows.with_columns(
            pl.col(pl.String).str.replace_all(_CONTROL, " "),
            pl.col(pl.Date).cast(pl.Datetime("ms")),
            pl.col(pl.Float64).fill_nan(None),
        )
        .with_columns(pl.col(pl.Datetime).dt.epoch("ms"), pl.col(pl.Decimal).cast(pl.Float64))
        .to_dicts()
    )


def _require_harmless(svg: str) -> None:
    """Raise PictureRefused unless a picture is shapes and text only: no script, no address, no style."""
    for element in ElementTree.fromstring(svg).iter():
        name = element.tag.rpartition("}")[2]
        acting = [each for each in element.attrib if _ACTS.match(each.rpartition("}")[2])]
        if name not in _DRAWINGS or acting:
            raise PictureRefused(f"the picture holds <{name}> {' '.join(acting)}".rstrip())
