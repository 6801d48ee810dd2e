"""Charts as plain Vega-Lite specifications over doubles (a Decimal would be drawn a hundred times too big)."""

from typing import Any

import polars as pl
import streamlit as st

NAVY, TEAL, GREY, AMBER, RED = "#1f6fb2", "#1b998b", "#a9b4c0", "#e0a030", "#c8443c"
STATES = {"Waiting": RED, "Blocked": AMBER, "In progress": NAVY}


def _show(frame: pl.DataFrame, spec: dict[str, Any], alt: str, height: int) -> None:
    data = frame.with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    base = {
        "height": height,
        "config": {"view": {"stroke": None}, "axisY": {"labelLimit": 280, "labelOverlap": False}},
    }
    st.vega_lite_chart(data, {**base, **spec}, alt=alt)


def _money_axis(currency: str) -> dict[str, Any]:
    return {"format": "~s", "title": currency, "grid": True, "tickCount": 5}


def spend_against_budget(frame: pl.DataFrame, currency: str, alt: str) -> None:
    """Draw a bar of actual spend per theme over a wider bar of its budget."""
    y = {"field": "theme_name", "type": "nominal", "sort": None, "title": None}
    tooltip = [{"field": "theme_name", "title": "Theme"}, {"field": "actual_amount", "title": "Actual", "format": ",.0f"},
               {"field": "budget_amount", "title": "Budget", "format": ",.0f"}]  # fmt: skip
    layers = [
        {"mark": {"type": "bar", "size": 26, "color": GREY, "opacity": 0.45},
         "encoding": {"x": {"field": "budget_amount", "type": "quantitative", "axis": _money_axis(currency)}}},
        {"mark": {"type": "bar", "size": 13, "color": NAVY},
         "encoding": {"x": {"field": "actual_amount", "type": "quantitative"}}},
    ]  # fmt: skip
    _show(frame, {"encoding": {"y": y, "tooltip": tooltip}, "layer": layers}, alt, 52 * max(frame.height, 2))


def share_against_target(frame: pl.DataFrame, alt: str) -> None:
    """Draw each theme's share of spend as a bar and its target as a tick."""
    x = {"type": "quantitative", "axis": {"format": ".0%", "title": "share of change spend"}}
    y = {"field": "theme_name", "type": "nominal", "sort": None, "title": None}
    layers = [
        {
            "mark": {"type": "bar", "size": 16, "color": TEAL},
            "encoding": {"x": {**x, "field": "actual_share"}},
        },
        {
            "mark": {"type": "tick", "thickness": 4, "size": 30, "color": RED},
            "encoding": {"x": {**x, "field": "target_share"}},
        },
    ]
    tooltip = [{"field": "theme_name", "title": "Theme"}, {"field": "actual_share", "title": "Actual", "format": ".1%"},
               {"field": "target_share", "title": "Target", "format": ".1%"}]  # fmt: skip
    _show(frame, {"encoding": {"y": y, "tooltip": tooltip}, "layer": layers}, alt, 52 * max(frame.height, 2))


def periods(frame: pl.DataFrame, currency: str, alt: str) -> None:
    """Draw actual spend as bars and the budget as a stepped line, by fiscal period."""
    x = {
        "field": "fiscal_period_label",
        "type": "ordinal",
        "sort": None,
        "title": None,
        "axis": {"labelAngle": 0},
    }
    layers = [
        {"mark": {"type": "bar", "color": NAVY, "size": 22},
         "encoding": {"y": {"field": "actual_amount", "type": "quantitative", "axis": _money_axis(currency)}}},
        {"mark": {"type": "line", "color": AMBER, "strokeWidth": 3, "point": {"size": 50, "color": AMBER}},
         "encoding": {"y": {"field": "budget_amount", "type": "quantitative"}}},
    ]  # fmt: skip
    tooltip = [{"field": "fiscal_period_label", "title": "Period"}, {"field": "actual_amount", "title": "Actual", "format": ",.0f"},
               {"field": "budget_amount", "title": "Budget", "format": ",.0f"}]  # fmt: skip
    _show(frame, {"encoding": {"x": x, "tooltip": tooltip}, "layer": layers}, alt, 260)


def delay_ranking(frame: pl.DataFrame, currency: str, alt: str) -> None:
    """Draw cost of delay per week, coloured by state, with the band of the estimate."""
    y = {"field": "initiative_name", "type": "nominal", "sort": None, "title": None}
    color = {"field": "state", "type": "nominal", "title": None, "legend": {"orient": "top"},
             "scale": {"domain": list(STATES), "range": list(STATES.values())}}  # fmt: skip
    layers = [
        {"mark": {"type": "bar", "size": 15},
         "encoding": {"x": {"field": "amount", "type": "quantitative", "axis": _money_axis(f"{currency} per week")}, "color": color}},
        {"mark": {"type": "rule", "strokeWidth": 2, "color": "#5b6773"},
         "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}},
    ]  # fmt: skip
    tooltip = [{"field": "initiative_name", "title": "Initiative"}, {"field": "state", "title": "State"},
               {"field": "amount", "title": "Expected", "format": ",.0f"}, {"field": "low", "title": "Low", "format": ",.0f"},
               {"field": "high", "title": "High", "format": ",.0f"}]  # fmt: skip
    _show(frame, {"encoding": {"y": y, "tooltip": tooltip}, "layer": layers}, alt, 27 * max(frame.height, 3))


def bars(frame: pl.DataFrame, category: str, value: str, axis: str, alt: str, color: str = NAVY) -> None:
    """Draw plain horizontal bars in the frame's order."""
    spec = {
        "mark": {"type": "bar", "size": 18, "color": color},
        "encoding": {
            "y": {"field": category, "type": "nominal", "sort": None, "title": None},
            "x": {
                "field": value,
                "type": "quantitative",
                "axis": {"format": "~s", "title": axis, "tickCount": 5},
            },
            "tooltip": [{"field": category, "title": " "}, {"field": value, "title": axis, "format": ",.0f"}],
        },
    }
    _show(frame, spec, alt, 38 * max(frame.height, 2))


def score_against_pace(frame: pl.DataFrame, alt: str) -> None:
    """Draw each key result's score as a bar and the expected progress as a tick."""
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"format": ".0%", "title": "score (bar) and expected today (tick)"},
    }
    y = {"field": "key_result_name", "type": "nominal", "sort": None, "title": None}
    color = {"field": "status", "type": "nominal", "title": None, "legend": {"orient": "top"},
             "scale": {"domain": ["● on track", "◐ at risk", "▼ off track", "○ not started"], "range": [TEAL, AMBER, RED, GREY]}}  # fmt: skip
    layers = [
        {"mark": {"type": "bar", "size": 12}, "encoding": {"x": {**x, "field": "score"}, "color": color}},
        {
            "mark": {"type": "tick", "thickness": 3, "size": 18, "color": "#5b6773"},
            "encoding": {"x": {**x, "field": "expected"}},
        },
    ]
    tooltip = [{"field": "key_result_name", "title": "Key result"}, {"field": "score", "title": "Score", "format": ".0%"},
               {"field": "expected", "title": "Expected", "format": ".0%"}]  # fmt: skip
    _show(frame, {"encoding": {"y": y, "tooltip": tooltip}, "layer": layers}, alt, 24 * max(frame.height, 3))
