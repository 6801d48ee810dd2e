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
    drawn = _spent(frame)
    nodes = [
        _theme(name, rows, position, currency)
        for position, ((name,), rows) in enumerate(drawn.group_by("theme_name", maintain_order=True))
    ]
    series = {
        "type": "treemap",
        "name": nodes[0]["name"] if len(nodes) == 1 else "All themes",
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


def _spent(frame: pl.DataFrame) -> pl.DataFrame:
    """Return what is drawn of each initiative, the themes in their order, the dearest of each first."""
    drawn = frame.select("theme_name", "initiative_name", "actual_amount")
    return drawn.filter(pl.col("actual_amount") > 0).sort(
        "theme_name", "actual_amount", descending=[False, True], maintain_order=True
    )


def _theme(name: object, rows: pl.DataFrame, position: int, currency: str) -> dict[str, Any]:
    surface = UNALLOCATED_SURFACE if name == "Unallocated" else SURFACES[position % len(SURFACES)]
    shown, others = rows.head(SHOWN_INITIATIVES), rows.slice(SHOWN_INITIATIVES)
    leaves = [_surface(str(initiative), amount, surface, currency) for _, initiative, amount in shown.rows()]
    if others.height:
        label = f"{count(others.height)} smaller initiatives"
        leaves.append(_surface(label, known_sum(others["actual_amount"]), surface, currency))
    return _surface(str(name), known_sum(rows["actual_amount"]), surface, currency) | {"children": leaves}


def _surface(name: str, amount: Decimal | None, color: str, currency: str) -> dict[str, Any]:
    return {
        "name": name,
        "value": float(amount or 0),
        "itemStyle": {"color": color},
        "label": {"formatter": f"{{b}}\n{money(amount, currency)}"},
    }
