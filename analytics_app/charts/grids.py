"""The axes of a grid of cells: names down the side, periods or weeks along the top."""

from analytics_app.charts.marks import Spec, by_width


def rows_of(field: str, names: list[str]) -> Spec:
    """A channel of names, one below the other."""
    axis = {"labelLimit": by_width(90, 220), "ticks": False, "domain": False, "labelFlush": False}
    return {"field": field, "type": "nominal", "sort": names, "title": None, "axis": axis}


def columns_of(field: str, order: list[str], label: str = "datum.label") -> Spec:
    """A channel of periods, from left to right; `label` is the expression that writes one."""
    axis = {"orient": "top", "labelAngle": 0, "labelOverlap": True, "labelFlush": False, "labelBound": 6,
            "labelExpr": label}  # fmt: skip
    return {"field": field, "type": "ordinal", "sort": order, "title": None, "axis": axis}
