"""A treemap for ECharts: themes, and in each its initiatives. Names are drawn on a canvas, never as HTML."""

from decimal import Decimal
from typing import Any

import polars as pl

from analytics_app.charts.marks import GREY, Diagram
from analytics_app.formatting import count, money
from analytics_app.sums import known_sum

# Dark enough to carry white text at 4.5:1.
SURFACES = ("#2f6ea9", "#15786d", "#96601a", "#7a4fa3", "#b0453b", "#4d6a2d", "#3d4f91", "#8d4a72")
UNALLOCATED_SURFACE = "#5b6876"
SHOWN_INITIATIVES = 60  # of a theme: smaller ones would be slivers, and are one surface together
HEIGHT = 400


def spend(frame: pl.DataFrame, alt: str, currency: str) -> Diagram:
    """Draw spend above 0 by theme, of which a click shows the initiatives; one theme alone by initiative."""
    drawn = frame.filter(pl.col("actual_amount") > 0)
    themes = drawn["theme_name"].unique(maintain_order=True).sort().to_list()
    nodes = [
        _theme(name, drawn.filter(pl.col("theme_name") == name), position, currency)
        for position, name in enumerate(themes)
    ]
    series = {
        "type": "treemap",
        "name": themes[0] if len(nodes) == 1 else "All themes",
        "data": nodes[0]["children"] if len(nodes) == 1 else sorted(nodes, key=lambda node: -node["value"]),
        "roam": False,
        "leafDepth": 1,  # themes first; a click opens one, the trail below leads back
        "drillDownIcon": "▸",
        "top": 4,
        "left": 0,
        "right": 0,
        "bottom": 34,
        "label": {"color": "#ffffff", "fontSize": 13, "lineHeight": 18, "overflow": "truncate"},
        "levels": [{"itemStyle": {"gapWidth": 3}}, {"itemStyle": {"gapWidth": 3}}],
        "breadcrumb": {"height": 24, "itemStyle": {"color": GREY, "textStyle": {"color": "#ffffff"}}},
    }
    tooltip = {"renderMode": "richText", "confine": True, "valueFormatter": f"{currency} %,.0f"}
    option = {"tooltip": tooltip, "series": [series]}
    return Diagram(option, alt, HEIGHT, drawn.is_empty())


def _theme(name: str, rows: pl.DataFrame, position: int, currency: str) -> dict[str, Any]:
    surface = UNALLOCATED_SURFACE if name == "Unallocated" else SURFACES[position % len(SURFACES)]
    drawn = rows.sort("actual_amount", descending=True)
    shown, others = drawn.head(SHOWN_INITIATIVES), drawn.slice(SHOWN_INITIATIVES)
    leaves = [
        _surface(str(initiative), amount, surface, currency)
        for initiative, amount in shown.select("initiative_name", "actual_amount").rows()
    ]
    if others.height:
        label = f"{count(others.height)} smaller initiatives"
        leaves.append(_surface(label, known_sum(others["actual_amount"]), surface, currency))
    return _surface(name, known_sum(rows["actual_amount"]), surface, currency) | {"children": leaves}


def _surface(name: str, amount: Decimal | None, color: str, currency: str) -> dict[str, Any]:
    return {
        "name": name,
        "value": float(amount or 0),
        "itemStyle": {"color": color},
        "label": {"formatter": f"{{b}}\n{money(amount, currency)}"},
    }
